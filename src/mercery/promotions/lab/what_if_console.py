"""Rules turned up and down without changing anything."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.clock import now
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.promotions.lab.curve_view import Curve
from mercery.promotions.lab.form_fields import FieldReader, plain_amount, plain_rate
from mercery.promotions.lab.shop_view import known_of, look_at, named
from mercery.promotions.lab.trying_pages import Turn, WhatIfPage
from mercery.promotions.lab.turning import (
    Swept,
    at_moment,
    margin_curve,
    middle_piece,
    price_curve,
    sweep,
    value_text,
    values_of,
)
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.proofs import covers
from mercery.promotions.publishing.sets import PromotionSet, State, promotion_sets
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.goods import Cart
from mercery.promotions.rules.numbers import Number, number, numbers_of, turned
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.again import Again
from mercery.promotions.worst.certificate import Certificate
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)
_TURNED: Final[tuple[State, ...]] = ("draft", "checked", "waiting", "published")
_SECONDS: Final = 12.0
_EACH: Final = 1.2
_LEAST_SECONDS: Final = 0.1
_REMEMBERED: Final = 100
_MOST_TURNS: Final = 12
_kept: OrderedDict[str, list[Swept]] = OrderedDict()


Carts = Sequence[tuple[Cart, Buyer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knob:
    """A number of a rule, by the name of its field."""

    key: str
    rule: Rule
    number: Number
    label: Words


@router.get("/what-if")
async def what_if(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    set_id: Annotated[str, Query(alias="set", max_length=40)] = "",
    turn: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The worst cart and the price while one number is turned; the others stand where they were put."""
    sets = [one for one in await promotion_sets(session, shop.id, states=_TURNED) if one.rules]
    chosen = next((one for one in sets if one.id == set_id), sets[0] if sets else None)
    context = console_page(request, staff, shop, section="promotions")
    if chosen is None:
        return page_response("promotions/what_if.html", _empty(shop), context=context)
    looked = await look_at(session, shop, currency=chosen.currency, drafts=[chosen])
    calendar, knobs = _put(looked.calendar, chosen, request.query_params, shop)
    kept = await certificates.certificates(session, shop.id, chosen.certificates)
    proof = kept[calendar.currency].certificate if calendar.currency in kept else None
    knob = next((one for one in knobs if one.key == turn), knobs[0] if knobs else None)
    piece = middle_piece(calendar, knob.rule) if knob is not None else None
    known = await known_of(session, shop, looked, [piece.id] if piece else [])
    await session.commit()
    drawn = None
    if knob is not None:
        name = known.pieces[piece.id].name if piece else Words("")
        moment = _moment(knob.rule, proof)
        drawn = await asyncio.to_thread(_drawn, calendar, knob, moment, _carts(proof), name)
    page = WhatIfPage(
        set_options=[(one.id, one.name) for one in sets],
        chosen=chosen.id,
        turns=[_turn(one, calendar.currency) for one in knobs],
        turned=knob.key if knob else "",
        headline=_headline(knob, drawn[0] if drawn else [], calendar.currency),
        margin_curve=margin_curve(drawn[0], knob.number, knob.label, calendar.currency) if drawn and knob else None,
        price_curve=drawn[1] if drawn else None,
        currency=calendar.currency,
    )
    return page_response("promotions/what_if.html", page, context=context)


def _put(
    calendar: Calendar, chosen: PromotionSet, asked: Mapping[str, str], shop: Shop
) -> tuple[Calendar, list[_Knob]]:
    """The calendar with the numbers as they were put, and all that can be turned."""
    knobs: list[_Knob] = []
    for written in chosen.rules:
        rule = calendar.by_id.get(written.id)
        if rule is None:
            continue
        for one in numbers_of(rule):
            key = f"{rule.id}:{one.key}"
            value = _asked(asked.get(key, ""), one, calendar.currency, shop)
            if value is not None and value != one.value:
                rule = turned(rule, one.key, value)
        calendar = calendar.with_rule(rule)
        knobs += [_knob(rule, one, many=len(chosen.rules) > 1) for one in numbers_of(rule) if one.value is not None]
    return calendar, [one for one in knobs if one.number.value or one.number.part != "threshold"][:_MOST_TURNS]


def _knob(rule: Rule, one: Number, *, many: bool) -> _Knob:
    name = named(rule)
    label = (
        Words(f"{name.en or name.zh}: {one.label.en}", f"{name.zh or name.en}：{one.label.zh}") if many else one.label
    )
    return _Knob(key=f"{rule.id}:{one.key}", rule=rule, number=number(rule, one.key), label=label)


def _asked(text: str, one: Number, currency: str, shop: Shop) -> int | None:
    """What was put, held within what the number can be; None where nothing usable was."""
    reader = FieldReader({"value": text}, currency, zone_named(shop.timezone))
    if one.unit == "rate":
        value = reader.rate("value")
    else:
        value = reader.amount("value") if one.unit == "money" else reader.whole("value")
    if value is None or value < one.least or (one.most is not None and value > one.most):
        return None
    return value


def _drawn(
    calendar: Calendar, knob: _Knob, moment: datetime, carts: Carts, name: Words
) -> tuple[list[Swept], Curve | None]:
    still = at_moment(calendar, moment)
    key = f"{covers(still).digest}:{knob.key}"
    swept = _kept.get(key)
    if swept is None:
        swept = sweep(still, still.by_id[knob.rule.id], knob.number, _solver(), carts)
        _kept[key] = swept
        while len(_kept) > _REMEMBERED:
            _kept.popitem(last=False)
    return swept, price_curve(still, still.by_id[knob.rule.id], None, name)


def _solver() -> Callable[[Calendar], Again]:
    from mercery.promotions.worst.again import Solver  # imports the solver

    solver = Solver(aim="shortfall", seconds=_SECONDS)
    return lambda calendar: solver(calendar, most=max(_LEAST_SECONDS, min(_EACH, solver.left)))


def _moment(rule: Rule, certificate: Certificate | None) -> datetime:
    """When it is looked at: the worst moment of the proof if the rule holds then, now, or when it begins."""
    worst = certificate.worst.moment if certificate is not None and certificate.worst is not None else None
    return next((at for at in (worst, now()) if at is not None and rule.holds_at(at)), rule.starts or now())


def _carts(certificate: Certificate | None) -> Carts:
    if certificate is None or certificate.worst is None:
        return []
    return [(one.priced.cart, one.buyer) for one in (certificate.worst, *certificate.runners_up)]


def _turn(knob: _Knob, currency: str) -> Turn:
    values = values_of(knob.number)
    return Turn(
        key=knob.key,
        label=knob.label,
        value=_plain(knob.number, knob.number.value or 0, currency),
        low=_plain(knob.number, values[0], currency),
        high=_plain(knob.number, values[-1], currency),
        step="any" if knob.number.unit != "count" else "1",
        unit="%" if knob.number.unit == "rate" else currency if knob.number.unit == "money" else "",
    )


def _plain(one: Number, value: int, currency: str) -> str:
    if one.unit == "rate":
        return plain_rate(value)
    return plain_amount(value, currency) if one.unit == "money" else str(value)


def _headline(knob: _Knob | None, swept: Sequence[Swept], currency: str) -> Words:
    here = next((one for one in swept if knob is not None and one.value == knob.number.value), None)
    if knob is None or here is None:
        return Words("There is no number to turn in this promotion.", "此促销没有可调整的数值。")
    at = value_text(knob.number, here.value, currency)
    money = Money(abs(here.above), currency)
    if here.above < 0:
        return Words(f"At {at} the worst cart lies {money.text('en')} below the floor.", f"取 {at} 时，最差订单毛利低于底线 {money.text('zh')}。")  # fmt: skip
    return Words(f"At {at} every cart found stays above the floor, the worst by {money.text('en')}." if not here.exact
        else f"At {at} the worst cart stays {money.text('en')} above the floor.", f"取 {at} 时，最差订单毛利高出底线 {money.text('zh')}。")  # fmt: skip


def _empty(shop: Shop) -> WhatIfPage:
    return WhatIfPage(
        set_options=(), chosen="", turns=(), turned="", margin_curve=None, price_curve=None, currency=shop.currency,
        headline=Words("What if a rule were otherwise?", "如果规则不同会怎样？"),
    )  # fmt: skip
