"""A shop's index on machines that share no folder: versions, changes and vectors that reach the others by the database."""
