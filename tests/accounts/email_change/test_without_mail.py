"""Where no mail leaves, another owner of the one shop vouches for a new e-mail; else it is changed on the server."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.email_change.mailroom import CONFIRM, MOVED, OWNER, PAGE, Mailroom, acts, ask, recorded
from tests.accounts.house import House, open_shop

from mercery.accounts import service
from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.email_change import service as email_change
from mercery.core import clock
from mercery.core.config import settings

AGENT = "agent@aurelle.example"


@pytest.fixture(autouse=True)
def no_mail(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation in use, without a mail server."""
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "http://localhost:8000")
    settings.cache_clear()
    yield
    settings.cache_clear()


def at(house: House, what: str) -> str:
    return f"/console/staff/{house.people['agent'].id}/email-{what}"


async def test_an_owner_confirms(crowded: House) -> None:
    agent, owner = await crowded.as_role("agent"), await crowded.as_role("owner")
    assert "another owner confirms a new address" in (await agent.get(PAGE)).text
    assert (await ask(agent)).status_code == 303
    assert "Another owner confirms it under Staff" in (await agent.get(PAGE)).text
    assert f"wants to sign in with {MOVED}" in (await owner.get("/console/staff")).text
    done = await owner.post(at(crowded, "confirm"), {"email": MOVED}, page=PAGE)
    assert done.status_code == 303
    assert (await crowded.browser().log_in(AGENT)).status_code == 401
    assert (await crowded.browser().log_in(MOVED)).status_code == 303
    entry = (await recorded(crowded))[-1]
    assert (entry.action, entry.actor.id) == ("staff.email_confirmed", crowded.people["owner"].id)


async def test_an_owner_declines_and_the_person_reads_it(crowded: House) -> None:
    agent, owner = await crowded.as_role("agent"), await crowded.as_role("owner")
    await ask(agent)
    await owner.post(at(crowded, "decline"), page=PAGE)
    assert (await owner.post(at(crowded, "decline"), page=PAGE)).status_code == 303, "declined already"
    assert f"An owner did not confirm {MOVED}" in (await agent.get(PAGE)).text
    await owner.post(at(crowded, "confirm"), {"email": MOVED}, page=PAGE)
    assert (await crowded.browser().log_in(AGENT)).status_code == 303
    assert await acts(crowded) == ["email_asked", "email_declined"]


async def test_an_owner_confirms_what_was_read_within_a_week(crowded: House) -> None:
    agent, owner = await crowded.as_role("agent"), await crowded.as_role("owner")
    await ask(agent)
    await owner.post(at(crowded, "confirm"), {"email": "other@new.example"}, page=PAGE)
    with clock.at(clock.now() + timedelta(days=8)):
        late = await crowded.as_role("owner")
        await late.post(at(crowded, "confirm"), {"email": MOVED}, page=PAGE)
        assert "wants to sign in" not in (await late.get("/console/staff")).text
    assert await acts(crowded) == ["email_asked"]


async def test_only_owners_confirm_and_nobody_the_own(crowded: House) -> None:
    owner, editor, agent = [await crowded.as_role(role) for role in ("owner", "editor", "agent")]
    await ask(agent)
    assert (await editor.post(at(crowded, "confirm"), {"email": MOVED}, page=PAGE)).status_code == 403
    own = f"/console/staff/{crowded.people['owner'].id}/email-confirm"
    assert (await owner.post(own, {"email": MOVED}, page=PAGE)).status_code == 403


async def test_a_taken_address_is_not_given(crowded: House) -> None:
    agent, owner = await crowded.as_role("agent"), await crowded.as_role("owner")
    assert (await ask(agent, "viewer@aurelle.example")).status_code == 303
    await owner.post(at(crowded, "confirm"), {"email": "viewer@aurelle.example"}, page=PAGE)
    assert "already has an account" in (await owner.get("/console/staff")).text
    assert (await crowded.browser().log_in(AGENT)).status_code == 303


async def test_the_only_owner_and_who_works_for_two_shops_are_sent_to_the_server(crowded: House) -> None:
    other, _ = await open_shop(crowded.database, "second")
    async with crowded.database.session() as session:
        await service.add_member(session, other.id, crowded.people["agent"].id, "viewer")
    for role in ("owner", "agent"):
        browser = await crowded.as_role(role)
        page = await browser.get(PAGE)
        assert f"mercery staff change-email {role}@aurelle.example" in page.text
        assert 'action="/console/account/email"' not in page.text
        refused = await ask(browser, "a;reboot@new.example")
        assert refused.status_code == 409
        assert f"change-email {role}@aurelle.example 'a;reboot@new.example'" in html.unescape(refused.text)
    assert await acts(crowded) == []


async def test_where_letters_go_out_no_owner_decides(crowded: House, monkeypatch: pytest.MonkeyPatch) -> None:
    agent, owner = await crowded.as_role("agent"), await crowded.as_role("owner")
    monkeypatch.setenv("MERCERY_SMTP_URL", "smtp://127.0.0.1:1")
    settings.cache_clear()
    await ask(agent)
    assert "wants to sign in" not in (await owner.get("/console/staff")).text
    assert (await owner.post(at(crowded, "confirm"), {"email": MOVED}, page=PAGE)).status_code == 403
    assert (await owner.post(at(crowded, "decline"), page=PAGE)).status_code == 403
    assert f"{MOVED} waits to be confirmed" in (await agent.get(PAGE)).text


async def test_the_server_changes_it_at_once_and_no_letter_takes_that_back(crowded: House) -> None:
    agent, room = await crowded.as_role("agent"), Mailroom(crowded)
    await ask(agent, "earlier@new.example")
    await room.deliver()
    async with crowded.database.session() as session:
        await email_change.change_on_server(
            session, crowded.shop.id, COMMAND_LINE, AGENT, MOVED, reason="Her mailbox was stolen"
        )
    assert (await agent.get("/console")).status_code == 303
    assert (await crowded.browser().log_in(MOVED)).status_code == 303
    told = await room.letter(AGENT)
    assert MOVED in told.text and "tell an owner" in told.text and "http" not in told.text
    for earlier in room.kept.mails:
        for page in (CONFIRM, "/console/email/stop"):
            if page in earlier.text:
                link = earlier.text.split(f"{page}?key=")[1].split()[0]
                assert (await crowded.browser().get(f"{page}?key={link}")).status_code == 404
    entry = (await recorded(crowded))[-1]
    assert (entry.action, entry.actor, entry.reason) == ("staff.email_set", COMMAND_LINE, "Her mailbox was stolen")
    assert entry.before == {"email": AGENT} and OWNER != MOVED


async def test_a_letter_that_was_not_sent_before_the_server_decided_is_never_sent(crowded: House) -> None:
    await ask(await crowded.as_role("agent"))
    async with crowded.database.session() as session:
        await email_change.change_on_server(session, crowded.shop.id, COMMAND_LINE, AGENT, MOVED)
    assert [mail.to for mail in await Mailroom(crowded).deliver() if "/console/email/" in mail.text] == []
