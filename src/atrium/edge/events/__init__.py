"""The event log for those who poll."""
