"""Messengers by their own rules: WeChat official accounts, WhatsApp, e-mail. Each takes messages in as it signs them and sends
answers as it wants them; the conversation is the same everywhere."""
