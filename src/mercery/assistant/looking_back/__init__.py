"""Past questions worked out again: what would be said otherwise today, or if something were recorded."""
