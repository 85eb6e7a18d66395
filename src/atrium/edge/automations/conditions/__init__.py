"""Conditions and placeholders of automations: what a run knows, asked and written out."""
