"""Runs that wait for an event."""
