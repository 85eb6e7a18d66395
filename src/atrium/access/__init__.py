"""Who may come in: workspaces, people, roles, sessions, the audit log."""
