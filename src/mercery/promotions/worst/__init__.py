"""The cart on which a calendar loses most, with a bound that proves it, the rule at fault and a repair. Pure."""
