"""What viewers write: taken in, moderated, ranked, answered."""
