"""Upgrading: what an update does to the database, read out of its migrations before they run; a backup; the way back."""
