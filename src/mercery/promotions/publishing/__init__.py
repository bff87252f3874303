"""How rules come into force: drafted, proved, published by a second person, watched, stopped and taken back."""
