"""Contacts in and out: files, what becomes of their rows, imports and exports."""
