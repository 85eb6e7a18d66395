"""Flows: what an automation does, as data: read, checked, and laid out for the engine."""
