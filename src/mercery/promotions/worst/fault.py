"""Which rules are to blame for a worst cart, which two break the floor only together, and faults that are no rule's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations

from mercery.core.i18n import Words
from mercery.promotions.quoting.evaluate import evaluate
from mercery.promotions.quoting.margin import margin_of
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.again import Again, Solver
from mercery.promotions.worst.certificate import Aim, Fault, WorstCart
from mercery.promotions.worst.known import priced_again
from mercery.promotions.worst.shapley import only, shares
from mercery.promotions.worst.words import rule_words

SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two rules that break the floor together: with either taken away it holds."""

    one: str
    other: str
    every: bool
    """Proved for every cart; else for this cart alone."""
    by_themselves: bool
    """The two alone, with no third rule, break the floor on this cart."""
    words: Words


def faults(
    calendar: Calendar,
    worst: WorstCart,
    *,
    aim: Aim = "shortfall",
    seconds: float = SECONDS,
    solver: Solver | None = None,
) -> tuple[Fault, ...]:
    """The rules used in the worst cart, the one that bears most first.

    `Fault.alone` is worked out by solving the calendar again without the rule; once `seconds` have passed, on the worst
    cart alone, and `Fault.clears` then stays None.
    """
    borne = shares(calendar, worst.priced, worst.buyer).by_rule
    again = solver or Solver(aim=aim, seconds=seconds)
    found = []
    for rule in sorted(borne, key=lambda one: -borne[one]):
        if again.left > 0:
            reduced = calendar.without(rule)
            without = again(reduced, most=again.left / 2)
            alone = min(_better(aim, worst, without.worst), _better(aim, worst, priced_again(reduced, worst)))
            clears = _clears(without)
        else:
            alone, clears = _better_here(calendar, aim, worst, rule), None
        found.append(Fault(rule=rule, alone=alone, share=borne[rule], clears=clears))
    return tuple(found)


def pairs(
    calendar: Calendar, worst: WorstCart, blamed: Sequence[Fault], *, mine: Collection[str] = ()
) -> tuple[Pair, ...]:
    """Pairs of which either rule taken away lets the floor hold, the plainest first.

    First those with one rule of `mine` (the draft that is looked at), then those that break the floor with no third
    rule, then the ones that give least: to part those takes least away from buyers.
    """
    if worst.margin.short <= 0:
        return ()
    every = [one for one in blamed if one.clears]
    here = [one for one in blamed if _short_without(calendar, worst, one.rule) <= 0]
    found = []
    for one, other in combinations(every if len(every) > 1 else here, 2):
        first, second = (other, one) if other.rule in mine and one.rule not in mine else (one, other)
        alone = _short_with(calendar, worst, frozenset({first.rule, second.rule})) > 0
        given = first.share + second.share
        whole = bool(first.clears and second.clears)
        ranked = ((first.rule in mine) + (second.rule in mine) != 1, not alone, given)
        found.append((ranked, _pair(calendar, first.rule, second.rule, every=whole, alone=alone)))
    return tuple(pair for _, pair in sorted(found, key=lambda one: one[0]))


def _pair(calendar: Calendar, one: str, other: str, *, every: bool, alone: bool) -> Pair:
    first, second = rule_words(calendar, one), rule_words(calendar, other)
    en = f"{first.en} stacks with {second.en}. Take either away and {'every' if every else 'this'} cart clears the floor."
    subject = "所有订单都" if every else "此单便"
    zh = f"“{first.zh}”与“{second.zh}”叠加所致。取消其一，{subject}不低于底线。"
    return Pair(one=one, other=other, every=every, by_themselves=alone, words=Words(en, zh))


def _better(aim: Aim, worst: WorstCart, without: WorstCart | None) -> int:
    if without is None:
        return worst.margin.short if aim == "shortfall" else -worst.margin.margin
    if aim == "shortfall":
        return worst.margin.short - without.margin.short
    return without.margin.margin - worst.margin.margin


def _clears(without: Again) -> bool | None:
    if without.passes:
        return True
    return False if without.breaks else None


def _better_here(calendar: Calendar, aim: Aim, worst: WorstCart, rule: str) -> int:
    kept = frozenset(step.rule for step in worst.priced.steps) - {rule}
    margin = margin_of(calendar, evaluate(calendar, worst.priced.cart, only(worst.priced.selection, kept), worst.buyer))
    return worst.margin.short - margin.short if aim == "shortfall" else margin.margin - worst.margin.margin


def _short_without(calendar: Calendar, worst: WorstCart, rule: str) -> int:
    return _short_with(calendar, worst, frozenset(step.rule for step in worst.priced.steps) - {rule})


def _short_with(calendar: Calendar, worst: WorstCart, kept: frozenset[str]) -> int:
    selection = only(worst.priced.selection, kept)
    return margin_of(calendar, evaluate(calendar, worst.priced.cart, selection, worst.buyer)).short
