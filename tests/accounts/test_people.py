"""The people of a shop: invited, given roles, removed; and the record of it, which nobody can rewrite."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.accounts.house import PASSWORD, House, open_shop

from mercery.accounts import cli, service
from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.config import settings
from mercery.core.errors import Forbidden


async def invited(house: House, role: str = "agent", email: str = "new@aurelle.example") -> str:
    """The path of an invitation's link, as the owner's page shows it."""
    owner = await house.as_role("owner")
    page = await owner.post(
        "/console/staff/invite", {"email": email, "name": "New", "role": role}, page="/console/staff"
    )
    found = re.search(r"/console/join/[\w-]+", page.text)
    assert found, page.text[:500]
    return found[0]


async def test_an_invitation_lets_a_person_in_once(aurelle: House) -> None:
    link = await invited(aurelle)
    guest = aurelle.browser()
    assert "Maison Aurelle" in (await guest.get(link)).text
    entered = await guest.post(link, {"name": "Nadia", "password": "a long new password"}, page=link)
    assert entered.status_code == 303
    assert "Nadia" in (await guest.get("/console/account")).text
    assert (await aurelle.browser().get(link)).status_code == 404


async def test_an_invitation_is_over_after_a_week_or_when_taken_back(aurelle: House) -> None:
    link = await invited(aurelle)
    with clock.at(clock.now() + timedelta(days=8)):
        assert (await aurelle.browser().get(link)).status_code == 404
    owner = await aurelle.as_role("owner")
    await owner.post("/console/staff/uninvite", {"email": "new@aurelle.example"}, page="/console/staff")
    assert (await aurelle.browser().get(link)).status_code == 404


async def test_a_person_with_an_account_proves_it_to_join_a_second_shop(aurelle: House) -> None:
    await open_shop(aurelle.database, "other")
    link = await invited(aurelle, email="owner@other.example")
    guest = aurelle.browser()
    wrong = await guest.post(link, {"password": "somebody else's"}, page=link)
    assert wrong.status_code == 422
    right = await guest.post(link, {"password": PASSWORD}, page=link)
    assert right.status_code == 303


async def test_the_last_owner_stays_one(aurelle: House) -> None:
    owner = aurelle.people["owner"]
    async with aurelle.database.session() as session:
        with pytest.raises(Forbidden):
            await service.change_role(session, aurelle.shop.id, SYSTEM, owner.id, "viewer")
        with pytest.raises(Forbidden):
            await service.remove_member(session, aurelle.shop.id, SYSTEM, owner.id)


async def test_who_is_removed_is_signed_out_at_once(crowded: House) -> None:
    owner, agent = await crowded.as_role("owner"), await crowded.as_role("agent")
    await owner.post(f"/console/staff/{crowded.people['agent'].id}/remove", page="/console/staff")
    assert (await agent.get("/console")).status_code == 303


async def test_a_lower_role_holds_from_the_next_request_on(crowded: House) -> None:
    owner, editor = await crowded.as_role("owner"), await crowded.as_role("editor")
    await owner.post(f"/console/staff/{crowded.people['editor'].id}/role", {"role": "viewer"}, page="/console/staff")
    assert (await editor.get("/console/settings/policies/new")).status_code == 403


@pytest.mark.parametrize("change", ["UPDATE audit SET actor_name = 'nobody'", "DELETE FROM audit", "TRUNCATE audit"])
async def test_the_record_cannot_be_rewritten_even_by_sql(aurelle: House, change: str) -> None:
    async with aurelle.database.session() as session:
        before = await session.scalar(text("SELECT count(*) FROM audit"))
    assert before
    with pytest.raises(DBAPIError, match="audit is append-only"):
        async with aurelle.database.session() as session:
            await session.execute(text(change))
    async with aurelle.database.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM audit WHERE actor_name <> 'nobody'")) == before


async def test_a_lost_password_is_replaced_on_the_command_line(aurelle: House, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await aurelle.as_role("owner")
    monkeypatch.setenv("MERCERY_DATABASE_URL", aurelle.database.url)
    settings.cache_clear()
    monkeypatch.setattr(cli, "run_async", _in_a_thread)
    done = CliRunner().invoke(cli.staff_group, ["reset-password", "owner@aurelle.example"])
    assert done.exit_code == 0, done.output
    password = done.output.rsplit(": ", 1)[1].strip()
    assert (await browser.get("/console")).status_code == 303
    assert (await aurelle.browser().log_in("owner@aurelle.example")).status_code == 401
    assert (await aurelle.browser().log_in("owner@aurelle.example", password)).status_code == 303


def _in_a_thread(work: object) -> object:
    """The command runs a loop of its own; here one is running already."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()  # type: ignore[arg-type]
