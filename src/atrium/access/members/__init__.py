"""People in a workspace, and invitations to it."""
