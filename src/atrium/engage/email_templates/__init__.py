"""E-mail templates: a subject and a text with placeholders, written once and sent by automations."""
