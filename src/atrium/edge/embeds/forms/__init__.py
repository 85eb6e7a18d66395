"""The form in a widget: what it asks the one customer, and whose answers it takes."""
