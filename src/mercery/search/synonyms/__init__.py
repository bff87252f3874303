"""Words that mean the same thing to a shopper: shipped as data, and edited by each shop."""
