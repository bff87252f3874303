"""Backups: one archive with the database and the files of the home folder, made while the shop runs, proved, restored."""
