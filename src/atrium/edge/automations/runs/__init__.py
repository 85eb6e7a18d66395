"""Runs of automations: what each did, step by step."""
