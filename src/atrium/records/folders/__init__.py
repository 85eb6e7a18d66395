"""Folders: where customers lie, and what that means for their statuses, fields and permissions (B8)."""
