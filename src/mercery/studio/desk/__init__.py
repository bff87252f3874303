"""The console's pages of the content studio."""
