"""A case in the lab's own terms, and what the lab makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from mercery.promotions.quoting.best import quote
from mercery.promotions.quoting.walk import Priced
from mercery.promotions.rules.buyer import ANYBODY, Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart

Case = Mapping[str, Any]
Figures = Mapping[str, Any]
Adapter = Callable[[Case], Figures]

NOW: Final = datetime(2030, 1, 1, tzinfo=UTC)
"""The moment of cases that name none."""


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


def known(data: Mapping[str, Any], names: Iterable[str], what: str, *, prefix: str = "\0") -> None:
    """Refuses fields that would be passed over in silence. `prefix`: of fields somebody else looks at."""
    strange = sorted(
        name for name in set(data) - set(names) - {"note", "comment", "label", "name"} if not name.startswith(prefix)
    )
    if strange:
        raise Inexpressible(f"{what} has {', '.join(strange)}")


def moment_of(text: str) -> datetime:
    """A day or time of a case; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Inexpressible(f"the time {text!r}") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
