"""What is said to customers and by them."""
