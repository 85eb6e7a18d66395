"""The plans that customers may be on, and the features that a workspace adds of its own."""
