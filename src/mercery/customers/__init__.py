"""People who bought: as the shop's own system knows them."""
