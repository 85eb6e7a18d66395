"""Automations: when something happens with a customer, something follows (B8, B9, B10, X5)."""
