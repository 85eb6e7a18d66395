"""The living timeline: the event log of one customer, in readable sentences (B6)."""
