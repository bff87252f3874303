"""Releases: what is to be said otherwise is gathered, tried on past questions, published as one, and taken back as one."""
