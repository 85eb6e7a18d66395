"""Tokens by which integrators' servers launch widgets of one customer (A6)."""
