"""What happens, as it happens; and who else is here."""

DOORS = ()
"""The parts that other capabilities may enter by."""
