"""Where an operation needs more than its schema's examples to succeed: a right password, a file, a thing in a certain state."""
