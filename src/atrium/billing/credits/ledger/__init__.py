"""Credits: accounts, grants and the ledger (A6, X7)."""
