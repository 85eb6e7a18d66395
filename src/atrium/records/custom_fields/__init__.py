"""What a business wants to know about its customers: definitions, and their values."""
