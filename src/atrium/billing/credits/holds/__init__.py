"""Credits reserved for something that is still running (X7)."""
