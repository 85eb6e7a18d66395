"""Webhook endpoints: who is told what happens."""
