"""Rules turned up and down without changing anything."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
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
from mercery.promotions.lab.curve_view import Curve
from mercery.promotions.lab.form_fields import FieldReader, plain_amount, plain_rate
from mercery.promotions.lab.shop_view import known_of, look_at
from mercery.promotions.lab.trying_pages import Turn, WhatIfPage
from mercery.promotions.lab.turning import headline, margin_curve, middle_piece, price_curve
from mercery.promotions.publishing import certificates
from mercery.promotions.publishing.certificates import KeptCertificate
from mercery.promotions.publishing.proofs import covers
from mercery.promotions.publishing.sets import PromotionSet, State, promotion_sets
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.numbers import Number, number, numbers_of, turned
from mercery.promotions.rules.rule import Rule
from mercery.promotions.worst.certificate import Certificate
from mercery.promotions.worst.what_if import WhatIf, values_around, what_if, while_it_holds
from mercery.ui.formats import zone_named
from mercery.ui.render import with_query
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)
_TURNED: Final[tuple[State, ...]] = ("draft", "checked", "waiting", "published")
_AT_ONCE: Final = 0.5
_SECONDS: Final = 8.0
_POINTS: Final = 11
_REMEMBERED: Final = 100
_MOST_TURNS: Final = 12
_NOTHING: Final = Words("There is no number to turn in this promotion.", "此促销没有可调整的数值。")
_kept: OrderedDict[str, WhatIf] = OrderedDict()
"""What was proved, by calendar and number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The proof of the set, and whether it is one of what is looked at."""

    proof: Certificate | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knob:
    """A number of a rule, by the name of its field."""

    key: str
    rule: Rule
    number: Number
    label: Words


@router.get("/what-if")
async def what_if_page(
    request: Request,
    session: Db,
    staff: CurrentStaff,
    shop: CurrentShop,
    set_id: Annotated[str, Query(alias="set", max_length=40)] = "",
    turn: Annotated[str, Query(max_length=200)] = "",
    prove: bool = False,
) -> Response:
    """The worst cart and the price while one number is turned; the others stand where they were put. What known carts say
    is there at once; with `prove` as many values as there is time for are solved."""
    sets = [one for one in await promotion_sets(session, shop.id, states=_TURNED) if one.rules]
    chosen = next((one for one in sets if one.id == set_id), sets[0] if sets else None)
    context = console_page(request, staff, shop, section="promotions")
    if chosen is None:
        return page_response("promotions/what_if.html", _empty(shop), context=context)
    looked = await look_at(session, shop, currency=chosen.currency, drafts=[chosen])
    calendar, knobs = _put(looked.calendar, chosen, request.query_params, shop)
    kept = await certificates.certificates(session, shop.id, chosen.certificates)
    proof = kept.get(calendar.currency)
    knob = next((one for one in knobs if one.key == turn), knobs[0] if knobs else None)
    piece = middle_piece(calendar, knob.rule) if knob is not None else None
    pieces = await known_of(session, shop, looked, [piece.id] if piece else [])
    await session.commit()
    found, prices = None, None
    if knob is not None:
        known = _Known(proof=proof.certificate if proof else None, holds=_holds(proof, calendar, knob.rule))
        name = pieces.pieces[piece.id].name if piece else Words("")
        found, prices = await asyncio.to_thread(_drawn, calendar, knob, known, name, prove=prove)
    more = found is not None and not prove and found.proved < len(found.points)
    page = WhatIfPage(
        set_options=[(one.id, one.name) for one in sets],
        chosen=chosen.id,
        turns=[_turn(one, calendar.currency) for one in knobs],
        turned=knob.key if knob else "",
        headline=headline(found, calendar.currency) if found else _NOTHING,
        margin_curve=margin_curve(found, knob.label, calendar.currency) if found and knob else None,
        price_curve=prices,
        currency=calendar.currency,
        prove=with_query(request.url.path, request.url.query, prove=1) if more else "",
    )
    return page_response("promotions/what_if.html", page, context=context)


def _holds(proof: KeptCertificate | None, calendar: Calendar, rule: Rule) -> bool:
    """Whether what was proved is this calendar, and its worst cart of the time of this rule."""
    worst = proof.certificate.worst if proof else None
    if proof is None or worst is None or not proof.covers.holds(calendar, now()):
        return False
    return rule.holds_at(worst.moment) if worst.moment is not None else rule.starts is None and rule.ends is None


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
    name = rule.called
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


def _drawn(calendar: Calendar, knob: _Knob, known: _Known, name: Words, *, prove: bool) -> tuple[WhatIf, Curve | None]:
    still = while_it_holds(calendar, knob.rule)
    key = f"{covers(still).digest}:{knob.key}"
    found = _kept.get(key)
    if found is None:
        values = _values(knob.number)
        seconds = _SECONDS if prove else _AT_ONCE
        found = what_if(still, knob.rule.id, knob.number.key, values, known=known.proof, holds=known.holds,
            seconds=seconds, solve=prove)  # fmt: skip
        if prove:
            _kept[key] = found
        while len(_kept) > _REMEMBERED:
            _kept.popitem(last=False)
    return found, price_curve(still, knob.rule, _moment(knob.rule, known.proof), name)


def _moment(rule: Rule, proof: Certificate | None) -> datetime:
    """When a piece is priced: the worst moment of the proof if the rule holds then, now, or when it begins."""
    worst = proof.worst.moment if proof is not None and proof.worst is not None else None
    return next((at for at in (worst, now()) if at is not None and rule.holds_at(at)), rule.starts or now())


def _values(one: Number) -> tuple[int, ...]:
    return values_around(one, points=_POINTS)


def _turn(knob: _Knob, currency: str) -> Turn:
    values = _values(knob.number)
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


def _empty(shop: Shop) -> WhatIfPage:
    return WhatIfPage(
        set_options=(), chosen="", turns=(), turned="", margin_curve=None, price_curve=None, currency=shop.currency,
        headline=Words("What if a rule were otherwise?", "如果规则不同会怎样？"),
    )  # fmt: skip
