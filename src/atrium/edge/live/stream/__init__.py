"""Live updates: what happens, as it happens (server-sent events)."""
