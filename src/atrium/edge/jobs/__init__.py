"""Background jobs as their starters see them: progress, result, cancel."""
