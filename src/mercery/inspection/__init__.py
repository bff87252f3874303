"""Quality inspection: every finished conversation, by machine or person, is held against rules that are data."""
