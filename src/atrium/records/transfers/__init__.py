"""Contacts in and out: files, what becomes of their rows, imports and exports."""

DOORS = ()
"""The parts that other capabilities may enter by."""
