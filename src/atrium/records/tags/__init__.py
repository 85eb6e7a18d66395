"""Tags and tag groups: quick labels for segments (C7)."""
