"""One promotion rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import Benefit
from mercery.promotions.rules.policy import RoundAt
from mercery.promotions.rules.scope import EVERYTHING, Scope

Level = Literal["line", "order", "ship"]
Basis = Literal["list", "entry", "running"]
"""What is looked at: list prices; the amounts when the rule's stage began (rules of a stage side by side = parallel);
what is left at this moment (cascade)."""
Refund = Literal["allocated", "threshold_recheck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A condition beside the rule's own threshold ("and at least 2 of the goods in A"): all it asks for has to be there."""

    amount: int = 0
    """On the rule's basis of the threshold."""
    qty: int = 0
    kinds: int = 0
    """Different articles."""
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule in full. What is left out stands at the value that asks for nothing."""

    id: str
    benefit: Benefit
    stage: int = 1
    """Order of application, lowest first."""
    level: Level = "order"
    """`line`: lowers the price of one unit, before anything of the order; `order`: a discount spread over lines;
    `ship`: off the delivery fee, last."""
    name: Words = Words("")  # noqa: RUF009 - frozen
    scope: Scope = EVERYTHING
    need_amount: int = 0
    """Threshold on the amount of `need_scope` (else `scope`), on `need_basis` (else `basis`)."""
    need_qty: int = 0
    """Threshold on the units of `need_scope` (else `scope`)."""
    need_scope: Scope | None = None
    also: tuple[Need, ...] = ()
    """Further conditions; all of them have to hold."""
    basis: Basis = "entry"
    need_basis: Basis | None = None
    group: str | None = None
    """Of a group one rule at most is used: on each line for level `line`, in the order for the others (or as many as
    `Policy.group_most` says)."""
    exclusive: bool = False
    """Where it can be used, no other rule of its level is; of several, the one of the highest priority."""
    excludes: frozenset[str] = frozenset()
    """Rules or groups: a line on which one of them is used is not in this rule's scope."""
    who: frozenset[str] = frozenset()
    """Audiences; one of them is enough. Empty: everybody."""
    code: str | None = None
    """A coupon the buyer has to hold; one copy is used."""
    cap: int | None = None
    """The most this rule gives in one order."""
    budget: int | None = None
    """What is left of the money set aside for it. A line's part that is more than what is left is not given at all."""
    priority: int = 0
    """Within a stage, higher first; then the order in which the rules stand."""
    round_at: RoundAt | None = None
    """Where it is rounded differently from what the policy says for all."""
    merchant_bps: int = 10_000
    """The share of the discount the merchant pays; the rest is the platform's or the brand's."""
    starts: datetime | None = None
    ends: datetime | None = None
    """The first moment at which it no longer holds."""
    per_user: int | None = None
    total: int | None = None
    """How often it may be used, by one buyer and by all."""
    returned: bool = True
    """Whether a coupon comes back when its order is returned."""
    refund: Refund = "allocated"

    @property
    def called(self) -> Words:
        """Its name in both languages; its id where it has none."""
        return Words(self.name.text("en") or self.id, self.name.text("zh") or self.id)

    def holds_at(self, moment: datetime) -> bool:
        """Whether `moment` lies in its period."""
        return (self.starts is None or self.starts <= moment) and (self.ends is None or moment < self.ends)
