"""Signing in and out, and the list of where one is signed in."""
