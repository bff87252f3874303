"""Reading files other people made: their encoding, rows, records and amounts, with every problem named by line and remedy."""
