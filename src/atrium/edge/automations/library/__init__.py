"""What automations are made of and made from: the catalogue, templates, and automations as files."""
