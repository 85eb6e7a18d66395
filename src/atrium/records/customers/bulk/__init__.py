"""Many customers at once: batches of operations, and edits of a selection or of everything a filter finds."""
