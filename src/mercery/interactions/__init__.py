"""What visitors did: looked, searched, put into the bag, asked. Written once and never changed."""
