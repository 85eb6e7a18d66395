"""Webhook deliveries: the queue, the sender, the log."""
