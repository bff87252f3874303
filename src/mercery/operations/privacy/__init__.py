"""People and what is kept of them: telling it, erasing it with a receipt, and how long it is kept."""
