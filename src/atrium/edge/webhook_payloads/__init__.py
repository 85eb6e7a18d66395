"""What a webhook says: the payload, and its place in the contract."""
