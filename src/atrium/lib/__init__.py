"""Pure functions and values: nothing here knows of Atrium, of a database or of the web."""
