"""The customers of a load: each with an address, a conversation, maybe a stream that follows it, and questions now and then.

They do what a page does: a message that got no answer is sent again with the same key; a stream that broke is taken up again
after the last message seen, wherever the balancer leads.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.core.ids import new_id
from mercery.evals.load_wire import Balancer, Broken, Reply

QUIET_SECONDS: Final = 25.0
"""A stream that says nothing for longer is dead: the shop sends a sign of life every fifteen."""
PATIENCE_SECONDS: Final = 90.0
"""How long a customer goes on sending the same message."""
_AGAIN: Final = (0.3, 0.6, 1.2, 2.0)
_OPENING_AT_ONCE: Final = 8
_FEWEST: Final = 20
_MOST_IN_HAND: Final = 400
"""Messages under way at once; a customer who would be one more does not write. Bounds what an overload can pile up."""


@dataclass(slots=True, kw_only=True)
class Customer:
    """One browser with one conversation."""

    number: int
    conversation: str = ""
    token: str = ""
    seen: int = 0
    """The last message its stream has brought."""
    messages: Counter[str] = field(default_factory=Counter)
    """How often its stream brought each message."""
    resumed: int = 0
    follows: bool = False
    opened: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """Where it comes from, and what opens its conversation."""
        number = self.number
        address = f"100.{64 + (number >> 16 & 63)}.{number >> 8 & 255}.{number & 255}"
        return {"X-Forwarded-For": address, **({"X-Conversation-Token": self.token} if self.token else {})}


@dataclass(slots=True)
class Noted:
    """What customers saw, over all of them."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Of requests that were answered, by route."""
    statuses: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    """By route and status; 0: the connection broke before an answer came."""
    accepted: dict[str, str] = field(default_factory=dict)
    """Messages a customer was told are taken: their keys, with the conversation."""
    given_up: list[str] = field(default_factory=list)
    """Keys of messages sent until patience ended, without ever an answer."""
    sent: int = 0
    sent_again: int = 0
    not_sent: int = 0
    """Messages that were due while too many were under way."""
    late: list[float] = field(default_factory=list)
    """Seconds from when a message was due until its answer, sending again included."""

    def note(self, route: str, status: int, seconds: float) -> None:
        """One request."""
        self.statuses[route][status] += 1
        if 200 <= status < 400:
            self.seconds[route].append(seconds)


class Customers:
    """All customers of one shop."""

    def __init__(self, balancer: Balancer, slug: str, questions: Sequence[tuple[str, str]], seed: int = 7) -> None:
        self.balancer, self._slug = balancer, slug
        self._questions = list(questions)
        self._random = random.Random(seed)  # noqa: S311 - the same load each time, and no secret
        self.noted = Noted()
        self.everybody: list[Customer] = []
        self._idle: deque[Customer] = deque()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._streams: list[asyncio.Task[None]] = []
        self._asked = 0

    async def come(self, count: int) -> None:
        """So many open a conversation."""
        fresh = [Customer(number=len(self.everybody) + at + 1) for at in range(count)]
        waiting = iter(fresh)

        async def open_some() -> None:
            for one in waiting:
                await self._open(one)

        await asyncio.gather(*(open_some() for _ in range(_OPENING_AT_ONCE)))
        self.everybody += fresh
        self._idle.extend(fresh)

    async def _open(self, customer: Customer) -> None:
        told = await self._until_answered("GET", f"/api/conversations/embed?shop={self._slug}&lang=en", customer, b"")
        form = json.dumps({"lang": "en", "channel": "widget", "visitor": told.json()["visitor"]}).encode()
        begun = (await self._until_answered("POST", f"/api/conversations?shop={self._slug}", customer, form)).json()
        customer.conversation, customer.token = begun["conversation"]["id"], begun["token"]

    async def _until_answered(self, method: str, path: str, customer: Customer, body: bytes) -> Reply:
        for _ in range(20):
            with contextlib.suppress(Broken):
                reply = await self.balancer.ask(method, path, customer.headers, body)
                if reply.status == 200:
                    return reply
            await asyncio.sleep(0.5)
        raise Broken("answer")

    def follow(self, count: int) -> None:
        """The first `count` keep a stream open from now on."""
        for one in self.everybody[:count]:
            self._follow(one)

    def _follow(self, customer: Customer) -> None:
        customer.follows = True
        self._streams.append(asyncio.create_task(self._followed(customer)))

    async def followed_by(self, count: int, seconds: float = 120.0) -> bool:
        """Whether so many streams are open before the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if sum(one.opened for one in self.everybody) >= count:
                return True
            await asyncio.sleep(0.1)
        return False

    async def _followed(self, customer: Customer) -> None:
        path = f"/api/conversations/{customer.conversation}/events?shop={self._slug}"
        while True:
            began = time.perf_counter()
            try:
                headers = {**customer.headers, "Last-Event-ID": str(customer.seen)}
                async with self.balancer.stream(path, headers, quiet=QUIET_SECONDS) as (status, lines):
                    self.noted.note("stream", status, time.perf_counter() - began)
                    if status == 200:
                        customer.opened = True
                        async for line in lines:
                            _take(customer, line)
            except Broken:
                self.noted.statuses["stream"][0] += 1
            customer.resumed += 1
            await asyncio.sleep(0.2 + self._random.random())

    async def write(self, per_second: float, until: Callable[[], bool]) -> None:
        """Messages at a steady rate while `until` is false, whether or not earlier ones are answered. Who waits for an
        answer does not write meanwhile; the next one does."""
        begun, number = time.monotonic(), 0
        while not until():
            due = begun + number / per_second
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            number += 1
            if not self._idle or len(self._in_hand) >= _MOST_IN_HAND:
                self.noted.not_sent += 1
                continue
            task = asyncio.create_task(self._message(self._idle.popleft(), due))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

    async def read_pages(self, paths: Sequence[str], per_second: float, until: Callable[[], bool]) -> None:
        """Somebody looks at a page at a steady rate."""
        begun, number = time.monotonic(), 0
        while per_second and not until():
            await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
            path = paths[number % len(paths)]
            number += 1
            visitor = {"X-Forwarded-For": f"100.127.{number >> 8 & 255}.{number & 255}", "Accept": "text/html"}
            task = asyncio.create_task(self._page(path, visitor))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)

    async def _page(self, path: str, headers: dict[str, str]) -> None:
        began = time.perf_counter()
        route = "page " + path.partition("?")[0]
        try:
            reply = await self.balancer.ask("GET", path, headers)
        except Broken:
            self.noted.note(route, 0, 0.0)
            return
        self.noted.note(route, reply.status, time.perf_counter() - began)

    async def _message(self, customer: Customer, due: float) -> None:
        question = text, lang = self._questions[self._asked % len(self._questions)]
        self._asked += 1
        key = new_id("load")
        form = {
            "text": text,
            "lang": lang,
            "shop": self._slug,
            "conversation_id": customer.conversation,
            "client_key": key,
        }
        self.noted.sent += 1
        reply = await self._sent(customer, json.dumps(form, ensure_ascii=False).encode())
        if reply is None:
            self.noted.given_up.append(key)
            self._idle.append(customer)
            return
        self.noted.accepted[key] = customer.conversation
        self.noted.late.append(time.monotonic() - due)
        answer = reply.json()
        if answer["status"] == "assistant":
            self._idle.append(customer)
            return
        if answer["message"] and len(self._questions) > _FEWEST:
            # A question that leads to a person is asked once: what is measured are answers.
            with contextlib.suppress(ValueError):
                self._questions.remove(question)
        await self._replaced(customer)

    async def _replaced(self, customer: Customer) -> None:
        """Somebody else comes for one who is with a person now, and who still follows what happens."""
        fresh = Customer(number=len(self.everybody) + 1)
        self.everybody.append(fresh)
        with contextlib.suppress(Broken):
            await self._open(fresh)
            if customer.follows:
                self._follow(fresh)
            self._idle.append(fresh)

    async def _sent(self, customer: Customer, body: bytes) -> Reply | None:
        """What was said to the message once it was taken: sent again, as it was, until it is, while patience lasts."""
        until, tries = time.monotonic() + PATIENCE_SECONDS, 0
        while time.monotonic() < until:
            began, wait = time.perf_counter(), _AGAIN[min(tries, len(_AGAIN) - 1)]
            try:
                reply = await self.balancer.ask("POST", "/api/assistant/messages", customer.headers, body)
            except Broken:
                self.noted.note("message", 0, 0.0)
            else:
                self.noted.note("message", reply.status, time.perf_counter() - began)
                if reply.status == 200:
                    return reply
                wait = max(wait, float(reply.headers.get("retry-after", "0")))
            tries += 1
            self.noted.sent_again += 1
            await asyncio.sleep(wait * (0.75 + self._random.random() / 2))
        return None

    async def settled(self, seconds: float) -> None:
        """Wait until nothing is under way."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_hand:
                    await asyncio.wait(set(self._in_hand))

    async def leave(self) -> None:
        """Close every stream and connection."""
        for task in (*self._streams, *self._in_hand):
            task.cancel()
        await asyncio.gather(*self._streams, *self._in_hand, return_exceptions=True)
        self.balancer.close()


def _take(customer: Customer, line: bytes) -> None:
    """One line of the stream: ids are of messages and changes of state alone."""
    if line.startswith(b"id: "):
        customer.seen = int(line[4:])
        customer.messages[line[4:].decode()] += 1


def delivered(customers: Iterable[Customer], last: dict[str, list[int]]) -> dict[str, int]:
    """How streams did: `last` holds the numbers of all messages of each conversation as they stand in the database."""
    followed = [one for one in customers if one.opened]
    missing = sum(
        len([seq for seq in last.get(one.conversation, ()) if not one.messages[str(seq)]]) for one in followed
    )
    twice = sum(count > 1 for one in followed for count in one.messages.values())
    return {
        "followed": len(followed),
        "messages": sum(len(last.get(one.conversation, ())) for one in followed),
        "missing": missing,
        "twice": twice,
        "resumed": sum(one.resumed for one in followed),
    }
