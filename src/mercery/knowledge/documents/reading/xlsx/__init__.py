"""Spreadsheets: rows of visible sheets with the address of their cells and values as they are shown."""
