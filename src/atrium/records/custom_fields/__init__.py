"""What a business wants to know about its customers: definitions, and their values."""

DOORS = ("definitions", "fields", "values")
"""The parts that other capabilities may enter by."""
