"""Prices worked out backwards: what customers should pay in each case, and the list price and values that lead there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from mercery.accounts.page import console_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop, CurrentStaff
from mercery.core.errors import MerceryError
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.promotions.inverse.solve import solve
from mercery.promotions.inverse.wanted import Endings, Inverse, Knob, Target
from mercery.promotions.lab.articles import article_typed, articles, choices_of
from mercery.promotions.lab.form_fields import FieldReader
from mercery.promotions.lab.inverse_view import found_view, saw
from mercery.promotions.lab.refusals import by_field
from mercery.promotions.lab.shop_view import look_at
from mercery.promotions.lab.trying_pages import InversePage, TargetForm
from mercery.promotions.publishing.sets import OPEN, promotion_sets
from mercery.promotions.rules.buyer import Buyer
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.numbers import numbers_of
from mercery.ui.formats import zone_named
from mercery.web.database import Db
from mercery.web.html import page_response

router = APIRouter(include_in_schema=False)
_TARGETS: Final = 3
_KNOBS: Final = 2
_SECONDS: Final = 4.0
_NAMES: Final = (Words("daily", "日常"), Words("promotion", "大促"), Words("members", "会员"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is wanted, read."""

    sku: str
    targets: tuple[Target, ...]
    prices: Endings
    knobs: tuple[Knob, ...]


@router.get("/inverse")
async def inverse(request: Request, session: Db, staff: CurrentStaff, shop: CurrentShop) -> Response:
    """The address keeps what is wanted; nothing is changed."""
    drafts = [one for one in await promotion_sets(session, shop.id, states=OPEN) if one.currency in ("", shop.currency)]
    looked = await look_at(session, shop, drafts=drafts)
    names = await articles(session, shop, looked.calendar)
    await session.commit()
    context = console_page(request, staff, shop, section="promotions")
    found, asked, errors = None, None, {}
    sent = QueryParams(
        [
            (key, article_typed(names, text) if key == "sku" else text)
            for key, text in request.query_params.multi_items()
        ]
    )
    still = replace(
        looked.calendar, rules=tuple(replace(rule, starts=None, ends=None) for rule in looked.calendar.rules)
    )
    if sent.get("sku"):
        try:
            asked = _asked(sent, still, shop)
            found = await asyncio.to_thread(solve, still, asked.sku, asked.targets, asked.prices, asked.knobs, seconds=_SECONDS)  # fmt: skip
        except MerceryError as error:
            errors = by_field(error, context.lang)
    page = _page(sent, still, names, found, asked, errors)
    status = 422 if errors else 200
    return page_response("promotions/inverse.html", page, context=context, status=status)


def _asked(sent: QueryParams, calendar: Calendar, shop: Shop) -> _Asked:
    reader = FieldReader(dict(sent), calendar.currency, zone_named(shop.timezone))
    sku = sent.get("sku", "").strip()
    if sku not in calendar.skus:
        reader.miss(
            "sku",
            f"“{sku[:60]}” is no article, or more than one.",
            "Choose one from the list.",
            "没有此商品，或不止一件，请从列表选择。",
        )
    targets = []
    for at in range(_TARGETS):
        pay = reader.amount(f"t{at}_pay")
        if pay is None:
            continue
        rules = tuple(rule for rule in sent.getlist(f"t{at}_rules") if rule in calendar.by_id)
        who = frozenset(one for rule in rules for one in calendar.by_id[rule].who)
        name = sent.get(f"t{at}_name", "").strip() or _NAMES[at].en
        targets.append(Target(name=name[:60], payable=pay, rules=rules, buyer=Buyer(audiences=who)))
    if not targets:
        reader.need("t0_pay", None)
    dearest = max((one.payable for one in targets), default=10_000)
    unit = 10 ** minor_digits(calendar.currency)
    low = reader.amount("low") or dearest // 2
    high = reader.amount("high") or dearest * 3
    endings = tuple(int(end) * unit for end in reader.names("endings") if end.isdigit() and int(end) < 10)
    knobs = [knob for at in range(_KNOBS) if (knob := _knob(sent, reader, at, calendar, unit)) is not None]
    if low >= high:
        reader.miss(
            "high", "The range of list prices is empty.", "Give a higher end.", "标价区间为空，请填写更高的上限。"
        )
    reader.finish()
    step = 10 * unit if endings else unit
    return _Asked(sku=sku, targets=tuple(targets), prices=Endings(low=low, high=high, step=step, endings=endings or (0,)), knobs=tuple(knobs))  # fmt: skip


def _knob(sent: QueryParams, reader: FieldReader, at: int, calendar: Calendar, unit: int) -> Knob | None:
    rule_id, _, field = sent.get(f"k{at}", "").partition(":")
    rule = calendar.by_id.get(rule_id)
    number = next((one for one in numbers_of(rule) if one.key == field), None) if rule is not None else None
    if number is None:
        return None
    rate = number.unit == "rate"
    read = reader.rate if rate else reader.amount
    usual = 100 if rate else 5 * unit
    step = read(f"k{at}_step") or usual
    high = read(f"k{at}_high") or 2 * (number.value or 10 * usual)
    return Knob(rule=rule_id, field=field, low=read(f"k{at}_low") or step, high=max(high, step), step=step)


def _page(
    sent: QueryParams,
    calendar: Calendar,
    names: Mapping[str, Words],
    found: Inverse | None,
    asked: _Asked | None,
    errors: dict[str, str],
) -> InversePage:
    best = found.solutions[0] if found is not None and found.solutions else None
    return InversePage(
        choices=choices_of(names),
        typed={name: sent.get(name, "") for name in ("sku", "low", "high", "endings", *_knob_fields())},
        targets=[_target(sent, calendar, at) for at in range(_TARGETS)],
        knobs=_knob_choices(calendar),
        errors=errors,
        headline=_headline(found, calendar.currency, bool(sent.get("sku"))),
        found=found_view(found, calendar) if found is not None else None,
        curve=saw(best.calendar, asked.sku, asked.targets, asked.prices, best.price) if best and asked else None,
        currency=calendar.currency,
    )


def _knob_fields() -> Sequence[str]:
    return [f"k{at}{part}" for at in range(_KNOBS) for part in ("", "_low", "_high", "_step")]


def _knob_choices(calendar: Calendar) -> list[tuple[str, Words]]:
    found = []
    for rule in calendar.rules:
        name = rule.called
        for one in numbers_of(rule):
            if one.part == "value" and one.value is not None and not one.key.startswith("benefit.steps"):
                label = Words(f"{name.text('en')}: {one.label.en}", f"{name.text('zh')}：{one.label.zh}")
                found.append((f"{rule.id}:{one.key}", label))
    return found


def _target(sent: QueryParams, calendar: Calendar, at: int) -> TargetForm:
    chosen = sent.getlist(f"t{at}_rules")
    name = sent.get(f"t{at}_name", "")
    return TargetForm(
        number=at,
        name=Words(name) if name else _NAMES[at],
        pay=sent.get(f"t{at}_pay", ""),
        rules=[(rule.id, rule.called, rule.id in chosen) for rule in calendar.rules],
    )


def _headline(found: Inverse | None, currency: str, asked: bool) -> Words:
    if found is None:
        return (
            Words("The targets cannot be read.", "目标无法识别。")
            if asked
            else Words("Which prices should customers pay?", "希望顾客付多少？")
        )
    if not found.solutions:
        return Words("No list price keeps your floor with these targets.", "在底线之上没有可行的标价。")
    best = found.solutions[0]
    price = Money(best.price, currency)
    if best.exact:
        return Words(
            f"A list price of {price.text('en')} meets every target.", f"标价 {price.text('zh')} 可满足全部目标。"
        )
    off = Money(best.deviation, currency)
    if found.below_floor:
        return Words(
            f"No list price above your floor meets every target; {price.text('en')} comes nearest, {off.text('en')} off in all.",
            f"底线之上没有标价能满足全部目标；{price.text('zh')} 最接近，合计偏差 {off.text('zh')}。",
        )
    return Words(
        f"No list price meets every target; {price.text('en')} comes nearest, {off.text('en')} off in all.",
        f"没有标价能满足全部目标；{price.text('zh')} 最接近，合计偏差 {off.text('zh')}。",
    )
