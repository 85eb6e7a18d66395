"""Invitations to a workspace, by e-mail."""
