"""Reading files into passages, one module a format. Knows no database and no web."""
