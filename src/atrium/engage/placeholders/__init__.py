"""Placeholders such as ``{{customer.first_name}}``: where they may lead, and what they are filled with."""
