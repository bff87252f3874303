"""The page People as an owner meets it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from tests.accounts.house import House, console_app, open_shop

from mercery.accounts.actor import SYSTEM
from mercery.accounts.tables import AuditRow
from mercery.core.database import Database
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers
from mercery.operations.privacy import again
from mercery.operations.privacy import console as privacy_console
from mercery.operations.privacy.tables import ErasureRow

HERE = "/console/system/people"


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, roles=("owner", "editor"))
    async with database.session() as session:
        await apply_customers(session, shop.id, [Customer(key="K-1", email="anna@example.com", name="Anna")], SYSTEM)
    made = House(app=console_app(database, privacy_console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def test_an_owner_finds_hands_out_and_erases_a_person(house: House, home: Path) -> None:
    browser = await house.as_role("owner")
    page = await browser.get(f"{HERE}?who=anna@example.com&lang=en")
    assert "One thing is kept of this person." in page.text
    file = await browser.post(f"{HERE}/data", {"who": "anna@example.com"})
    assert file.json()["customers"][0]["name"] == "Anna"
    assert file.headers["cache-control"] == "no-store"
    done = await browser.post(f"{HERE}/erase", {"who": "anna@example.com", "reason": "Asked by mail"})
    assert done.status_code == 303
    after = await browser.get(f"{HERE}?who=anna@example.com&lang=en")
    assert "Nothing is kept of anybody by that name." in after.text
    assert "Asked by mail" in after.text
    assert (home / again.FILE).exists()
    async with house.database.session() as session:
        receipt = (await session.scalars(select(ErasureRow))).one()
        acts = list(await session.scalars(select(AuditRow.action).where(AuditRow.action.like("person.%"))))
    assert receipt.removed == {"customers": 1}
    assert sorted(acts) == ["person.erase", "person.tell"]


async def test_an_old_proof_asks_for_the_password_before_anybody_is_erased(house: House) -> None:
    browser = await house.as_role("owner")
    async with house.database.session() as session:
        await session.execute(
            text("UPDATE staff_sessions SET proved_at = :old"), {"old": datetime(2026, 1, 1, tzinfo=UTC)}
        )
    asked = await browser.post(f"{HERE}/erase", {"who": "anna@example.com", "reason": "Asked by mail"})
    assert 'type="password"' in asked.text
    async with house.database.session() as session:
        assert list(await session.scalars(select(ErasureRow))) == []


async def test_how_long_things_are_kept_is_chosen_within_its_bounds(house: House) -> None:
    browser = await house.as_role("owner")
    await browser.post(f"{HERE}/keep", {"held": "conversations", "days": "400"})
    page = await browser.get(f"{HERE}?lang=en")
    assert "chosen by you" in page.text
    await browser.post(f"{HERE}/keep", {"held": "conversations", "days": "3"})
    assert "30" in (await browser.get(f"{HERE}?lang=en")).text
    await browser.post(f"{HERE}/keep", {"held": "conversations", "days": "many"})
    assert "Write a whole number of days" in (await browser.get(f"{HERE}?lang=en")).text
    assert "保留期限" in (await browser.get(f"{HERE}?lang=zh")).text


async def test_only_owners_see_it(house: House) -> None:
    assert (await (await house.as_role("editor")).get(HERE)).status_code == 403
