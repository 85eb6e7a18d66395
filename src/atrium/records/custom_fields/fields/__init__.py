"""What a custom field is: its table, its type, and who may see and change it."""
