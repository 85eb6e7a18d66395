"""Exports: customers into files, whatever their number."""
