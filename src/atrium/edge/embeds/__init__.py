"""A customer's widgets on other people's pages."""

DOORS = ()
"""The parts that other capabilities may enter by."""
