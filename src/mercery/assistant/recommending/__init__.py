"""Questions for something more: what goes with a piece, what keeps it, what else there is. Answered by the recommendations."""
