"""A customer's widgets on other people's pages."""
