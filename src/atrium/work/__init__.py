"""What is done for customers."""
