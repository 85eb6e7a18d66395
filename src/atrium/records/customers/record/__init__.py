"""Customers and leads: the record everything else hangs on."""
