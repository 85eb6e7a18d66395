"""Tags and members on customers (C7, B8)."""
