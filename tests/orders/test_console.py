"""The page of rules: read by everybody, changed by editors, looked at before it is saved, every version kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.accounts.house import House, console_app, open_shop

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.database import Database
from mercery.demo.rules import demo_policies
from mercery.orders import console
from mercery.orders.actions.packs import pack
from mercery.orders.actions.rule_form import typed_of
from mercery.orders.actions.service import record_rules, rules_in_force
from mercery.policies.service import record_policies

PAGE = "/console/settings/rules"
RETURN = next(rule for rule in pack("boutique") if rule.action == "return_items")


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "editor", "viewer"))
    made = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


def form(**changes: str) -> dict[str, str | list[str]]:
    """The form of returns as the page sends it, with changes."""
    typed = typed_of(RETURN, "return_items")
    sent = {name: value for name, value in typed.items() if not isinstance(value, bool)}
    return sent | {"confirmation": "1", "version": "0"} | changes


async def test_without_rules_the_page_says_so_and_a_pack_is_shown_before_it_is_applied(house: House) -> None:
    browser = await house.as_role("editor")
    assert "There are no rules yet." in (await browser.get(PAGE)).text
    shown = await browser.get(f"{PAGE}/packs/boutique")
    assert "would change 7 rules" in shown.text and "€1,500 or ¥12,000" in shown.text
    async with house.database.session() as session:
        assert await rules_in_force(session, house.shop.id) == []
    refused = await browser.post(f"{PAGE}/packs/boutique", {"reason": ""}, page=f"{PAGE}/packs/boutique")
    assert refused.status_code == 422 and "The reason is missing." in refused.text
    await browser.post(f"{PAGE}/packs/boutique", {"reason": "We begin"}, page=f"{PAGE}/packs/boutique")
    page = await browser.get(PAGE)
    assert "Of 7 things that can be done to an order, the assistant does 5 and a person 2." in page.text
    assert "未使用的商品可在签收后 30 天内退回" in page.text and "Unworn pieces can be returned" in page.text
    assert "is what is in force" in (await browser.get(f"{PAGE}/packs/boutique")).text


async def test_a_draft_is_looked_at_and_saved_only_when_it_is_recorded(house: House) -> None:
    browser = await house.as_role("editor")
    looked = await browser.post(
        f"{PAGE}/return_items", form(intent="look", within_days="14"), page=f"{PAGE}/return_items"
    )
    assert looked.status_code == 200 and "What would have been different" in looked.text and 'value="14"' in looked.text
    async with house.database.session() as session:
        assert await rules_in_force(session, house.shop.id) == []
    sent = form(intent="record", within_days="14", reason="Too many late returns")
    assert (await browser.post(f"{PAGE}/return_items", sent, page=f"{PAGE}/return_items")).status_code == 303
    async with house.database.session() as session:
        assert [rule.within_days for rule in await rules_in_force(session, house.shop.id)] == [14]
        lines, _ = await audit.entries(session, house.shop.id, audit.AuditFilter(action="order_rule"))
    assert (lines[0].reason, lines[0].after and lines[0].after["within_days"]) == ("Too many late returns", 14)
    again = form(intent="record", version="1", reason="Back to thirty")
    await browser.post(f"{PAGE}/return_items", again, page=f"{PAGE}/return_items")
    page = (await browser.get(f"{PAGE}/return_items")).text
    assert "Too many late returns" in page and "Back to thirty" in page and "version 2, in force" in page


async def test_wrong_fields_are_named_and_nothing_is_saved(house: House) -> None:
    browser = await house.as_role("editor")
    sent = form(intent="record", within_days="soon", statement_zh="", reason="")
    refused = await browser.post(f"{PAGE}/return_items", sent, page=f"{PAGE}/return_items")
    assert refused.status_code == 422
    assert "is not a whole number. Write for example 30, or nothing." in refused.text
    assert "Customers who write Chinese would be told nothing." in refused.text
    assert 'value="soon"' in refused.text, "what was typed stays"
    async with house.database.session() as session:
        assert await rules_in_force(session, house.shop.id) == []


async def test_two_who_change_at_once_are_told(house: House) -> None:
    first, second = await house.as_role("editor"), await house.as_role("owner")
    await first.post(f"{PAGE}/return_items", form(intent="record", reason="first"), page=f"{PAGE}/return_items")
    late = await second.post(
        f"{PAGE}/return_items", form(intent="record", within_days="7", reason="second"), page=f"{PAGE}/return_items"
    )
    assert late.status_code == 409 and "has recorded another version meanwhile" in late.text


async def test_a_rule_is_withdrawn_at_once_and_its_versions_stay(house: House) -> None:
    async with house.database.session() as session:
        await record_rules(session, house.shop.id, SYSTEM, pack("boutique"), reason="test")
    browser = await house.as_role("editor")
    await browser.post(f"{PAGE}/return_items/withdraw", {"reason": "Holidays"}, page=f"{PAGE}/return_items")
    async with house.database.session() as session:
        assert "return_items" not in {rule.action for rule in await rules_in_force(session, house.shop.id)}
    page = (await browser.get(f"{PAGE}/return_items")).text
    assert "Return pieces is not done" in page and "Holidays" in page and "ended" in page


async def test_a_version_may_begin_later(house: House) -> None:
    browser = await house.as_role("editor")
    await browser.post(f"{PAGE}/return_items", form(intent="record", reason="now"), page=f"{PAGE}/return_items")
    sent = form(intent="record", version="1", within_days="60", valid_from="2031-12-01", reason="Christmas")
    await browser.post(f"{PAGE}/return_items", sent, page=f"{PAGE}/return_items")
    async with house.database.session() as session:
        assert [rule.within_days for rule in await rules_in_force(session, house.shop.id)] == [30]
    assert "version 2 from 1 Dec 2031" in (await browser.get(PAGE)).text


async def test_a_policy_that_names_other_days_is_pointed_at(house: House) -> None:
    async with house.database.session() as session:
        await record_policies(session, house.shop.id, SYSTEM, demo_policies(clock.now()), reason="test")
        await record_rules(session, house.shop.id, SYSTEM, [replace(RETURN, within_days=14)], reason="test")
    browser = await house.as_role("viewer")
    assert "other days than the rule" in (await browser.get(f"{PAGE}/return_items")).text
    async with house.database.session() as session:
        await record_rules(session, house.shop.id, SYSTEM, [RETURN], reason="test")
    assert "other days than the rule" not in (await browser.get(f"{PAGE}/return_items")).text


async def test_who_may_only_look_finds_no_form_and_can_send_none(house: House) -> None:
    browser = await house.as_role("viewer")
    page = await browser.get(f"{PAGE}/return_items")
    assert page.status_code == 200 and "Record version" not in page.text
    assert (await browser.get(f"{PAGE}/packs/boutique")).status_code == 403
    refused = await browser.post(
        f"{PAGE}/return_items", form(intent="record", reason="mine"), page=f"{PAGE}/return_items"
    )
    assert refused.status_code == 403
    assert (await browser.get(f"{PAGE}/give_everything_away")).status_code == 404
