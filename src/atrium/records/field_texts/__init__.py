"""Values of custom fields as people write them in tables, read and written."""
