"""What lies on disk of a shop's model: lists, counters, which items and orders are in them, in versions that replace one another."""
