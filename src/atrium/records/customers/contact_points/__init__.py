"""E-mail addresses and phone numbers: how they are written, checked and kept (B4)."""
