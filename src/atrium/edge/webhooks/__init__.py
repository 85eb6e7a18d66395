"""Who is told what happens: endpoints, and deliveries to them."""

DOORS = ()
"""The parts that other capabilities may enter by."""
