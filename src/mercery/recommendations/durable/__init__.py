"""Is one enough for years, and for how long: drafted from what a piece is called, checked by a person."""
