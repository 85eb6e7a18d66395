"""When something happens with a customer, something follows."""
