"""The open profile in one round trip, and how many customers there are where (B1, B2)."""
