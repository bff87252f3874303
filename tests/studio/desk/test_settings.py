"""The rules of publishing in the console: an owner changes them, everybody reads them, and they hold."""

from __future__ import annotations

import pytest
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.studio.house import CLAIRE, House

from mercery.accounts.permissions import Role
from mercery.accounts.service import create_staff
from mercery.studio import service
from mercery.studio.desk import console
from mercery.studio.desk.asking import LIST

PAGE = f"{LIST}/settings"


async def signed_in(house: House, role: Role) -> Browser:
    async with house.database.session() as session:
        await create_staff(session, house.shop.id, email=f"{role}@x.example", name="Ana", role=role, password=PASSWORD)
    browser = Browser(console_app(house.database, console.router), host="localhost:8000", address="192.0.2.10")
    assert (await browser.log_in(f"{role}@x.example")).status_code == 303
    return browser


async def test_an_owner_has_every_piece_approved_by_a_second_person(house: House) -> None:
    browser = await signed_in(house, "owner")
    rules = {"second_person": "always", "on_change": "withdraw", "version": "0", "reason": "New house rules"}
    refused = await browser.post(PAGE, {**rules, "least_sentences": "40"}, page=PAGE)
    assert refused.status_code == 422 and "from 1 to 20" in refused.text
    assert (await browser.post(PAGE, {**rules, "least_sentences": "3"}, page=PAGE)).status_code == 303
    assert "Nobody publishes what they wrote" in (await browser.get(PAGE)).text
    assert (await browser.post(PAGE, {**rules, "least_sentences": "4"}, page=PAGE)).status_code == 409
    async with house.database.session() as session:
        kept = await service.write_piece(session, house.shop, CLAIRE, house.brief())
        with pytest.raises(service.SecondPersonNeeded):
            await service.publish(session, house.shop, CLAIRE, kept.line.id)


async def test_an_editor_reads_the_rules_and_does_not_change_them(house: House) -> None:
    browser = await signed_in(house, "editor")
    page = await browser.get(PAGE)
    assert "An owner of the shop changes them." in page.text
    answer = await browser.post(PAGE, {"least_sentences": "3", "version": "0"}, page=PAGE)
    assert answer.status_code == 403
