"""Ways around one order, in exact amounts: returns, split orders, gifts, coupons that come back, several accounts."""

from mercery.promotions.worst.attacks.limits import times_possible
from mercery.promotions.worst.attacks.search import attacks

__all__ = ["attacks", "times_possible"]
