"""From a token to a widget that may read: one-time launch codes, and bearers that live for a quarter of an hour."""
