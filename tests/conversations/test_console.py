"""The inbox by plain forms: what a person reads in five seconds, and what they do without script."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from mercery.accounts.actor import SYSTEM
from mercery.conversations import service
from mercery.conversations.attachments import read_attachment
from mercery.conversations.conversation import Conversation, HandOffPacket
from mercery.core.i18n import Words
from mercery.policies.draft import PolicyDraft
from mercery.policies.service import record_policies
from mercery.web.cookies import cookie_name
from mercery.web.csrf import SESSION_COOKIE

Served = Any
OpenConversation = Callable[..., Awaitable[Conversation]]
REPAIRS = PolicyDraft(
    key="repairs",
    topic="repair",
    title=Words("Repairs", "维修"),
    statement=Words("Stitching is repaired free of charge for five years.", "缝线五年内免费维修。"),
    values={"years": 5},
)


@pytest.fixture
async def console(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A browser in which Claire has signed in."""
    cookies = {cookie_name(SESSION_COOKIE): await served.staff_cookie()}
    async with httpx.AsyncClient(
        base_url=served.base, cookies=cookies, headers={"Accept": "text/html"}, follow_redirects=True, timeout=10
    ) as made:
        yield made


async def press(client: httpx.AsyncClient, page: httpx.Response, act: str, **fields: str) -> httpx.Response:
    """Send the form of `page` whose action ends with `act`, as a browser without script would."""
    form = re.search(rf'<form[^>]*action="([^"]*{act})"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    assert form, f"no form {act} on {page.url}"
    hidden = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', form[2]))
    return await client.post(form[1], data={**hidden, **fields})


async def waiting(served: Served, opened: OpenConversation, text: str = "The strap broke.") -> Conversation:
    begun = await opened("Is it leather?", text)
    packet = HandOffPacket(wants=text, why="The customer complains.", why_zh="顾客投诉。", asked=(text,))
    async with served.database.session() as session:
        return await service.hand_over(session, served.shop.id, begun.id, packet)


async def test_what_is_wanted_why_and_what_may_be_granted_stand_on_the_page(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    async with served.database.session() as session:
        await record_policies(session, served.shop.id, SYSTEM, [REPAIRS], reason="test")
    found = await waiting(served, opened)
    page = (await console.get(f"/console/inbox/{found.id}")).text
    for words in ("The strap broke.", "The customer complains.", "Repairs, for 5 years"):
        assert words in page
    chinese = (await console.get(f"/console/inbox/{found.id}?lang=zh")).text
    assert "顾客投诉。" in chinese and "维修，5 年" in chinese


async def test_the_draft_states_policies_word_for_word_in_the_customers_language(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    async with served.database.session() as session:
        await record_policies(session, served.shop.id, SYSTEM, [REPAIRS], reason="test")
    found = await waiting(served, opened)
    page = await console.get(f"/console/inbox/{found.id}")
    assert "drafted from Repairs, version 1" in page.text
    assert REPAIRS.statement.en in page.text.split("<textarea", 1)[1].split("</textarea>")[0]
    page = await press(console, page, "/reply", text="We mend it at once.")
    assert "We mend it at once." in page.text and "drafted from" not in page.text


async def test_the_longest_waiting_is_shown_beside_the_list_and_stays_unread(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    found = await waiting(served, opened)
    page = await console.get("/console/inbox")
    assert f'data-open="{found.id}" data-peek' in page.text
    async with served.database.session() as session:
        assert (await service.conversation(session, served.shop.id, found.id)).unread_staff == 2
    await console.get(f"/console/inbox/{found.id}")
    async with served.database.session() as session:
        assert (await service.conversation(session, served.shop.id, found.id)).unread_staff == 0


async def test_every_part_can_be_fetched_alone(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    found = await waiting(served, opened)
    for address in (f"/console/inbox/{found.id}?", f"/console/inbox?open={found.id}&"):
        for part, words in (("list", "Waiting for a person"), ("talk", "Is it leather?"), ("aside", "Wants")):
            answer = await console.get(f"{address}fragment={part}")
            assert answer.status_code == 200 and words in answer.text and "<html" not in answer.text


async def test_take_over_reply_note_hand_back_close_and_open_again(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    found = await waiting(served, opened)
    page = await press(console, await console.get(f"/console/inbox/{found.id}"), "/take-over")
    assert "With Claire Martin" in page.text
    page = await press(console, page, "/reply", text="A courier comes tomorrow.")
    note = await console.post(
        f"/console/inbox/{found.id}/note", data={"csrf_token": token(page), "text": "Looks honest."}
    )
    assert "Looks honest." in note.text
    page = await press(console, note, "/hand-back")
    assert "With the assistant" in page.text
    page = await press(console, page, "/close")
    assert "It opens again when the customer writes" in page.text
    page = await press(console, page, "/reopen")
    assert "With Claire Martin" in page.text
    async with served.database.session() as session:
        said = await service.messages(session, served.shop.id, found.id)
    assert [one.text for one in said if one.author == "staff" and one.kind == "message"] == [
        "A courier comes tomorrow."
    ]


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


async def test_two_people_at_once_the_second_is_told_and_keeps_the_words(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    found = await waiting(served, opened)
    stale = await console.get(f"/console/inbox/{found.id}")
    other = {cookie_name(SESSION_COOKIE): await served.staff_cookie("Bruno Keller", "bruno@aurelle.example")}
    async with httpx.AsyncClient(base_url=served.base, cookies=other, headers={"Accept": "text/html"}) as bruno:
        await press(bruno, await bruno.get(f"/console/inbox/{found.id}"), "/take-over")
    page = await press(console, stale, "/reply", text="I was writing this.")
    assert "Bruno Keller" in page.text and "already taken" in page.text
    async with served.database.session() as session:
        said = await service.messages(session, served.shop.id, found.id)
    assert not any(one.text == "I was writing this." for one in said)


async def test_a_customers_file_is_read_as_words_whatever_it_holds(
    served: Served, console: httpx.AsyncClient, opened: OpenConversation
) -> None:
    begun = await opened("Is it leather?")
    file = read_attachment("../page.html.txt", b"<script>alert(1)</script> The strap is torn.")
    async with served.database.session() as session:
        await service.receive(session, served.shop.id, begun.id, "See my letter.", "en", files=[file])
        [kept] = await service.attachments(session, served.shop.id, begun.id)
    page = await console.get(f"/console/inbox/{begun.id}")
    assert "page.html.txt" in page.text and "alert(1)" not in page.text
    shown = await console.get(f"/console/inbox/{begun.id}/files/{kept.id}")
    assert (await console.get(f"/console/inbox/cnv_another/files/{kept.id}")).status_code == 404
    assert shown.headers["content-type"] == "text/plain; charset=utf-8" and "The strap is torn." in shown.text
    assert (
        shown.headers["x-content-type-options"] == "nosniff" and "sandbox" in shown.headers["content-security-policy"]
    )
    async with httpx.AsyncClient(base_url=served.base) as stranger:
        assert (await stranger.get(f"/console/inbox/{begun.id}/files/{kept.id}")).status_code in (303, 401, 403)
