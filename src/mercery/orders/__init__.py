"""Orders, shipments, returns and refunds, as the shop's own system reports them."""
