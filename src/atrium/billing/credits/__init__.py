"""Credits: units, the ledger, holds and reports."""

DOORS = ("ledger", "units")
"""The parts that other capabilities may enter by."""
