"""Custom fields: what this business wants to know about its customers (B5)."""
