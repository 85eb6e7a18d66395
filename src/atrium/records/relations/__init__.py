"""Related customers: company and employees, branches, families (B7, B8)."""
