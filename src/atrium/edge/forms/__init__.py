"""Forms that strangers fill in: definitions, the public page, and what was sent."""
