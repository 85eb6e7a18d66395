"""Mechanism that knows no domain: transactions, permissions, events, jobs, pages, errors."""
