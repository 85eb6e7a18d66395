"""What one customer may use, and the reason why not (A6, A8, X2)."""
