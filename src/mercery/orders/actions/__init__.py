"""What can be done to an order: asked as a request, decided by the shop's rules, done once, kept as a receipt."""
