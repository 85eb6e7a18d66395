"""The search index of customers, kept up behind the writes (C2)."""
