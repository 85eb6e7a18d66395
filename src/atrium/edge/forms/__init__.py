"""Forms that strangers fill in: definitions, the public page, and what was sent."""

DOORS = ("forms", "pages", "submissions")
"""The parts that other capabilities may enter by."""
