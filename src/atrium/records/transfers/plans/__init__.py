"""What the rows of a file come to, beside the customers that are there."""
