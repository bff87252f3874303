"""Everyday running of an installation: health, alerts, jobs, backup and restore, retention and erasure."""
