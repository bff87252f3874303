"""Being a customer of the demo shop: a page that signs in without a password. Only the demo shop has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from mercery.accounts.page import plain_page
from mercery.accounts.shop import Shop
from mercery.accounts.web import CurrentShop
from mercery.assistant.desk.telling import STATUS
from mercery.conversations.responder import doors_of
from mercery.core.errors import NotFound
from mercery.core.i18n import Lang, Words
from mercery.customers import service as customers
from mercery.customers import signed_in
from mercery.demo.written_people import written_people
from mercery.orders import service as orders
from mercery.orders.order import Order
from mercery.web.database import Db
from mercery.web.html import page_response, redirect_with_flash

router = APIRouter(prefix="/{lang}/demo/sign-in", include_in_schema=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCustomer:
    """Somebody one can be, with what there is to ask about."""

    key: str
    name: str
    place: str
    signed_in: bool
    orders: Sequence[Order]

    def state(self, order: Order) -> Words:
        """How an order stands, as the assistant says it."""
        return STATUS[order.status]

    def day(self, order: Order) -> datetime | None:
        """When it came, else when it was placed."""
        arrived = [parcel.delivered_at for parcel in order.shipments if parcel.delivered_at]
        return arrived[0] if arrived else order.placed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPage:
    """The customers to choose from."""

    shop: str
    assistant: str
    people: Sequence[DemoCustomer]

    @property
    def current(self) -> DemoCustomer | None:
        """Who is signed in."""
        return next((one for one in self.people if one.signed_in), None)


@router.get("")
async def page(request: Request, session: Db, shop: CurrentShop, lang: Lang) -> Response:
    """Who one can be."""
    _demo_only(shop)
    view = SignInPage(
        shop=shop.slug,
        assistant=shop.assistant_name.text(lang),
        people=await _people(request, session, shop, lang),
    )
    pages = doors_of(request).shop_pages
    context = await pages.page_context(request, session, shop, lang) if pages else plain_page(request, shop)
    return page_response("demo/sign_in.html", view, context=context)


@router.post("")
async def sign_in(
    request: Request, session: Db, shop: CurrentShop, lang: Lang, customer: Annotated[str, Form(max_length=20)] = ""
) -> Response:
    """Be this customer; without one, nobody."""
    _demo_only(shop)
    back = f"/{lang}/demo/sign-in"
    if not customer:
        signed_in.sign_out(request)
        return redirect_with_flash(request, back, Words("Signed out.", "已退出。").text(lang))
    ids = await customers.ids_by_key(session, shop.id, {customer} & set(written_people()))
    if customer not in ids:
        raise NotFound("There is no such customer in the demo shop.", remedy="Choose one of those on the page.")
    signed_in.sign_in(request, shop.id, ids[customer])
    name = written_people()[customer].name.text(lang)
    return redirect_with_flash(request, back, Words(f"Signed in as {name}.", f"已以{name}的身份登录。").text(lang))


def _demo_only(shop: Shop) -> None:
    if not shop.demo:
        raise NotFound("There is nothing at this address.")


async def _people(request: Request, session: AsyncSession, shop: Shop, lang: Lang) -> list[DemoCustomer]:
    current = signed_in.signed_in(request, shop.id)
    ids = await customers.ids_by_key(session, shop.id, written_people())
    found = []
    for key, person in written_people().items():
        if key in ids:
            own = await orders.orders_of_customer(session, shop.id, ids[key])
            name = person.name.text(lang)
            found.append(
                DemoCustomer(key=key, name=name, place=person.address.city, signed_in=ids[key] == current, orders=own)
            )
    return sorted(found, key=lambda one: not one.signed_in)
