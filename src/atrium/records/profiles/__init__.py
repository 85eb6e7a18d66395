"""Channel identities: through which channel a customer came, and as whom (C4)."""
