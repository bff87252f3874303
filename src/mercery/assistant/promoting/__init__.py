"""Questions about promotions, the bag, coupons and instalments: heard by code, answered from facts, with no model."""
