"""Notes about a customer (C6)."""
