"""A case in the lab's own terms, and what the lab makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.rule import Rule

Case = Mapping[str, Any]
Figures = Mapping[str, Any]
Adapter = Callable[[Case], Figures]

NOW: Final = datetime(2030, 1, 1, tzinfo=UTC)
"""The moment of cases that name none."""
_YEARS: Final = {"past": datetime(2020, 1, 1, tzinfo=UTC), "coming": datetime(2040, 1, 1, tzinfo=UTC)}


class Inexpressible(Exception):
    """The lab's rules have no words for something in the case; the message says for what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A cart to be priced."""

    calendar: Calendar
    cart: Cart
    buyer: Buyer = ANYBODY
    moment: datetime = NOW


def price(trial: Trial) -> Priced:
    """What a platform arrives at that goes by priority, as these engines do."""
    return quote(trial.calendar, trial.cart, trial.buyer, moment=trial.moment).platform


def bps_of(percent: object) -> int:
    """Basis points of a percentage."""
    return whole(Decimal(str(percent)) * 100, "a percentage finer than a basis point")


def whole(value: Decimal | float | str, what: str) -> int:
    """A number that has to be whole."""
    try:
        found = Decimal(str(value))
    except InvalidOperation as error:
        raise Inexpressible(f"{what}: {value!r}") from error
    if found != found.to_integral_value():
        raise Inexpressible(f"{what}: {value!r}")
    return int(found)


def known(data: Mapping[str, Any], names: Iterable[str], what: str) -> None:
    """Refuses fields that would be passed over in silence."""
    strange = sorted(set(data) - set(names) - {"note", "comment", "label", "name"})
    if strange:
        raise Inexpressible(f"{what} has {', '.join(strange)}")


State = Literal["open", "not_started", "ended", "used_up", "absent"]


def state_of(said: object) -> State:
    """What a state told in words means for a rule (`expired`, `from_tomorrow`, `usage_limit_reached`)."""
    if said is None or said is True:
        return "open"
    if said is False:
        return "absent"
    words = str(said).lower().replace("-", "_").replace(" ", "_")
    for state, parts in _STATES:
        if any(part in words for part in parts):
            return state
    raise Inexpressible(f"a promotion in state {said!r}")


_STATES: Final[tuple[tuple[State, tuple[str, ...]], ...]] = (
    ("used_up", ("limit_reached", "limit_exceeded", "reached", "exceeded", "used_up", "exhausted")),
    ("ended", ("expired", "ended", "until_yesterday", "past")),
    ("not_started", ("not_started", "from_tomorrow", "starts", "future", "not_yet")),
    ("absent", ("disabled", "inactive", "archived", "channel", "not_available", "unavailable", "removed", "deleted")),
    ("open", ("until", "ongoing", "active", "valid", "enabled", "open", "from_yesterday", "started")),
)


def in_channel(data: Mapping[str, Any], case: Case) -> State:
    """Whether a promotion that names channels is one of the case's channel."""
    channels = data.get("channels")
    return "open" if channels is None or case.get("channel") in channels else "absent"


def in_state(rule: Rule, state: State) -> Rule | None:
    """The rule with the period or limit of its state; None where it is not among the shop's rules."""
    if state == "absent":
        return None
    if state == "ended":
        return replace(rule, ends=_YEARS["past"])
    if state == "not_started":
        return replace(rule, starts=_YEARS["coming"])
    return replace(rule, total=0) if state == "used_up" else rule


def moment_of(text: str) -> datetime:
    """A day or time of a case; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Inexpressible(f"the time {text!r}") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
