"""One module per format: what its files look like and how its rows become products."""
