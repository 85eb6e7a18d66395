"""Sites that were turned away: the log of what tried to show a customer's widgets and may not."""
