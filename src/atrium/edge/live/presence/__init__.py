"""Who else is looking at a customer."""
