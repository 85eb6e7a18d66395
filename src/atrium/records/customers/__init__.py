"""Customers and leads: the record everything else hangs on, and what is done with it."""
