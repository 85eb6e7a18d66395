"""What is known about customers."""
