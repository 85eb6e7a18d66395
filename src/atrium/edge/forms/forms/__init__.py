"""Forms: what they ask, where the customers they make go, and who may embed them (B9)."""
