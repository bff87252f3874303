"""Mail that reaches people: to staff what waits for them, each as they choose; to customers who left that they have an answer."""
