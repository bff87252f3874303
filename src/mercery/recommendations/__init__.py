"""What to show a customer next, knowing what was bought: what completes it, what runs out, never the same thing again."""
