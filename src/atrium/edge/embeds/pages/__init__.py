"""The page around widgets: who may frame it, and what a host page is told that may not."""
