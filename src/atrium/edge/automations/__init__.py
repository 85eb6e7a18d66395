"""When something happens with a customer, something follows."""

DOORS = ()
"""The parts that other capabilities may enter by."""
