"""What looks like a slip of the hand in a rule, with the intention that is likelier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mercery.core.i18n import Words
from mercery.promotions.rules.rule import Rule

FlagKind = Literal[
    "factor", "minor_units", "percent_left", "percent_digit", "percent_amount", "swapped", "above_threshold", "falling",
    "cap_below", "below_cost", "wide_price", "above_list", "no_audience", "no_limit", "end_first", "past", "year", "long",
    "duplicate", "twin", "overlap", "measure", "price_factor",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a person should look at before the rule goes on."""

    kind: FlagKind
    rule: str
    """Id of the rule, or of the article."""
    field: str
    """What was typed, by its name in the notation: `benefit.off`, `need_amount`, `ends`."""
    typed: str
    """As it was typed."""
    words: Words
    likely: Rule | None = None
    """The rule as it was probably meant; None where only a person can say."""
    strength: Literal[1, 2, 3] = 2
    """1: worth a look; 2: probably a slip; 3: cannot be meant."""
    other: str | None = None
    """The other rule it is about: its twin."""


def strongest(flags: tuple[Flag, ...]) -> Flag | None:
    """The one to show first."""
    return max(flags, key=lambda flag: flag.strength, default=None)
