"""What happens, as it happens; and who else is here."""
