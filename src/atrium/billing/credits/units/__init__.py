"""What credits count: platform credits, telephony, and what else a workspace adds."""
