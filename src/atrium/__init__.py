"""Atrium: a self-hosted customer-management platform. Start with ``registry.py`` for what it can do and ``kernel/`` for
how."""

__version__ = "0.1.0"
