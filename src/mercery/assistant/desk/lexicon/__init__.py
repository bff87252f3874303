"""Words of the desk, as data: goods, options, and what customers say to have something done."""
