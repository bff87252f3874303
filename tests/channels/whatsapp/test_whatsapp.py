"""A customer on WhatsApp: signed by Meta, answered by a worker, followed to the second mark, and told of the window."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.channels.place import Place, Platform, as_json, platform
from tests.channels.whatsapp.test_reading import PHONE, webhook
from tests.conversations.conftest import LEATHER

from mercery.channels.setups import Setup
from mercery.channels.whatsapp.signature import sign
from mercery.core.clock import now
from mercery.core.config import settings

TOKEN, SECRET, VERIFY = "EAAG" + "x" * 40, "0123456789abcdef0123456789abcdef", "verify-me-please"
PICTURE = b"\x89PNG a picture"


@dataclass
class Graph:
    """Meta's interface as it answers."""

    address: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    refuse: list[tuple[int, int]] = field(default_factory=list)
    """HTTP status and error number for the next messages."""
    read: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, query: dict[str, str], body: Any, headers: dict[str, str]) -> Any:
        if headers.get("Authorization") != f"Bearer {TOKEN}":
            error = {"message": "Error validating access token", "type": "OAuthException", "code": 190}
            return 401, "application/json", json.dumps({"error": error}).encode()
        if path == "/v23.0/m1":
            return as_json(
                {"url": f"{self.address}/lookaside", "mime_type": "image/png", "file_size": len(PICTURE), "id": "m1"}
            )
        if path == "/v23.0/m2":
            return as_json({"url": "https://elsewhere.example/x", "mime_type": "image/png", "file_size": 5, "id": "m2"})
        if path == "/lookaside":
            return 200, "image/png", PICTURE
        if path != f"/v23.0/{PHONE}/messages":
            return as_json({"id": PHONE, "verified_name": "Maison Aurelle"})
        if body.get("status") == "read":
            self.read.append(body["message_id"])
            return as_json({"success": True})
        if self.refuse:
            status, code = self.refuse.pop(0)
            error = {
                "message": f"(#{code})",
                "type": "OAuthException",
                "code": code,
                "error_data": {"details": "details"},
            }
            return status, "application/json", json.dumps({"error": error}).encode()
        self.sent.append(body)
        number = f"wamid.out{len(self.sent)}"
        return as_json({"messaging_product": "whatsapp", "contacts": [], "messages": [{"id": number}]})


@pytest.fixture
def graph() -> Graph:
    return Graph()


@pytest.fixture
def served_graph(home: object, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with platform(graph.answer) as made:
        graph.address = made.address
        monkeypatch.setenv("MERCERY_WHATSAPP_API", made.address)
        settings.cache_clear()
        yield made


@pytest.fixture
async def channel(place: Place, served_graph: Platform) -> Setup:
    settings.cache_clear()
    return await place.connect(
        "whatsapp", phone_number_id=PHONE, access_token=TOKEN, app_secret=SECRET, verify_token=VERIFY
    )


def written(
    body: str = "Is it leather?", *, own_id: str = "wamid.in1", ago: timedelta = timedelta(), **part: Any
) -> Any:
    stamp = str(int((now() - ago).timestamp()))
    content = part or {"type": "text", "text": {"body": body}}
    return {"from": "16505551234", "id": own_id, "timestamp": stamp, **content}


async def post(place: Place, made: Setup, content: Any, *, secret: str = SECRET) -> httpx.Response:
    body = json.dumps(content).encode()
    headers = {"X-Hub-Signature-256": sign(secret, body), "Content-Type": "application/json"}
    return await place.http.post(f"/api/channels/whatsapp/{made.channel.id}", content=body, headers=headers)


async def test_the_address_is_verified_by_the_verify_token(place: Place, channel: Setup) -> None:
    for token, status in ((VERIFY, 200), ("guess", 401)):
        query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
        answer = await place.http.get(f"/api/channels/whatsapp/{channel.channel.id}", params=query)
        assert answer.status_code == status and (answer.text == "1158201444") == (status == 200)


async def test_a_question_is_seen_answered_with_buttons_and_followed_to_the_second_mark(
    place: Place, channel: Setup, graph: Graph
) -> None:
    assert (await post(place, channel, webhook(written()))).text == "ok"
    await place.work()
    assert graph.read == ["wamid.in1"]
    (sent,) = graph.sent
    assert (sent["to"], sent["messaging_product"]) == ("16505551234", "whatsapp")
    inside = sent["interactive"]
    assert LEATHER["en"].sentences[0].text in inside["body"]["text"] and "€1,280" in inside["body"]["text"]
    rows = inside["action"]["sections"][0]["rows"]
    # One of them is longer than a button may be, so they are a list, whole.
    assert [row["title"] for row in rows] == ["Does it fit a tablet?", "Talk to a person"]
    for stage in ("sent", "read", "delivered"):
        status = {"id": "wamid.out1", "status": stage, "timestamp": "1", "recipient_id": "16505551234"}
        await post(place, channel, webhook(statuses=[status]))
    assert (await place.log())[0].stage == "read"


async def test_a_press_means_the_very_answer_it_stood_under(place: Place, channel: Setup, graph: Graph) -> None:
    await post(place, channel, webhook(written()))
    await place.work()
    answer = next(one for one in await place.said() if one.author == "assistant")
    reply = {"type": "button_reply", "button_reply": {"id": f"b:{answer.id}:1", "title": "Talk to a person"}}
    await post(place, channel, webhook(written(own_id="wamid.in2", type="interactive", interactive=reply)))
    await place.work()
    assert (await place.conversation()).status == "waiting"


async def test_the_same_webhook_again_and_two_messages_in_one_are_each_taken_once(
    place: Place, channel: Setup, graph: Graph
) -> None:
    both = webhook(written(), written("And the inside leather?", own_id="wamid.in2"))
    for _ in range(3):
        assert (await post(place, channel, both)).status_code == 200
    await place.work()
    authors = [one.author for one in await place.said()]
    assert authors == ["customer", "assistant", "customer", "assistant"] and len(graph.sent) == 2


@pytest.mark.parametrize(
    "wrong", ["secret", "body", "number", *(pytest.param(one, marks=pytest.mark.slow) for one in ("none", "off"))]
)
async def test_what_meta_did_not_sign_for_this_number_changes_nothing(place: Place, channel: Setup, wrong: str) -> None:
    content = webhook(written(), phone="1" if wrong == "number" else PHONE)
    if wrong == "off":
        async with place.database.session() as session:
            await session.execute(text("UPDATE channels SET enabled = false"))
    if wrong in ("none", "body"):
        headers = {"X-Hub-Signature-256": sign(SECRET, b"{}")} if wrong == "body" else {}
        answer = await place.http.post(
            f"/api/channels/whatsapp/{channel.channel.id}", content=json.dumps(content).encode(), headers=headers
        )
    else:
        answer = await post(place, channel, content, secret="f" * 32 if wrong == "secret" else SECRET)
    assert answer.status_code == (200 if wrong == "number" else 401)
    await place.work()
    assert await place.conversations() == []


async def test_after_24_hours_the_person_is_told_and_nothing_is_sent(
    place: Place, channel: Setup, graph: Graph
) -> None:
    await post(place, channel, webhook(written(ago=timedelta(hours=25))))
    await place.work()
    graph.sent.clear()
    await place.reply("Still here?")
    await place.work()
    assert graph.sent == []
    line = (await place.log())[0]
    assert line.status == "failed" and "24 hours" in line.problem.en
    found = await place.conversation()
    page = await place.http.get(f"/console/inbox/{found.id}?lang=zh", headers=await place.signed_in())
    assert "回复时限已于" in page.text and "未送达" in page.text


async def test_a_reply_that_came_too_late_is_sent_again_when_the_customer_has_written(
    place: Place, channel: Setup, graph: Graph
) -> None:
    await post(place, channel, webhook(written(ago=timedelta(hours=25))))
    await place.work()
    message = await place.reply("Still here?")
    await place.work()
    await post(place, channel, webhook(written("Yes", own_id="wamid.in2")))
    headers, found = await place.signed_in(), await place.conversation()
    inbox, again = f"/console/inbox/{found.id}", "/console/channels/again"
    assert (await place.form(inbox, again, headers, message_id=message.id)).status_code == 303
    await place.work()
    assert [one["text"]["body"] for one in graph.sent] == ["Still here?"]
    await place.form(inbox, again, headers, message_id=message.id)
    await place.work()
    assert len(graph.sent) == 1


async def test_with_a_template_named_it_goes_out_once_in_place_of_the_message(
    place: Place, served_graph: Platform, graph: Graph
) -> None:
    channel = await place.connect(
        "whatsapp", phone_number_id=PHONE, access_token=TOKEN, app_secret=SECRET, template="shop_has_answered",
        template_language="en_US",
    )  # fmt: skip
    await post(place, channel, webhook(written(ago=timedelta(hours=25))))
    await place.work()
    templates = [one["template"] for one in graph.sent if one["type"] == "template"]
    assert templates == [{"name": "shop_has_answered", "language": {"code": "en_US"}}] and len(graph.sent) == 1
    assert "template shop_has_answered was sent" in (await place.log())[0].problem.en


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (429, 130429, "Too many"),
        pytest.param(401, 190, "token has ended", marks=pytest.mark.slow),
        pytest.param(500, 131000, "131000", marks=pytest.mark.slow),
    ],
)
async def test_a_passing_error_is_tried_again(
    place: Place, channel: Setup, graph: Graph, status: int, code: int, words: str
) -> None:
    await post(place, channel, webhook(written()))
    graph.refuse = [(status, code)]
    await place.work()
    line = (await place.log())[0]
    assert line.status == "waiting" and words in line.problem.en and (await place.setup(channel)).problem.en
    await place.work_later()
    assert (await place.log())[0].status == "delivered" and (await place.setup(channel)).problem.en == ""


@pytest.mark.slow
async def test_a_number_that_cannot_be_reached_is_given_up_at_once(place: Place, channel: Setup, graph: Graph) -> None:
    await post(place, channel, webhook(written()))
    graph.refuse = [(400, 131026)]
    await place.work()
    assert (await place.log())[0].status == "failed"


@pytest.mark.slow
async def test_a_failure_told_later_reaches_the_person(place: Place, channel: Setup) -> None:
    await post(place, channel, webhook(written()))
    await place.work()
    failed = {
        "id": "wamid.out1", "status": "failed", "timestamp": "1", "recipient_id": "1",
        "errors": [{"code": 131047, "title": "Re-engagement message"}],
    }  # fmt: skip
    await post(place, channel, webhook(statuses=[failed]))
    line = (await place.log())[0]
    assert (line.status, line.stage) == ("failed", "failed") and "24 hours" in line.problem.en


@pytest.mark.slow
async def test_a_picture_is_fetched_from_the_platform_alone(
    place: Place, channel: Setup, served_graph: Platform
) -> None:
    part: dict[str, Any] = {
        "type": "image",
        "image": {"id": "m1", "mime_type": "image/png", "caption": "Is this leather?"},
    }
    await post(place, channel, webhook(written(**part)))
    other: dict[str, Any] = {"type": "image", "image": {"id": "m2", "mime_type": "image/png"}}
    await post(place, channel, webhook(written(own_id="wamid.in2", **other)))
    await place.work()
    async with place.database.session() as session:
        kept = (
            await session.execute(text("SELECT content, problem, problem_zh FROM channel_kept ORDER BY created_at"))
        ).all()
    assert [(bytes(content), bool(why)) for content, why, _ in kept] == [(PICTURE, False), (b"", True)]
    assert not kept[0].problem_zh and kept[1].problem_zh and not kept[1].problem_zh.isascii()
    said = await place.said()
    assert said[0].text == "[Picture] Is this leather?" and said[1].author == "assistant"
