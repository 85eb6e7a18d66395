"""What starts automations: events, people, schedules, dates, webhooks."""
