"""The pages for associates, by plain forms: a client is found, advised, and sent a link."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.storefront.boutique import open_boutique

from mercery.accounts.actor import SYSTEM
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_staff
from mercery.accounts.shop import Shop
from mercery.assistant.note_check import AssociateNotes
from mercery.catalog.service import all_product_ids, products
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.guide.associate import console
from mercery.guide.shelf import forget_shelves
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders
from mercery.web.rate_limit import RateLimiter


class Counter:
    """The console of a boutique with two clients: Mei agreed to hear from the shop, Tom did not."""

    def __init__(self, database: Database, shop: Shop) -> None:
        self.database, self.shop = database, shop
        self.app = console_app(database, console.router)
        self.app.state.note_check = AssociateNotes(database)
        self.app.state.limiter = RateLimiter(database.url)
        self.browsers: list[Browser] = []
        self.clients: dict[str, str] = {}

    async def fill(self) -> None:
        async with self.database.session() as session:
            people = [
                Customer(key="mei", name="Mei Lin", email="mei@example.com", accepts_marketing=True),
                Customer(key="tom", name="Tom Hale", email="tom@example.com"),
            ]
            await apply_customers(session, self.shop.id, people, SYSTEM)
            self.clients = await ids_by_key(session, self.shop.id, ["mei", "tom"])
            every = await products(session, self.shop.id, await all_product_ids(session, self.shop.id))
            bag = next(one for one in every if one.handle == "firenze-satchel")
            line = OrderLine(sku=bag.variants[0].sku, title=bag.title.en, quantity=1, unit_price=Money(145_000, "EUR"))
            orders = [
                Order(
                    number=number, placed_at=now() - timedelta(days=40), currency="EUR", status="delivered",
                    total=Money(145_000, "EUR"), customer_key=key, lines=(line,),
                )
                for number, key in (("5001", "mei"), ("5002", "tom"))
            ]  # fmt: skip
            await apply_orders(session, self.shop.id, orders, SYSTEM)

    async def sign_in(self, role: Role = "agent") -> Browser:
        async with self.database.session() as session:
            await create_staff(
                session, self.shop.id, email=f"{role}@x.example", name="Claire", role=role, password=PASSWORD
            )
        made = Browser(self.app, host="localhost:8000", address="192.0.2.10")
        self.browsers.append(made)
        assert (await made.log_in(f"{role}@x.example")).status_code == 303
        return made


@pytest.fixture
async def counter(database: Database, home: Path) -> AsyncIterator[Counter]:
    forget_shelves()
    made = Counter(database, await open_boutique(database))
    await made.fill()
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()


async def talk_of(browser: Browser, customer_id: str = "", *said: str) -> str:
    """Begin a talk, say something, and return its address."""
    begun = await browser.post("/console/advice", {"customer_id": customer_id})
    address = str(begun.headers["location"])
    for text in said:
        assert (await browser.post(address, {"text": text})).status_code == 303
    return address


def ticked(html: str) -> list[str]:
    return re.findall(r'name="variants" value="([^"]+)"', html)


@pytest.mark.parametrize("asked", ["Mei", "mei@example.com", "5001"])
async def test_a_client_is_found_by_name_mail_or_order(counter: Counter, asked: str) -> None:
    page = (await (await counter.sign_in()).get(f"/console/clients?q={asked}")).text
    assert "Mei Lin" in page
    assert "Tom Hale" not in page


async def test_history_is_shown_with_consent_and_not_without(counter: Counter) -> None:
    browser = await counter.sign_in()
    with_consent = (await browser.get(f"/console/clients/{counter.clients['mei']}")).text
    without = (await browser.get(f"/console/clients/{counter.clients['tom']}")).text
    assert "Firenze Satchel" in with_consent
    assert "Firenze Satchel" not in without
    assert "has not agreed" in without


async def test_wishes_are_heard_shown_and_taken_away(counter: Counter) -> None:
    browser = await counter.sign_in()
    address = await talk_of(browser, "", "a black leather bag")
    page = (await browser.get(address)).text
    assert "Work Tote" in page
    keys = re.findall(r'name="without" value="([^"]+)"', page)
    assert len(keys) >= 2
    await browser.post(address, {"without": keys[0].replace("&#34;", '"')})
    left = re.findall(r'name="without" value="([^"]+)"', (await browser.get(address)).text)
    assert len(left) == len(keys) - 1


async def test_chosen_pieces_become_a_link_with_words_to_send(counter: Counter) -> None:
    browser = await counter.sign_in()
    address = await talk_of(browser, counter.clients["mei"], "a bag in black")
    form = {
        "variants": ticked((await browser.get(address)).text)[0],
        "note": "",
        "addressee": "Mei",
        "lang": "zh",
        "days": "7",
    }
    made = await browser.post(f"{address}/share", form)
    assert made.status_code == 303
    page = (await browser.get(str(made.headers["location"]))).text
    assert re.search(r"/zh/offer/[\w-]{20,}", page)
    assert "我在" in page and "I chose a few pieces for you" in page
    listed = (await browser.get("/console/offers")).text
    assert "Mei Lin" in listed and "not opened yet" in listed


async def test_a_note_against_the_facts_stays_with_what_the_facts_say(counter: Counter) -> None:
    browser = await counter.sign_in()
    address = await talk_of(browser, "", "a bag in black")
    form = {
        "variants": ticked((await browser.get(address)).text)[0],
        "note": "It costs 12 euros.",
        "lang": "en",
        "days": "7",
    }
    refused = await browser.post(f"{address}/share", form)
    assert refused.status_code == 422
    assert "12 euros" in refused.text
    assert "Nothing was shared yet" in (await browser.get("/console/offers")).text


async def test_without_a_piece_nothing_is_shared_and_the_field_is_named(counter: Counter) -> None:
    browser = await counter.sign_in()
    address = await talk_of(browser, "", "a bag in black")
    refused = await browser.post(f"{address}/share", {"lang": "en", "days": "7"})
    assert refused.status_code == 422
    assert "Choose between 1 and" in refused.text


async def test_an_agent_sees_own_offers_and_takes_them_back(counter: Counter) -> None:
    browser = await counter.sign_in()
    address = await talk_of(browser, "", "a bag in black")
    form = {"variants": ticked((await browser.get(address)).text)[0], "lang": "en", "days": "7"}
    offer = str((await browser.post(f"{address}/share", form)).headers["location"])
    assert (await browser.post(f"{offer}/withdraw", {"reason": "Sold in the shop"})).status_code == 303
    assert "taken back" in (await browser.get(offer)).text
    reviewer = await counter.sign_in("reviewer")
    assert "Nothing was shared yet" in (await reviewer.get("/console/offers")).text
    assert "taken back" in (await reviewer.get("/console/offers?everybody=1")).text


async def test_who_may_only_look_may_not_advise(counter: Counter) -> None:
    viewer = await counter.sign_in("viewer")
    assert (await viewer.get("/console/clients")).status_code == 403
