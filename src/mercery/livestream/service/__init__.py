"""What can be done with a show: set up, ordered, scheduled, read."""
