"""Two shops in one installation, as a property: whoever asks whatever of one shop with whatever names of the other's
things sees nothing of the other and changes nothing there."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.accounts.digest import everything_of, ids_of
from tests.accounts.house import Browser, House
from tests.accounts.installation import Furnished, address, furnish, installation
from tests.security.asking import Door, Maker, doors

from mercery.accounts.permissions import Scope
from mercery.core.database import Database

# Who holds an invitation's secret may use it, of whichever shop; and who signs out, or whose key is withdrawn, is nobody
# from then on.
LEFT_OUT = (
    "POST /console/logout",
    "GET /console/join/{secret}",
    "POST /console/join/{secret}",
    "POST /console/settings/keys/{key_id}/revoke",
)


@pytest.fixture
async def ours(database: Database, home: Path) -> Furnished:
    return await furnish(database, "ours", "Quince")


@pytest.fixture
async def theirs(database: Database, ours: Furnished) -> Furnished:
    return await furnish(database, "theirs", "Medlar")


@pytest.fixture
async def whole(
    database: Database, ours: Furnished, theirs: Furnished, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    async with installation(database, ours) as made:
        yield made


def nowhere(host: object, *_: object, **__: object) -> list[object]:
    """Names a request makes up stand for no machine."""
    raise socket.gaierror(socket.EAI_NONAME, f"{host} is not known")


@dataclass
class Intruder:
    """Somebody of our shop, in each of three shapes, who asks for the other's things."""

    house: House
    ours: Furnished
    theirs: Furnished
    maker: Maker
    owner: Browser
    shopper: Browser
    tokens: dict[str, str]
    answered: Counter[int] = field(default_factory=Counter)
    faults: dict[str, str] = field(default_factory=dict)

    async def ask(self, door: Door) -> None:
        """One made-up request; what comes back shows nothing of the other shop."""
        route, dice = door.route, self.maker.dice
        who = "key" if any(isinstance(need, Scope) for need in route.demands) else "shopper"
        if route.path.startswith("/console"):
            who = "owner" if dice.random() < 0.9 else "shopper"
        mixed = {name: self.ours.ids[name] if dice.random() < 0.3 else found for name, found in self.theirs.ids.items()}
        where = address(route, mixed)
        query = {name: _plain(self.maker.value(schema)) for name, schema in door.query.items() if dice.random() < 0.5}
        answer = await self._send(who, door, where, query)
        self.answered[answer.status_code] += 1
        told = f"{route.name} as {who}: {where} {query}"
        assert self.theirs.mark not in answer.text, told
        assert self.theirs.mark not in str(answer.headers), told
        # 503 is an answer: what the voice or a provider cannot do just now is said so.
        if answer.status_code >= 500 and answer.status_code != 503:
            self.faults.setdefault(f"{route.name}: {answer.status_code}", told)

    async def _send(self, who: str, door: Door, where: str, query: dict[str, str]) -> httpx.Response:
        browser = self.shopper if who == "shopper" else self.owner
        headers = {"X-CSRF-Token": self.tokens[who]} if who in self.tokens else {}
        options: dict[str, Any] = {"params": query or None, "headers": headers}
        if who == "key":
            browser = self.house.browser(host=self.maker.dice.choice((self.ours.host, "localhost:8000")))
            options["headers"] = {"Authorization": f"Bearer {self.ours.key}"}
        if door.body is not None:
            options |= {"content": _json(self.maker.value(door.body))}
            options["headers"] = {**options["headers"], "Content-Type": "application/json"}
        elif door.form:
            options["data"] = {name: _plain(self.maker.value(schema)) for name, schema in door.form.items()}
        elif door.route.method != "GET" and self.maker.dice.random() < 0.5:
            options["data"] = {
                name: self.maker.dice.choice(self.maker.words) for name in ("name", "value", "id", "reason")
            }
        answer = await browser.http.request(door.route.method, where, **options)
        if who == "key":
            await browser.http.aclose()
            self.house.browsers.remove(browser)
        if who == "owner" and answer.headers.get("location", "").startswith("/console/login"):
            await self.sign_in()
        return answer

    async def sign_in(self) -> None:
        """As our owner, and as a shopper with a cookie of their own."""
        await self.owner.log_in(self.ours.people["owner"].email)
        self.tokens["owner"] = await self.owner.token("/console")
        self.tokens["shopper"] = await self.shopper.token("/en")


def _plain(value: Any) -> str:
    return str(value).encode("utf-8", "replace").decode()[:2_000]


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


async def _intruder(whole: House, ours: Furnished, theirs: Furnished, seed: int) -> Intruder:
    known = await ids_of(whole.database, theirs.shop.id)
    words = [*known, *theirs.ids.values(), *ours.ids.values(), theirs.host, theirs.shop.slug, "plain words"]
    assert len(known) > 15
    assert not any(theirs.mark in word for word in words)
    made = Intruder(
        whole, ours, theirs, Maker(random.Random(seed), words), whole.browser(host=ours.host),
        whole.browser(host=ours.host), {},
    )  # fmt: skip
    await made.sign_in()
    return made


async def _try(whole: House, ours: Furnished, theirs: Furnished, requests: int, seed: int) -> Counter[int]:
    intruder = await _intruder(whole, ours, theirs, seed)
    open_to_all = [one for one in doors(whole.app) if not one.route.streams and one.route.name not in LEFT_OUT]
    before = await everything_of(whole.database, theirs.shop.id)
    order: list[Door] = []
    for number in range(requests):
        if number % 20 == 0:
            async with whole.database.session() as session:
                # More is asked than anybody may in a minute.
                await session.execute(text("DELETE FROM rate_limits"))
        if not order:
            order = list(open_to_all)
            intruder.maker.dice.shuffle(order)
        await intruder.ask(order.pop())
        if number % 1_000 == 999 or number == requests - 1:
            after = await everything_of(whole.database, theirs.shop.id)
            assert [name for name in before if after[name] != before[name]] == [], f"by request {number}"
    assert not intruder.faults, "\n".join(intruder.faults.values())
    assert intruder.answered[401] < requests // 10, "hardly anybody was let in"
    told = dict(sorted(intruder.answered.items()))
    sys.stdout.write(f"\n{requests} requests over {len(open_to_all)} routes: {told}\n")
    return intruder.answered


async def test_nothing_of_the_other_shop_is_seen_or_changed(whole: House, ours: Furnished, theirs: Furnished) -> None:
    answered = await _try(whole, ours, theirs, 300, seed=10)
    # A property that only ever meets refusals would say nothing.
    assert sum(count for status, count in answered.items() if status < 400) > 30


@pytest.mark.slow
async def test_nor_by_ten_thousand_requests(whole: House, ours: Furnished, theirs: Furnished) -> None:
    answered = await _try(whole, ours, theirs, 10_000, seed=random.SystemRandom().randrange(2**32))
    assert sum(count for status, count in answered.items() if status < 400) > 1_000


async def test_no_stream_of_the_other_shop_opens(whole: House, ours: Furnished, theirs: Furnished) -> None:
    intruder = await _intruder(whole, ours, theirs, seed=1)
    asked = [one.route for one in doors(whole.app) if one.route.streams and "{" in one.route.path]
    assert asked
    for route in asked:
        browser = intruder.owner if route.path.startswith("/console") else intruder.shopper
        async with asyncio.timeout(20):  # an open stream would not end
            answer = await browser.http.request(route.method, address(route, theirs.ids))
        assert 400 <= answer.status_code < 500, route.name
        assert theirs.mark not in answer.text, route.name
