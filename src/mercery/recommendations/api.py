"""Recommendations for programs with an API key: pieces with reasons, what people say, rows for mails, and a person's copy."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from mercery.accounts import service as accounts
from mercery.accounts.permissions import Scope
from mercery.accounts.shop import Shop
from mercery.accounts.staff import ApiKey
from mercery.accounts.web import ApiKeyWith
from mercery.core.config import settings
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Lang
from mercery.customers.audience import who_accept_marketing
from mercery.customers.service import find_customer, ids_by_key
from mercery.recommendations import service
from mercery.recommendations.emailing import MOST_PIECES, lines_of
from mercery.recommendations.recommendation import Asked, PassedKind, Placement, ReasonKind, SayWhat, Who
from mercery.web.database import Db
from mercery.web.exact import Flag
from mercery.web.visitor import read_widget_visitor

router = APIRouter(prefix="/api/v1/recommendations", tags=["recommendations"])
Reader = Annotated[ApiKey, Depends(ApiKeyWith(Scope.RECOMMENDATIONS_READ))]
Writer = Annotated[ApiKey, Depends(ApiKeyWith(Scope.RECOMMENDATIONS_WRITE))]
MOST: Final = 24
_MOST_ABOUT: Final = 40
_LONGEST_VISITOR: Final = 400
_RECORDED: Final = re.compile(r"\w{1,64}", re.ASCII)
"""A visitor as events and exposures name one; what is sealed has a dot in it."""
_CUSTOMERS: Final = 50
"""Customers in one answer for mails."""


class PieceOut(BaseModel):
    """A piece to show. `reason_text` is checked against the shop's facts; empty where nothing may be said."""

    id: str
    key: str
    handle: str
    title: str
    reason: ReasonKind
    reason_text: str
    because_of: str
    """The id of the product it is because of; empty where there is none."""
    score: float


class PassedOut(BaseModel):
    """A piece that is not shown, why, and from which day it may be again."""

    id: str
    why: PassedKind
    because_of: str
    until: date | None


class RecommendationsOut(BaseModel):
    """Pieces in order, and those passed over."""

    pieces: list[PieceOut]
    passed: list[PassedOut]
    personal: bool
    """Whether anything known about this person was used."""


class PersonIn(BaseModel):
    """A person: `customer` as your own system calls them, or `visitor`, what `window.mercery.visitor` says on your page."""

    model_config = ConfigDict(extra="forbid")
    customer: str = Field("", max_length=200)
    visitor: str = Field("", max_length=_LONGEST_VISITOR)


class SaidIn(PersonIn):
    """What a person says of a piece; `take_back` removes what was said before."""

    product: str = Field(max_length=40)
    """Its id."""
    what: SayWhat | Literal["take_back"]


class ConsentIn(PersonIn):
    """Whether what a person did may be used to choose for them."""

    given: Flag


class DoneOut(BaseModel):
    """That it was done."""

    done: bool = True


class SaidOut(BaseModel):
    """One thing a person said."""

    product: str
    what: SayWhat
    at: datetime


class ConsentOut(BaseModel):
    """A yes or a no."""

    given: bool
    at: datetime


class PersonOut(BaseModel):
    """Everything kept of a person here."""

    said: list[SaidOut]
    consents: list[ConsentOut]


class ForgottenOut(BaseModel):
    """How many rows went."""

    rows: int


class MailLineOut(BaseModel):
    """One piece for one customer who agreed to hear from the shop."""

    customer: str
    email: str
    name: str
    language: Lang
    place: int
    product: str
    title: str
    reason: ReasonKind
    why: str
    url: str


class MailLinesOut(BaseModel):
    """Lines of some customers; ask again with `after` = `next` until it is empty."""

    items: list[MailLineOut]
    next: str


@router.get("")
async def pieces(
    session: Db,
    key: Reader,
    placement: Placement = "home",
    customer: Annotated[str, Query(max_length=200)] = "",
    visitor: Annotated[str, Query(max_length=_LONGEST_VISITOR)] = "",
    about: Annotated[str, Query(max_length=2_000)] = "",
    leave_out: Annotated[str, Query(max_length=2_000)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 4,
    lang: Lang = "en",
) -> RecommendationsOut:
    """What to show a person at a place, with reasons. `about` and `leave_out`: ids of products with commas between
    them. Scope `recommendations:read`."""
    shop = await accounts.shop(session, key.shop_id)
    who = await _who(session, shop, customer, visitor, somebody=False)
    asked = Asked(
        placement=placement, customer_id=who.customer_id, visitor_id=who.visitor_id, about=_ids(about),
        leave_out=_ids(leave_out), limit=limit,
    )  # fmt: skip
    got = await service.recommend(session, shop, asked)
    scores = {one.product_id: one.score for one in got.pieces}
    return RecommendationsOut(
        pieces=[
            PieceOut(
                id=one.product.id, key=one.product.key, handle=one.product.handle, title=one.product.title.text(lang),
                reason=one.reason.kind, reason_text=one.words, because_of=one.reason.about, score=scores[one.product.id],
            )
            for one in await service.explained(session, shop, got, lang)
        ],
        passed=[
            PassedOut(id=one.product_id, why=one.kind, because_of=one.because_of, until=one.until) for one in got.passed
        ],
        personal=got.personal,
    )  # fmt: skip


@router.post("/said")
async def said(session: Db, key: Writer, told: SaidIn) -> DoneOut:
    """A person says `not_for_me` or `have_it` of a piece, or takes it back. Scope `recommendations:write`."""
    shop = await accounts.shop(session, key.shop_id)
    who = await _who(session, shop, told.customer, told.visitor)
    if told.what == "take_back":
        await service.unsay(session, shop, who, told.product)
    else:
        await service.say(session, shop, who, told.product, told.what)
    return DoneOut()


@router.post("/consent")
async def consent(session: Db, key: Writer, told: ConsentIn) -> DoneOut:
    """A person says yes or no to being chosen for. Scope `recommendations:write`."""
    shop = await accounts.shop(session, key.shop_id)
    await service.set_consent(session, shop, await _who(session, shop, told.customer, told.visitor), given=told.given)
    return DoneOut()


@router.get("/person")
async def person(
    session: Db,
    key: Reader,
    customer: Annotated[str, Query(max_length=200)] = "",
    visitor: Annotated[str, Query(max_length=_LONGEST_VISITOR)] = "",
) -> PersonOut:
    """Everything kept of a person here, for their own copy of their data. Scope `recommendations:read`."""
    shop = await accounts.shop(session, key.shop_id)
    kept = await service.kept_of(session, shop, await _who(session, shop, customer, visitor))
    return PersonOut(
        said=[SaidOut(product=one.product_id, what=one.what, at=one.at) for one in kept.said],
        consents=[ConsentOut(given=given, at=at) for given, at in kept.consents],
    )


@router.delete("/person")
async def forget(
    session: Db,
    key: Writer,
    customer: Annotated[str, Query(max_length=200)] = "",
    visitor: Annotated[str, Query(max_length=_LONGEST_VISITOR)] = "",
) -> ForgottenOut:
    """Remove everything kept of a person here. Scope `recommendations:write`."""
    shop = await accounts.shop(session, key.shop_id)
    who = await _who(session, shop, customer, visitor)
    return ForgottenOut(rows=await service.forget(session, shop, who, key.actor))


@router.get("/mail", dependencies=[Depends(ApiKeyWith(Scope.ORDERS_READ))])
async def mail(
    request: Request,
    session: Db,
    key: Reader,
    after: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_PIECES)] = 4,
) -> MailLinesOut:
    """Pieces with reasons and links for mails, fifty customers at a time: only those who agreed to hear from the shop and
    are not kept without recommendations. Scopes `recommendations:read` and, for names and addresses, `orders:read`."""
    shop = await accounts.shop(session, key.shop_id)
    site = str(settings().public_url or request.base_url).rstrip("/")
    items: list[MailLineOut] = []
    seen, last = 0, ""
    async for one in who_accept_marketing(session, shop.id, after=after):
        items += [
            MailLineOut.model_validate(line, from_attributes=True)
            for line in await lines_of(session, shop, one, site=site, limit=limit)
        ]
        seen, last = seen + 1, one.key
        if seen == _CUSTOMERS:
            break
    return MailLinesOut(items=items, next=last if seen == _CUSTOMERS else "")


async def _who(session: AsyncSession, shop: Shop, customer: str, visitor: str, *, somebody: bool = True) -> Who:
    """The person that is named; a customer by their key or by our id, a browser as a page names it or as it is recorded."""
    if somebody and not (customer or visitor):
        raise Invalid(
            "It is not said who it is about.",
            remedy="Give customer or visitor.",
            zh="未说明涉及何人，请提供 customer 或 visitor。",
        )
    customer_id = ""
    if customer:
        by_key = (await ids_by_key(session, shop.id, [customer])).get(customer)
        found = await find_customer(session, shop.id, customer) if by_key is None else None
        customer_id = by_key or (found.id if found else "")
        if not customer_id:
            raise NotFound("There is no such customer.", zh="没有这位顾客。")
    name = read_widget_visitor(visitor) or visitor
    if name and not _RECORDED.fullmatch(name):
        raise Invalid(
            "This visitor was not named by us.",
            remedy="Send window.mercery.visitor exactly as it is.",
            zh="该访客标识并非由本系统给出，请原样发送 window.mercery.visitor。",
        )
    return Who(customer_id=customer_id, visitor_id=name)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())[:_MOST_ABOUT]
