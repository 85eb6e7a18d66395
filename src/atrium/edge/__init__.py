"""Where other systems meet Atrium."""
