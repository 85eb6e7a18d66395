"""Customers and leads: the record everything else hangs on, and what is done with it."""

DOORS = ("assignments", "bulk", "contact_points", "profile", "record")
"""The parts that other capabilities may enter by."""
