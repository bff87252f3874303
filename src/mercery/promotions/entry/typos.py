"""Slips of the hand in a rule, told on entry with the likely intention.

`typos` weighs what was typed against every rule one slip away (`slips.py`) by how usual each is (`prior.py`): in shops in
general, and in this shop by its own past rules. What no rule can mean is told whatever is usual. A deep discount the shop
is known for is no slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import prod
from typing import Final, Literal

from mercery.core.i18n import Words
from mercery.promotions.entry.depths import Depth, depths
from mercery.promotions.entry.flags import Flag, FlagKind
from mercery.promotions.entry.impossible import impossible
from mercery.promotions.entry.missing import missing
from mercery.promotions.entry.prices import Prices
from mercery.promotions.entry.prior import Habits, usual
from mercery.promotions.entry.shapes import shapes
from mercery.promotions.entry.slips import Slip, slips
from mercery.promotions.entry.times import time_flags
from mercery.promotions.entry.twins import twins
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.benefits import tell_benefit
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.rule import tell_threshold

_SLIP: Final = 0.2
_HINT: Final = 0.1
"""From which odds on a slip is told, and from which on it is worth a look: a slip missed costs far more than a second
look."""
_SLIPPED: Final[dict[FlagKind, Words]] = {
    "factor": Words("a digit or the decimal point", "多或少了一位，或小数点错位"),
    "minor_units": Words("whole amounts typed as cents, or the other way round", "元与分弄混"),
    "percent_left": Words("a rate off typed as what is left to pay (折)", "折扣与折后比例弄混"),
    "percent_digit": Words("a digit of the rate", "折扣多或少了一位"),
    "percent_amount": Words("a rate typed as an amount, or the other way round", "折扣与金额弄混"),
    "swapped": Words("threshold and amount changed over", "门槛与优惠金额填反"),
}


@dataclass(kw_only=True)
class Past:
    """A shop's past rules, measured once and used for every rule that is typed."""

    rules: Sequence[Rule]
    prices: Prices
    habits: Habits = field(init=False)

    def __post_init__(self) -> None:
        self.habits = Habits.of(depth for rule in self.rules for depth in depths(rule, self.prices))

    @classmethod
    def of(cls, calendar: Calendar, history: Sequence[Rule] = ()) -> Past:
        """What was there before, with the prices of today."""
        return cls(rules=tuple(history), prices=Prices(skus=calendar.skus))


def typos(
    rule: Rule,
    calendar: Calendar,
    past: Past | None = None,
    *,
    moment: datetime | None = None,
    names: Names | None = None,
) -> tuple[Flag, ...]:
    """What to look at before `rule` joins `calendar`, the strongest first. `moment`: now, for periods; None: not asked."""
    known = past or Past.of(calendar)
    told = names or Names.of(calendar)
    found = [
        *impossible(rule, known.prices, told),
        *time_flags(rule, known.rules, moment, told),
        *twins(rule, calendar, told),
        *missing(rule, known.rules, known.prices, told),
        *shapes(rule, known.rules, told),
    ]
    settled = any(flag.kind in ("measure", "wide_price") and flag.likely is not None for flag in found)
    slip = None if settled else _slip(rule, known, told)
    if slip is not None:
        found = [flag for flag in found if flag.field != slip.field or flag.likely is None or flag.kind == "swapped"]
        found.append(slip)
    return tuple(sorted(_without_doubles(found), key=lambda flag: -flag.strength))


def calendar_typos(
    calendar: Calendar, history: Sequence[Rule] = (), *, moment: datetime | None = None, names: Names | None = None
) -> tuple[Flag, ...]:
    """The same for every rule of a calendar, each beside the others."""
    past = Past.of(calendar, history)
    found: list[Flag] = []
    for rule in calendar.rules:
        found.extend(typos(rule, calendar.without(rule.id), past, moment=moment, names=names))
    return tuple(_without_doubles(found))


def _slip(rule: Rule, past: Past, names: Names) -> Flag | None:
    """The likeliest slip, where the rules one slip away together are likelier than what was typed."""
    weigh = _weigher(past)
    typed = weigh(rule)
    ways = [(slip, slip.weight * weigh(slip.meant)) for slip in slips(rule, names.currency)]
    ways = [way for way in ways if way[1] > 0]
    if not ways:
        return None
    together = sum(weight for _, weight in ways)
    odds = together / max(typed, 1e-300)
    if odds < _HINT:
        return None
    best = max(ways, key=lambda way: way[1])[0]
    certain = _never(rule, past.prices)
    strength: Literal[1, 2, 3] = 3 if certain else 2 if odds >= _SLIP else 1
    return _told(rule, best, strength, names)


def _weigher(past: Past) -> Callable[[Rule], float]:
    def weigh(rule: Rule) -> float:
        return prod(past.habits.weight(depth) for depth in depths(rule, past.prices))

    return weigh


def _never(rule: Rule, prices: Prices) -> bool:
    """Whether a value of it is one that no shop grants."""
    return any(_absurd(depth) for depth in depths(rule, prices))


def _absurd(depth: Depth) -> bool:
    return depth.depth is not None and usual(depth.family, depth.depth) < 0.0001


def _told(rule: Rule, slip: Slip, strength: Literal[1, 2, 3], names: Names) -> Flag:
    why = _SLIPPED[slip.kind]
    typed = {lang: _said(rule, lang, names) for lang in ("en", "zh")}
    meant = {lang: _said(slip.meant, lang, names) for lang in ("en", "zh")}
    words = Words(
        f"“{typed['en']}”: was “{meant['en']}” meant? It looks like {why.en}.",
        f"“{typed['zh']}”：是否想写“{meant['zh']}”？看起来像是{why.zh}。",
    )
    return Flag(
        kind=slip.kind,
        rule=rule.id,
        field=slip.field,
        typed=typed["en"],
        words=words,
        likely=slip.meant,
        strength=strength,
    )


def _said(rule: Rule, lang: str, names: Names) -> str:
    if lang == "zh":
        return tell_benefit(rule.benefit, "zh", names, tell_threshold(rule, "zh", names))
    return tell_benefit(rule.benefit, "en", names, tell_threshold(rule, "en", names))


def _without_doubles(flags: Sequence[Flag]) -> Iterator[Flag]:
    seen: set[tuple[str, ...]] = set()
    for flag in flags:
        about = tuple(sorted((flag.rule, flag.other))) if flag.other else (flag.rule, flag.field)
        if (flag.kind, *about) not in seen:
            seen.add((flag.kind, *about))
            yield flag
