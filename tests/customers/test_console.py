"""The page about mail: the way it goes, a test, the folder; and the same test from the command line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.house import House, house
from tests.core.mail.server import mail_host

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.overview import Period
from mercery.accounts.permissions import ROLES
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.customers import console
from mercery.customers.challenges.sending import send_code
from mercery.customers.challenges.service import Claim, ask
from mercery.customers.customer import Customer
from mercery.customers.overview import overview_part
from mercery.customers.service import apply_customers, customers_by_email


@pytest.fixture
async def aurelle(database: Database, home: Path) -> AsyncIterator[House]:
    async with house(database, console.router, roles=ROLES) as made:
        yield made


async def test_without_a_server_the_page_says_so_and_shows_the_folder_to_an_owner_only(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    page = (await owner.get("/console/settings/mail")).text
    assert "Mail reaches nobody: no mail server is set." in page and "MERCERY_SMTP_URL" in page
    answer = await owner.post("/console/settings/mail/test", {"to": "anna@example.com"}, page="/console/settings/mail")
    assert answer.status_code == 303
    page = (await owner.get("/console/settings/mail")).text
    assert "anna@example.com" in page and "If you can read it" in page
    viewer = await aurelle.as_role("viewer")
    page = (await viewer.get("/console/settings/mail")).text
    assert "anna@example.com" not in page and "Send a test" not in page


async def test_the_test_goes_out_over_the_server_and_stands_in_the_record(
    aurelle: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await aurelle.as_role("owner")
    async with mail_host() as host:
        monkeypatch.setenv("MERCERY_SMTP_URL", host.url)
        monkeypatch.setenv("MERCERY_MAIL_FROM", "codes@shop.example")
        settings.cache_clear()
        await owner.post("/console/settings/mail/test", {"to": "anna@example.com"}, page="/console/settings/mail")
        assert [mail["To"] for mail in host.mails] == ["anna@example.com"]
        host.replies["RCPT"] = ["550 no"]
        refused = await owner.post(
            "/console/settings/mail/test", {"to": "anna@example.com"}, page="/console/settings/mail"
        )
    assert refused.status_code == 422 and "refused the recipient (550)" in refused.text
    async with aurelle.database.session() as session:
        lines, _ = await audit.entries(session, aurelle.shop.id, audit.AuditFilter(action="mail"))
    assert [line.after for line in lines] == [
        {"problem": "The mail server refused the recipient (550)."},
        {"by": "smtp"},
    ]


async def test_the_page_says_what_encrypts_as_the_server_itself_tells(
    aurelle: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await aurelle.as_role("owner")
    asked = "/console/settings/mail/encryption"
    assert "asked just now" not in (await owner.get(asked)).text, "no server is set"
    async with mail_host() as host:
        monkeypatch.setenv("MERCERY_SMTP_URL", host.url)
        settings.cache_clear()
        page = (await owner.get("/console/settings/mail")).text
        assert "Encrypted by STARTTLS if the server offers it" in page and f'hx-get="{asked}"' in page
        told = (await owner.get(asked)).text
        assert "Not encrypted: asked just now, the server offers none" in told and host.mails == []
        await owner.post("/console/preferences/language", {"value": "zh"}, page="/console/settings/mail")
        assert "服务器不提供加密" in (await owner.get(asked)).text
    assert "无法连接" in (await owner.get(asked)).text


async def test_codes_that_did_not_go_out_are_said_in_the_overview(
    aurelle: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    period = Period(span="today", since=now(), until=now())
    async with aurelle.database.session() as session:
        assert not (await overview_part(session, aurelle.shop, period)).needs
        await apply_customers(session, aurelle.shop.id, [Customer(key="mira", email="mira@example.com")], SYSTEM)
        (mira,) = await customers_by_email(session, aurelle.shop.id, "mira@example.com")
        claim = Claim(said="K1001", customer=mira)
        await ask(session, aurelle.shop.id, claim, conversation="cnv_1", lang="en", actor=SYSTEM, why="test")
        challenge = str(await session.scalar(text("SELECT id FROM identity_challenges")))
    async with mail_host() as host:
        monkeypatch.setenv("MERCERY_SMTP_URL", host.url)
        settings.cache_clear()
        host.replies["RCPT"] = ["550 no"]
        assert not await send_code(aurelle.database, aurelle.shop.id, challenge, "en", 1)
    async with aurelle.database.session() as session:
        (need,) = (await overview_part(session, aurelle.shop, period)).needs
    assert need.title.en == "A code could not be sent" and "550" in need.text.en and "@" not in need.text.en
    owner = await aurelle.as_role("owner")
    assert "refused the recipient (550)" in (await owner.get("/console/settings/mail")).text


async def test_an_address_that_is_none_is_said_at_its_field(aurelle: House) -> None:
    owner = await aurelle.as_role("owner")
    answer = await owner.post("/console/settings/mail/test", {"to": "anna"}, page="/console/settings/mail")
    assert answer.status_code == 422 and "This is no e-mail address." in answer.text


async def test_where_customers_come_from_outside_no_code_is_promised_without_a_server(
    aurelle: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MERCERY_PUBLIC_URL", "http://localhost:8000")
    settings.cache_clear()
    owner = await aurelle.as_role("owner")
    assert "asks nobody for a code" in (await owner.get("/console/settings/mail")).text
