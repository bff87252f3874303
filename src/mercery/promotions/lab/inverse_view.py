"""What an inverse found, as a page shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.inverse.wanted import Endings, Inverse, Solution, Target
from mercery.promotions.lab.curve_view import Curve, Point, curve
from mercery.promotions.lab.form_fields import plain_rate
from mercery.promotions.lab.trying_pages import InverseFound, SolutionView
from mercery.promotions.quoting.best import charged, quote
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Line
from mercery.ui.formats import amount_text

_POINTS: Final = 60
_SECONDS: Final = 0.05


def found_view(found: Inverse, calendar: Calendar) -> InverseFound:
    """The choices, the best first, and how far they can be relied on."""
    return InverseFound(
        solutions=[_solution(one, calendar) for one in found.solutions],
        complete=found.complete,
        tried=found.tried,
        below_floor=found.below_floor,
    )


def _solution(one: Solution, calendar: Calendar) -> SolutionView:
    currency = calendar.currency
    return SolutionView(
        price=Money(one.price, currency),
        values=[(_label(key, calendar), _value(key, value, currency)) for key, value in one.values.items()],
        rows=[
            (Words(at.name), Money(at.wanted, currency), Money(at.payable, currency), Money(at.deviation, currency))
            for at in one.reached
        ],
        deviation=Money(one.deviation, currency),
        least_margin=Money(one.least_margin, currency),
        exact=one.exact,
    )


def _label(key: str, calendar: Calendar) -> Words:
    rule = calendar.by_id.get(key.partition(".")[0])
    return rule.called if rule is not None else Words(key)


def _value(key: str, value: int, currency: str) -> str:
    return plain_rate(value) + "%" if key.endswith("bps") else amount_text(Money(value, currency), "en")


def saw(calendar: Calendar, sku: str, targets: Sequence[Target], prices: Endings, chosen: int) -> Curve | None:
    """What the target with the most rules comes to over the list price: it falls where a threshold is reached."""
    target = max(targets, key=lambda one: len(one.rules))
    every = prices.values()
    if len(every) < 2:
        return None
    step = max(1, len(every) // _POINTS)
    looked = sorted({*every[::step], chosen})
    held = replace(calendar, rules=tuple(rule for rule in calendar.rules if rule.id in target.rules))
    currency = calendar.currency
    points = []
    for price in looked:
        at = replace(held, skus={**held.skus, sku: replace(held.skus[sku], price=price, floor=0)})
        got = charged(at, quote(at, (Line(sku=sku, quantity=target.quantity),), target.buyer, seconds=_SECONDS))
        shown = amount_text(Money(price, currency), "en")
        points.append(
            Point(x=price, y=got.payable, x_text=shown, y_text=amount_text(Money(got.payable, currency), "en"))
        )
    return curve(
        points,
        title=Words(f"What “{target.name}” comes to, over the list price", f"“{target.name}”随标价变化的实付"),
        note=Words("Red: what is wanted. It falls where a threshold is reached, so a dearer tag can cost less.", "红线为目标价；达到门槛处下降，标价更高实付反而可能更低。"),
        summary=Words("from the lowest list price to the highest", "自最低标价至最高标价"),
        heads=[Words("List price", "标价"), Words("To pay", "实付")],
        floor=target.payable,
        floor_text=Words("wanted", "目标价"),
        now=chosen,
    )  # fmt: skip
