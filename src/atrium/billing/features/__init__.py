"""What customers may use: plans, and what each customer has and why not."""
