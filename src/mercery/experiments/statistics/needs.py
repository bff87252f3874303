"""What is missing before something may be said."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Literal

from mercery.core.i18n import Words

NeedKind = Literal["holdout", "orders", "days", "net_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that is missing: how much there is and how much there has to be."""

    kind: NeedKind
    have: float
    want: float

    @property
    def words(self) -> Words:
        """In a sentence."""
        have, want = f"{int(self.have):,}", f"{ceil(self.want):,}"
        if self.kind == "holdout":
            return Words(
                "Nobody is kept without it, so there is nothing to compare with.", "没有对照组，因此无从比较。"
            )
        if self.kind == "orders":
            return Words(
                f"Each group needs at least {want} buyers; the one with fewer has {have}.",
                f"每组至少需要 {want} 位下单访客；较少的一组现有 {have} 位。",
            )
        if self.kind == "days":
            return Words(
                f"It has to run for at least {want} days, since a week has good and bad ones; {have} have passed.",
                f"至少需要运行 {want} 天，因为一周之内有旺有淡；目前已运行 {have} 天。",
            )
        return Words(
            "What it earns is not known yet: tell margins, refunds and costs.",
            "尚不知道它的收益：请提供毛利、退款与成本。",
        )
