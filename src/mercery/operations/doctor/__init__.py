"""`mercery doctor`: everything that is asked about an installation, what is wrong, and what to do about it."""
