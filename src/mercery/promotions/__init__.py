"""The only source of a price: which price is in force, what a cart costs, and the facts surfaces may state about it."""
