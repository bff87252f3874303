"""What was sold: orders, revenue and margin by week, category and channel, beside the same weeks of last year."""
