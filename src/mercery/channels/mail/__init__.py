"""E-mail: read from a mail box or handed in by a mail service, answered in its thread."""
