"""The console of the atelier, and people who sign in."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from argon2 import PasswordHasher
from tests.accounts.house import PASSWORD, Browser, console_app
from tests.promotions.publishing.atelier import NOW, Atelier, open_atelier

from mercery.accounts import passwords
from mercery.accounts.permissions import Role
from mercery.accounts.service import create_staff
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.events import bus
from mercery.promotions.lab import console
from mercery.web.rate_limit import RateLimiter

LAB = "/console/promotions"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real argon2id with little work: people are made and sign in."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1))


@dataclass
class Lab:
    """The pages over the atelier, on 22 November 2026 at noon."""

    atelier: Atelier
    browsers: list[Browser] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = console_app(self.atelier.database, console.router)
        self.app.state.limiter = RateLimiter(self.atelier.database.url)

    async def sign_in(self, name: str = "Claire Martin", role: Role = "editor") -> Browser:
        email = f"{name.split()[0].lower()}@orme.example"
        async with self.atelier.database.session() as session:
            await create_staff(session, self.atelier.shop.id, email=email, name=name, role=role, password=PASSWORD)
        made = Browser(self.app, host="localhost:8000", address="192.0.2.10")
        self.browsers.append(made)
        assert (await made.log_in(email)).status_code == 303
        return made

    async def written(self, browser: Browser, text: str, *, do: str = "prove", **more: object) -> str:
        """Say rules, confirm them all; the address of the set."""
        heard = await browser.post(f"{LAB}/read", {"text": text})
        rules = re.findall(r'name="rule" value="([^"]+)"', heard.text)
        assert rules, verdict(heard)
        data = {
            "text": text, "rule": [unescaped(rule) for rule in rules], "take": [str(at) for at in range(len(rules))],
            "name_en": "Winter", "name_zh": "冬季", "do": do, **more,
        }  # fmt: skip
        kept = await browser.post(f"{LAB}/keep", data)
        assert kept.status_code == 303, verdict(kept)
        return kept.headers["location"]


def unescaped(text: str) -> str:
    """As a browser reads an attribute."""
    return (
        text.replace("&#34;", '"').replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )


def verdict(answer: httpx.Response) -> str:
    """The page's first sentence."""
    found = re.search(r'<h1 class="type-verdict">(.*?)</h1>', answer.text, re.DOTALL)
    return unescaped(found[1].strip()) if found else answer.text[:500]


@pytest.fixture
async def lab(database: Database) -> AsyncIterator[Lab]:
    bus.clear()
    with clock.at(NOW):
        made = Lab(await open_atelier(database))
        yield made
    for browser in made.browsers:
        await browser.http.aclose()
