"""Shops, staff and their roles, sign-in, API keys, and the record of who did what."""
