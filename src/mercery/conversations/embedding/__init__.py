"""The assistant on somebody else's page: the line for it, whether it stands there rightly, and where it was seen."""
