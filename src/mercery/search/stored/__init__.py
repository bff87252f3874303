"""What lies on disk of an index: columns of rows, a journal of changes, vectors, and versions that replace one another."""
