"""Many customers created and changed in a few statements, each row with its own outcome."""
