"""A messenger on the other end: signed in, answered, called back, and nothing believed that is not signed."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from tests.due import run_due

from mercery.accounts.actor import Actor
from mercery.conversations import channels, service
from mercery.conversations.channels import Channel
from mercery.conversations.jobs import blueprint
from mercery.conversations.signature import BadSignature, check_signature, signed_headers
from mercery.core.clock import now
from mercery.core.jobs import job_app

Served = Any


class Messenger:
    """A bridge as a shop would write it: keeps what is delivered, and refuses the first `refusals` times."""

    def __init__(self) -> None:
        self.refusals = 0
        self.got: list[dict[str, Any]] = []
        self.secret = ""
        self.redirect_to = ""
        messenger = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if messenger.redirect_to:
                    self.send_response(307)
                    self.send_header("Location", messenger.redirect_to)
                    self.end_headers()
                    return
                if messenger.refusals:
                    messenger.refusals -= 1
                    self.send_error(503)
                    return
                check_signature(
                    [messenger.secret],
                    self.headers["X-Mercery-Timestamp"],
                    self.headers["X-Mercery-Signature"],
                    body,
                    now(),
                )
                messenger.got.append({**json.loads(body), "delivery": self.headers["X-Mercery-Delivery"]})
                self.send_response(204)
                self.end_headers()

            def log_message(self, *parts: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/in"

    @property
    def texts(self) -> list[str]:
        return [one["message"]["text"] for one in self.got]


@pytest.fixture
def messenger() -> Iterator[Messenger]:
    made = Messenger()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
async def channel(served: Served, messenger: Messenger, claire: Actor) -> Channel:
    """A channel whose answers are called back to the messenger."""
    async with served.database.session() as session:
        made = await channels.create_channel(
            session, served.shop.id, claire, name="Bridge", callback_url=messenger.address
        )
    messenger.secret = made.secret
    return made


@pytest.fixture
async def client(served: Served) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=served.base, timeout=10) as made:
        yield made


async def send(client: httpx.AsyncClient, channel: Channel, **changed: object) -> httpx.Response:
    """A customer's message, signed now."""
    body = json.dumps(
        {"id": "m1", "conversation": "chat-7", "text": "Is it leather?", "lang": "en", **changed}
    ).encode()
    return await client.post(
        f"/api/channels/{channel.id}/messages",
        content=body,
        headers={"Content-Type": "application/json", **signed_headers(channel.secret, body, now())},
    )


async def work(served: Served) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(job_app(served.database.url, {"conversations": blueprint}), served.database)


async def delivery_log(served: Served) -> list[channels.Delivery]:
    async with served.database.session() as session:
        return await channels.deliveries(session, served.shop.id)


async def test_a_question_comes_in_signed_and_its_answer_is_called_back_signed(
    served: Served, client: httpx.AsyncClient, channel: Channel, messenger: Messenger
) -> None:
    answer = await send(client, channel, customer={"id": "wx-91", "name": "Marta Vidal"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["delivered_by"] == "callback" and answer.json()["answer"] is None
    await work(served)
    delivered = messenger.got[0]
    assert delivered["conversation"] == "chat-7" and "full-grain calfskin" in delivered["message"]["text"]
    assert delivered["message"]["evidence"][0]["source"] == "catalogue"
    async with served.database.session() as session:
        found = await service.conversation(session, served.shop.id, answer.json()["conversation_id"])
    assert found.customer_name == "Marta Vidal" and found.customer_id is None


async def test_without_a_callback_address_the_answer_is_the_response(
    served: Served, client: httpx.AsyncClient, claire: Actor
) -> None:
    async with served.database.session() as session:
        made = await channels.create_channel(session, served.shop.id, claire, name="Till")
    answer = (await send(client, made)).json()
    assert answer["delivered_by"] == "response" and "calfskin" in answer["answer"]["text"]


async def test_the_same_message_twice_at_once_is_answered_once(
    served: Served, client: httpx.AsyncClient, channel: Channel, messenger: Messenger
) -> None:
    answers = await asyncio.gather(*(send(client, channel) for _ in range(4)))
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()["conversation_id"] for one in answers}) == 1
    await work(served)
    assert len(messenger.got) == 1
    async with served.database.session() as session:
        stored = await service.messages(session, served.shop.id, answers[0].json()["conversation_id"])
    assert [one.author for one in stored] == ["customer", "assistant"]


async def test_a_refused_delivery_is_tried_again_later_and_order_is_kept(
    served: Served, client: httpx.AsyncClient, channel: Channel, messenger: Messenger
) -> None:
    messenger.refusals = 1
    await send(client, channel)
    await send(client, channel, id="m2", text="And the leather inside?")
    await work(served)
    assert messenger.got == []
    waiting = (await delivery_log(served))[0]
    assert (waiting.status, waiting.attempts, waiting.http_status) == ("waiting", 1, 503)
    await asyncio.sleep(3.1)
    await work(served)
    assert len(messenger.got) == 2 and messenger.got[0]["message"]["seq"] < messenger.got[1]["message"]["seq"]
    assert {(one.status, one.attempts) for one in await delivery_log(served)} == {("delivered", 2), ("delivered", 1)}


async def test_what_a_person_writes_reaches_the_messenger_and_a_note_does_not(
    served: Served, client: httpx.AsyncClient, channel: Channel, messenger: Messenger, claire: Actor
) -> None:
    answer = await send(client, channel, text="It broke.")
    conversation = answer.json()["conversation_id"]
    assert answer.json()["status"] == "waiting"
    async with served.database.session() as session:
        await service.take_over(session, served.shop.id, conversation, claire)
        await service.add_note(session, served.shop.id, conversation, claire, "Looks honest.")
        await service.reply(session, served.shop.id, conversation, claire, "I am sorry. A courier comes tomorrow.")
    await work(served)
    assert messenger.texts[-1] == "I am sorry. A courier comes tomorrow." and "Looks honest." not in messenger.texts


@pytest.mark.parametrize("wrong", ["signature", "body", "old", "ahead", "unsigned", "channel", "off"])
async def test_what_is_not_signed_now_for_this_channel_changes_nothing(
    served: Served, client: httpx.AsyncClient, channel: Channel, claire: Actor, wrong: str
) -> None:
    body = json.dumps({"id": "m1", "conversation": "c", "text": "Is it leather?"}).encode()
    moment = now() + {"old": timedelta(minutes=-6), "ahead": timedelta(minutes=6)}.get(wrong, timedelta())
    headers = signed_headers("mcs_guess" if wrong == "signature" else channel.secret, body, moment)
    if wrong == "off":
        async with served.database.session() as session:
            await channels.set_enabled(session, served.shop.id, claire, channel.id, enabled=False)
    name = "chn_unknown" if wrong == "channel" else channel.id
    sent = body.replace(b"leather", b"plastic") if wrong == "body" else body
    answer = await client.post(
        f"/api/channels/{name}/messages", content=sent, headers={} if wrong == "unsigned" else headers
    )
    assert answer.status_code == 401 and answer.json()["error"]["code"] == "bad_signature"
    async with served.database.session() as session:
        assert (await service.inbox(session, served.shop.id, "assistant", "")).total == 0


async def test_a_body_of_another_form_names_its_fields(client: httpx.AsyncClient, channel: Channel) -> None:
    answer = await send(client, channel, text="", lang="fr")
    assert answer.status_code == 422
    assert {one["field"] for one in answer.json()["error"]["problems"]} == {"text", "lang"}


async def test_a_changed_secret_leaves_a_day_for_the_old_one(
    served: Served, client: httpx.AsyncClient, channel: Channel, claire: Actor
) -> None:
    async with served.database.session() as session:
        changed = await channels.rotate_secret(session, served.shop.id, claire, channel.id)
    assert changed.secret != channel.secret
    assert (await send(client, channel)).status_code == 200
    assert (await send(client, changed, id="m2")).status_code == 200
    later = now() + timedelta(hours=25)
    timestamp, signature = signed_headers(channel.secret, b"{}", later).values()
    with pytest.raises(BadSignature):
        check_signature(changed.accepted_secrets(later), timestamp, signature, b"{}", later)


async def test_a_redirect_is_not_followed(
    served: Served, client: httpx.AsyncClient, channel: Channel, messenger: Messenger
) -> None:
    inner = Messenger()
    messenger.redirect_to = inner.address
    await send(client, channel)
    await work(served)
    assert inner.got == [] and (await delivery_log(served))[0].http_status == 307
    inner.server.shutdown()


async def test_two_customers_of_one_messenger_do_not_meet(client: httpx.AsyncClient, channel: Channel) -> None:
    one = await send(client, channel, customer={"id": "a"})
    other = await send(client, channel, id="m2", conversation="chat-8", customer={"id": "b"})
    again = await send(client, channel, id="m3", customer={"id": "a"})
    assert one.json()["conversation_id"] == again.json()["conversation_id"] != other.json()["conversation_id"]
