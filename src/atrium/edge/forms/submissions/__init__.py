"""What strangers send through forms: checked, stored, made into customers."""
