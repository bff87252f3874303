"""The console's pages of recommendations, by plain forms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.recommendations.house import NOW, House

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.audit import AuditFilter
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_staff
from mercery.catalog import service as catalog
from mercery.recommendations import console
from mercery.web.rate_limit import RateLimiter

URL = "/console/recommendations"


class Desk:
    """The console over a house, and who sits at it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = console_app(house.database, console.router)
        self.app.state.limiter = RateLimiter(house.database.url)
        self.browsers: list[Browser] = []

    async def sign_in(self, role: Role) -> Browser:
        async with self.house.database.session() as session:
            await create_staff(
                session, self.house.shop.id, email=f"{role}@x.example", name="Claire Martin", role=role,
                password=PASSWORD,
            )  # fmt: skip
        made = Browser(self.app, host="localhost:8000", address="192.0.2.10")
        self.browsers.append(made)
        assert (await made.log_in(f"{role}@x.example")).status_code == 303
        return made


@pytest.fixture
async def desk(house: House) -> AsyncIterator[Desk]:
    made = Desk(house)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()
    await made.app.state.limiter.close()


async def actions(house: House, action: str) -> list[str]:
    async with house.database.session() as session:
        found, _ = await audit.entries(session, house.shop.id, AuditFilter(action=action))
    return [one.subject for one in found]


async def test_the_page_says_why_and_why_not(desk: Desk) -> None:
    house = desk.house
    customer = await house.customer()
    await house.bought("SADDLE-BAG-BORDEAUX", 3)
    browser = await desk.sign_in("agent")
    page = (await browser.get(f"{URL}?customer={customer}")).text
    assert "For calfskin; your Saddle Bag is in full-grain calfskin." in page and "Agreed: orders are used" in page
    instead = (await browser.get(f"{URL}?customer={customer}&at=instead&about=hobo-lune")).text
    assert "Has one of its kind" in instead and "Nothing is shown here" in instead
    chinese = (await browser.get(f"{URL}?customer={customer}&lang=zh")).text
    assert "适用于小牛皮；您的马鞍包的材质为全粒面小牛皮。" in chinese
    found = (await browser.get(f"{URL}?q=Ada")).text
    assert f"customer={customer}" in found
    assert (await browser.post(f"{URL}/asks", {"asks": "everything"})).status_code == 403


async def test_who_does_not_answer_conversations_sees_only_somebody_new(desk: Desk) -> None:
    customer = await desk.house.customer()
    await desk.house.bought("SADDLE-BAG-BORDEAUX", 3)
    await desk.house.bought("HOBO-LUNE-CREAM", 2)
    browser = await desk.sign_in("viewer")
    for asked in (f"customer={customer}", "visitor=vis_1"):
        page = (await browser.get(f"{URL}?{asked}")).text
        assert "For somebody new" in page and "your Saddle Bag" not in page
        assert not any(f'name="{one}"' in page for one in ("customer", "visitor", "q"))
    assert customer not in (await browser.get(f"{URL}?q=Ada")).text
    of_a_piece = (await browser.get(f"{URL}?at=completes&about=saddle-bag")).text
    assert "Another of its kind" in of_a_piece and "Has one of its kind" not in of_a_piece


async def test_a_rule_is_made_counts_and_is_switched_off(desk: Desk) -> None:
    house, browser = desk.house, await desk.sign_in("editor")
    ends = (NOW + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    typed = {"act": "pin", "piece": "Jonc Bangle", "place": "2", "strength": "2", "ends": ends, "reason": "Window"}
    empty = await browser.post(f"{URL}/rules/save", {**typed, "reason": "", "piece": "Unknown"})
    assert empty.status_code == 422 and "No piece is called that." in empty.text
    assert (await browser.post(f"{URL}/rules/save", typed)).status_code == 303
    got = await house.asked("home")
    assert house.keys([got.pieces[1].product_id]) == ["bangle-jonc"]
    listed = (await browser.get(f"{URL}/rules")).text
    assert "Jonc Bangle" in listed and "Claire Martin" in listed
    [rule_id] = await actions(house, "recommendations.rule")
    assert (await browser.post(f"{URL}/rules/{rule_id}/switch", {"active": "0"})).status_code == 303
    after = await house.asked("home")
    assert "bangle-jonc" not in house.keys([one.product_id for one in after.pieces])
    assert len(await actions(house, "recommendations.rule")) == 2


@pytest.mark.slow
async def test_drafts_are_checked_one_by_one_and_all_that_leave_no_doubt(desk: Desk) -> None:
    house = desk.house
    async with house.database.session() as session:
        for key in ("saddle-bag", "hobo-lune", "candle-vetiver", "heure-36"):
            await catalog.update_product(
                session, house.shop.id, house.ids[key], SYSTEM, durable=None, replacement_days=None
            )
    browser = await desk.sign_in("editor")
    page = (await browser.get(f"{URL}/durable")).text
    assert "4 drafts wait for a look." in page and "name and category agree" in page
    bag = house.ids["hobo-lune"]
    assert (
        await browser.post(f"{URL}/durable/{bag}", {"do": "accept", "durable": "yes", "days": "700"})
    ).status_code == 303
    async with house.database.session() as session:
        kept = await catalog.product(session, house.shop.id, product_id=bag)
    assert (kept.durable, kept.replacement_days) == (True, 700)
    assert (await browser.post(f"{URL}/durable/accept-exact", {})).status_code == 303
    left = (await browser.get(f"{URL}/durable?show=decided")).text
    assert "altered" in left and "Claire Martin" in left
    assert bag in await actions(house, "recommendations.durable")
