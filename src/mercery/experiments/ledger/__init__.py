"""What each feature costs, by kind: what was used, what it costs by the endpoint's or the shop's price, and what nobody priced."""
