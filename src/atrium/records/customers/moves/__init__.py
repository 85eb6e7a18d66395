"""What moving a customer to another folder would change, before it is done (X3)."""
