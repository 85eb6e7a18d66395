"""The only place for vendor libraries and outgoing network calls."""
