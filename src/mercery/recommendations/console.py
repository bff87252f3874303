"""The console's page of recommendations: what somebody is shown at a place, why, and why not; the stale rate; consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, cast

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from mercery.accounts.page import ROLE_NAMES
from mercery.accounts.permissions import Permission, least_role
from mercery.catalog import service as catalog
from mercery.catalog.product import Product
from mercery.core.i18n import Words
from mercery.customers.customer import Customer
from mercery.customers.service import find_customer, search_customers
from mercery.recommendations import repository, rules_console, said
from mercery.recommendations.asking import LIST, Asking, Owning, Reading
from mercery.recommendations.durable import console as durable_console
from mercery.recommendations.durable.review import to_review
from mercery.recommendations.history import Allowed, allowed
from mercery.recommendations.naming import piece_named
from mercery.recommendations.recommendation import (
    PLACEMENTS,
    Asked,
    Asks,
    Passed,
    PassedKind,
    Placement,
    Recommended,
    Who,
)
from mercery.recommendations.rules import PLACEMENT_WORDS
from mercery.recommendations.service import Explained, explained, recommend
from mercery.recommendations.shelf import shelf_of
from mercery.recommendations.stale import Stale, stale_rate
from mercery.web.html import page_response

router = APIRouter(prefix=LIST, include_in_schema=False)
router.include_router(durable_console.router)
router.include_router(rules_console.router)
SHOWN: Final = 8
_PEOPLE: Final = 8
PASSED_WORDS: Final[Mapping[PassedKind, Words]] = {
    "owned": Words("Bought already", "已购买过"),
    "has_one": Words("Has one of its kind", "已有同类商品"),
    "not_for_me": Words("Said: not for me", "本人表示不感兴趣"),
    "have_it": Words("Said: I have it", "本人表示已有"),
    "shown_here": Words("On the page already", "页面上已有"),
    "sold_out": Words("Sold out", "已售罄"),
    "rule": Words("By a rule of the shop", "依店铺规则"),
    "not_yet": Words("Not used up yet", "尚未用完"),
}
_ANOTHER: Final = Words("Another of its kind", "与其同类")
"""In place of `has_one` for somebody new, where the one is the piece the row is about: nobody has it yet."""
ALLOWED_WORDS: Final[Mapping[Allowed, Words]] = {
    "all": Words("Agreed: orders are used", "已同意使用订单"),
    "browsing": Words(
        "Orders under this name are left out until the customer agrees; what the browser looked at and bought is used",
        "顾客未同意使用其名下订单，仅依据浏览器中的浏览与购买",
    ),
    "nothing": Words("Nothing personal is used", "不使用任何个人信息"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedLine:
    """A piece that is not shown, in words."""

    product: Product
    why: Words
    because_of: Words | None
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationsPage:
    """What the page shows."""

    placement: Placement
    placements: Sequence[tuple[Placement, Words]]
    who: Who
    customer: Customer | None
    people: Sequence[Customer]
    searched: str
    about: Product | None
    about_typed: str
    unknown_about: bool
    allowed: Words
    pieces: Sequence[Explained]
    passed: Sequence[PassedLine]
    personal: bool
    stale: Stale
    to_check: int
    asks: Asks
    sees_people: bool
    """Whether the reader may look at what a person is shown and why; others see what somebody new is shown."""
    may_edit: bool
    may_set: bool
    owner: Words


@router.get("")
async def recommendations_page(
    asking: Reading,
    at: Annotated[str, Query(max_length=20)] = "home",
    customer: Annotated[str, Query(max_length=40)] = "",
    visitor: Annotated[str, Query(max_length=64)] = "",
    q: Annotated[str, Query(max_length=120)] = "",
    about: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """What a customer, a browser or somebody new is shown at a place. Reasons tell what a person bought: only who answers
    conversations looks at people."""
    sees_people = asking.may(Permission.ANSWER_CONVERSATIONS)
    if not sees_people:
        customer = visitor = q = ""
    placement = cast(Placement, at) if at in PLACEMENTS else "home"
    who = Who(customer_id=customer, visitor_id="" if customer else visitor)
    found = await find_customer(asking.session, asking.shop.id, customer) if customer else None
    person = who if found is not None or not customer else Who()
    product = await piece_named(asking.session, asking.shop, about)
    asked = Asked(
        placement=placement,
        customer_id=person.customer_id,
        visitor_id=person.visitor_id,
        about=(product.id,) if product else (),
        limit=SHOWN,
    )
    got = await recommend(asking.session, asking.shop, asked)
    page = RecommendationsPage(
        placement=placement,
        placements=[(one, PLACEMENT_WORDS[one]) for one in PLACEMENTS],
        who=person,
        customer=found,
        people=await search_customers(asking.session, asking.shop.id, q, limit=_PEOPLE) if q.strip() else (),
        searched=q.strip(),
        about=product,
        about_typed=about.strip(),
        unknown_about=bool(about.strip()) and product is None,
        allowed=ALLOWED_WORDS[await allowed(asking.session, asking.shop, person)],
        pieces=await explained(asking.session, asking.shop, got, asking.lang),
        passed=await _passed(asking, got, () if person.known else asked.about),
        personal=got.personal,
        stale=await stale_rate(asking.session, asking.shop),
        to_check=await _to_check(asking),
        asks=await repository.asks(asking.session, asking.shop.id),
        sees_people=sees_people,
        may_edit=asking.may(Permission.EDIT_CATALOG),
        may_set=asking.may(Permission.MANAGE_SETTINGS),
        owner=ROLE_NAMES[least_role(Permission.MANAGE_SETTINGS)],
    )
    return page_response("recommendations/recommendations.html", page, context=asking.context)


@router.post("/asks")
async def set_asks(asking: Owning, asks: Annotated[Asks, Form()] = "orders") -> Response:
    """Say what needs a yes before it is used."""
    return await asking.done(
        said.set_asks(asking.session, asking.shop, asks, asking.staff.actor), Words("It is kept.", "已保存。"), LIST
    )


async def _passed(asking: Asking, got: Recommended, about: Sequence[str]) -> list[PassedLine]:
    ids = [one.product_id for one in got.passed]
    because = [one.because_of for one in got.passed if one.kind == "has_one"]
    products = await catalog.products(asking.session, asking.shop.id, list(dict.fromkeys([*ids, *because])))
    known = {one.id: one for one in products}
    return [_line(one, known, about) for one in got.passed if one.product_id in known]


def _line(one: Passed, known: Mapping[str, Product], about: Sequence[str]) -> PassedLine:
    """`about`: pieces the row is about, where nobody is known to have them."""
    other, another = known.get(one.because_of), one.because_of in about
    return PassedLine(
        product=known[one.product_id],
        why=_ANOTHER if another else PASSED_WORDS[one.kind],
        because_of=other.title if other else None,
        until=None if another else one.until,
    )


async def _to_check(asking: Asking) -> int:
    shelf = await shelf_of(asking.session, asking.shop)
    return len(await to_review(asking.session, asking.shop, list(shelf.products.values())))
