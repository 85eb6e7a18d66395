"""People, whatever workspaces they belong to: password, second factor, password reset."""
