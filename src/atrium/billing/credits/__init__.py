"""Credits: units, the ledger, holds and reports."""
