"""Deleting customers: what blocks it, the trash, restoring, purging (C10, X8)."""
