"""Values of custom fields, as they are read, written and stored."""
