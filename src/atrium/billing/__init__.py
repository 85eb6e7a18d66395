"""What customers buy, owe and may use."""
