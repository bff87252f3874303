"""The repairs offered for a calendar that breaks its floor."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from mercery.core.i18n import Words
from mercery.promotions.rules.benefit import Gift
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Again, Solver
from mercery.promotions.worst.certificate import Certificate, WorstCart
from mercery.promotions.worst.repair.amounts import turned_numbers
from mercery.promotions.worst.repair.change import Change, ChangeKind
from mercery.promotions.worst.repair.effect import Customers, Effect
from mercery.promotions.worst.repair.goods import floors, left_out
from mercery.promotions.worst.repair.proposals import fixed_changes, used_rules
from mercery.promotions.worst.repair.several import several
from mercery.promotions.worst.repair.trial import Trial
from mercery.promotions.worst.typical import typical

SECONDS: Final = 20.0
_FOR_SEVERAL: Final = 0.3
"""Of the time, what is kept for several changes at once, should no single one do."""
_KEPT: Final = 8
_OF_A_KIND: Final = 2
_LAST: Final[tuple[ChangeKind, ...]] = ("basis", "exclusive", "several", "withdraw")
"""These come after the others: they change more of what was promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The worst cart of a calendar in numbers."""

    pays: int | None
    """None: every cart is empty."""
    margin: int
    share_bps: int
    short: int
    """How far it is below the floor; not above 0 means it clears it."""
    exact: bool
    """Proved to be the worst; else there may be a worse one, though none below the floor where the repair is offered."""
    cart: Cart = ()
    """Its pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A change after which no cart is below the floor, proved."""

    key: str
    """Names it among the repairs of the same calendar."""
    kind: ChangeKind
    words: Words
    change: Change
    now: Figures
    repaired: Figures
    floor_bps: int
    effect: Effect
    sample: Words
    """What carts `effect` speaks of."""
    mine: bool
    """It changes nothing but rules of the draft."""


def repairs(
    calendar: Calendar,
    certificate: Certificate,
    *,
    mine: Collection[str] = (),
    past: Sequence[tuple[Cart, Buyer]] = (),
    seconds: float = SECONDS,
    most: int = _KEPT,
) -> list[Repair]:
    """Repairs of `calendar`, which `certificate` shows to break its floor; those first that change the price of fewest
    carts. Empty where nothing is broken, or where no change that was tried is proved within `seconds`.

    `mine`: rules of the draft that is looked at; repairs that leave the others alone come first. `past`: carts of past
    orders, counted beside made-up ones.
    """
    worst = certificate.worst
    if worst is None or worst.margin.short <= 0:
        return []
    broken = [one for one in (worst, *certificate.runners_up, *_of_intervals(certificate)) if one.margin.short > 0]
    trial = Trial(calendar=calendar, solver=Solver(aim=certificate.aim, seconds=seconds), pool=broken)
    customers = Customers(calendar=calendar, sample=typical(calendar, past=past), moment=worst.moment)
    borne = [fault.rule for fault in certificate.faults]
    found: list[Repair] = []
    for change, again in _proved(trial, worst, borne, mine):
        effect = customers.effect(change)
        if change.kind == "threshold" and _takes_all(customers, change, effect):
            continue
        found.append(_repair(calendar, worst, change, again, effect, customers.sample.words, mine))
        if trial.solver.left <= 0:
            break
    return _ranked(found)[:most]


def _proved(
    trial: Trial, worst: WorstCart, borne: Sequence[str], mine: Collection[str]
) -> Iterator[tuple[Change, Again]]:
    used = used_rules(trial.calendar, worst, borne)
    by_rules = 0
    trial.keep = trial.solver.seconds * _FOR_SEVERAL
    for found in _single(trial, used, worst, mine):
        by_rules += bool(found[0].touched)
        yield found
    trial.keep = 0.0
    if not by_rules:
        yield from several(trial, worst, borne)


def _single(
    trial: Trial, used: Sequence[Rule], worst: WorstCart, mine: Collection[str]
) -> Iterator[tuple[Change, Again]]:
    for change in fixed_changes(trial.calendar, used, mine):
        again = trial.passes(change)
        if again is not None:
            yield change, again
    yield from floors(trial, worst)
    for rule in used:
        yield from turned_numbers(trial, rule, worst)
    for rule in used:
        yield from left_out(trial, rule, worst)


def _of_intervals(certificate: Certificate) -> list[WorstCart]:
    return [one.worst for one in certificate.intervals if one.worst is not None]


def figures(worst: WorstCart | None, *, exact: bool) -> Figures:
    """The numbers of a worst cart."""
    if worst is None:
        return Figures(pays=None, margin=0, share_bps=0, short=0, exact=exact)
    margin = worst.margin
    return Figures(
        pays=worst.priced.payable, margin=margin.margin, share_bps=margin.share_bps, short=margin.short, exact=exact,
        cart=worst.priced.cart,
    )  # fmt: skip


def _repair(
    calendar: Calendar,
    worst: WorstCart,
    change: Change,
    again: Again,
    effect: Effect,
    sample: Words,
    mine: Collection[str],
) -> Repair:
    return Repair(
        key=_key(change),
        kind=change.kind,
        words=change.words,
        change=change,
        now=figures(worst, exact=True),
        repaired=figures(again.worst, exact=again.exact),
        floor_bps=calendar.floor.margin_bps,
        effect=effect,
        sample=sample,
        mine=_of_draft(change, frozenset(mine)),
    )


def _takes_all(customers: Customers, change: Change, effect: Effect) -> bool:
    """Whether a threshold is so high that customers are left with nothing of the rule: that is its withdrawal, and is
    offered as such."""
    if any(isinstance(rule.benefit, Gift) for rule in change.rules):
        return False  # fewer gifts are not told from none by what is paid
    gone = customers.effect(Change(kind="withdraw", words=change.words, removed=tuple(sorted(change.touched))))
    return gone.changed > 0 and gone == effect


def _of_draft(change: Change, mine: frozenset[str]) -> bool:
    """Whether rules of the draft alone change."""
    return not change.skus and (not mine or change.touched <= mine)


def _key(change: Change) -> str:
    return f"{change.kind}-{crc32(change.words.en.encode()):08x}"


def _ranked(found: Sequence[Repair]) -> list[Repair]:
    ordered = sorted(
        found,
        key=lambda one: (not one.mine, one.kind in _LAST, one.effect.changed, abs(one.effect.more), one.kind),
    )
    kept: list[Repair] = []
    for one in ordered:
        if one.key not in {other.key for other in kept} and sum(other.kind == one.kind for other in kept) < _OF_A_KIND:
            kept.append(one)
    return kept
