"""WhatsApp by Meta's Cloud API: its signature, its webhooks, its messages."""
