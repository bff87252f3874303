"""Figures and traces of a process: `recording` counts, `tracing` follows. Knows no feature, and imports nothing heavy before
somebody asks for a scrape or sets a collector."""
