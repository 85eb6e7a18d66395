"""Imports and exports: contacts in and out, whatever their number."""
