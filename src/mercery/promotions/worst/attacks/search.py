"""All attacks on one calendar, each worked out by the evaluator."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.attacks.carts import everyone, starts
from mercery.promotions.worst.attacks.coupons import accounts, come_back, uses
from mercery.promotions.worst.attacks.gifts import gifts_kept
from mercery.promotions.worst.attacks.returns import partial_returns
from mercery.promotions.worst.attacks.splits import splits
from mercery.promotions.worst.certificate import Attack, WorstCart

SECONDS: Final = 3.0


def attacks(
    calendar: Calendar,
    worst: WorstCart | None = None,
    *,
    others: Sequence[WorstCart] = (),
    seconds: float = SECONDS,
) -> tuple[Attack, ...]:
    """Ways around one order: partial returns, split orders, gifts kept, coupons that come back, further accounts; those
    that lose most first. Looked for from the worst cart and from carts that just reach a threshold, at the worst cart's
    moment; what is found is exact, what is not found is not excluded.
    """
    moment = worst.moment if worst is not None else None
    rules = calendar if moment is None else calendar.at(moment)
    if not rules.rules:
        return ()
    known = [one for one in (worst, *others) if one is not None and (one is worst or one.moment == moment)]
    begun = time.perf_counter()
    ends, buyer = begun + seconds, everyone(rules)

    def until(part: float) -> float:
        """The end of a part of the time that is left."""
        now = time.perf_counter()
        return now + max(0.0, ends - now) * part

    carts = starts(rules, known, until(0.3))
    found = gifts_kept(rules, carts, buyer, until(0.2))
    found += partial_returns(rules, carts, buyer, until(0.5))
    used = uses(rules, carts, buyer, until(0.5))
    found += come_back(rules, used, buyer) + accounts(rules, used)
    found += splits(rules, carts, buyer, ends)
    return tuple(sorted(found, key=lambda one: -one.loss))
