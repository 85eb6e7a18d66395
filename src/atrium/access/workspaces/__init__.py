"""The workspace itself: name, look, language, plan."""
