"""The shop's documents, read into passages that know where they stand."""
