"""What a cart costs under a calendar: one selection evaluated exactly, the best of all selections, what comes back. Pure."""
