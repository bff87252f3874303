"""What a dialect says: where each kind of rule stands with a platform, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.rules.policy import Policy, RoundAt
from mercery.promotions.rules.rule import Basis, Level

Kind = Literal[
    "flash_price",
    "member_price",
    "product_discount",
    "deposit",
    "quantity_discount",
    "buy_get",
    "bundle",
    "shop_reduction",
    "shop_coupon",
    "platform_coupon",
    "cross_store",
    "order_discount",
    "gift",
    "points",
    "delivery",
]
"""What a rule is to a merchant, whatever a platform makes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a kind of rule stands. What is None stays as the rule has it."""

    stage: int
    basis: Basis = "running"
    need_basis: Basis | None = None
    group: str | None = None
    """One rule of a group is used (on each line, or in the order), or as many as the policy says; None: all are."""
    level: Level | None = None
    """The level a rule is moved to where its benefit can stand there."""
    round_at: RoundAt | None = None
    percent_first: bool = False
    """Percentages go before amounts within the stage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing the dialect rests on."""

    about: tuple[Kind, ...]
    """The kinds it is about; empty: all."""
    words: Words
    verified: bool
    """Read in the place named by `source`; else what is generally known, to be checked before money depends on it."""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """A platform's way, at a date."""

    name: str
    title: Words
    as_of: date
    """When the verified statements were so; where none is verified, when they were written down."""
    policy: Policy
    places: Mapping[Kind, Place]
    """Kinds that are not there have no counterpart with this platform."""
    statements: tuple[Statement, ...]
    buy_get: Mapping[str, object] = field(default_factory=dict)
    """Fields of a buy-and-get benefit that are the platform's own: `pick`, `partial`, `times`."""
    priorities: bool = True
    """Whether rules have priorities here; else the order in which they were written alone counts."""
    exclusive_first: bool = False
    """Whether an exclusive rule is alone here; else nothing is exclusive with this platform."""

    @property
    def verified(self) -> bool:
        """Whether everything it rests on was verified."""
        return all(one.verified for one in self.statements)
