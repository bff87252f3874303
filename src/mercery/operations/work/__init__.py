"""The job queue as people see it: what waits, what is done, what failed and why, and what can be done about it."""
