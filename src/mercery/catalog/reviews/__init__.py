"""What customers write about products: kept as theirs, and shown to others only after a person of the shop has looked."""
