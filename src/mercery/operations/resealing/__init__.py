"""Sealing again what earlier keys of the installation sealed."""
