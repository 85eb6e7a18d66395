"""How many calls a customer may make within a sliding quarter of an hour, and what else is counted (A6)."""
