"""Imports: contacts from files, whatever their number."""
