"""What other capabilities show in the open profile of a customer."""
