"""What customers may use: plans, and what each customer has and why not."""

DOORS = ("entitlements",)
"""The parts that other capabilities may enter by."""
