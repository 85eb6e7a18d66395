"""What a row of a contact file says about a customer, before anything is stored."""
