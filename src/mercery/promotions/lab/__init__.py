"""The console's pages of promotions: what is in force, the worst cart of a draft, entry, a cart tried, what-if."""
