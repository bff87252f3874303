"""A code from the question to the proof: real database, real queue, real mail server on the loopback interface."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text
from tests.core.mail.server import MailHost, mail_host
from tests.due import run_due

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.config import Settings, settings
from mercery.core.database import Database
from mercery.core.i18n import Lang, Words
from mercery.core.jobs import job_app
from mercery.core.mail import Mailer, MailNotSent, mailer_of
from mercery.core.mail.choosing import outbox_of
from mercery.customers.challenges.challenge import PER_CUSTOMER, TRIES, VALID
from mercery.customers.challenges.sending import ATTEMPTS, send_code
from mercery.customers.challenges.service import Claim, Proof, ask, prove
from mercery.customers.customer import Customer
from mercery.customers.jobs import blueprint
from mercery.customers.service import apply_customers, customers_by_email


@dataclass
class House:
    """A shop with one customer."""

    database: Database
    shop: Shop
    mira: Customer

    async def asks(self, said: str = "mira@example.com", *, known: bool = True, conversation: str = "cnv_1", again: bool = False, lang: Lang = "en") -> str:  # fmt: skip
        claim = Claim(said=said, customer=self.mira if known else None)
        async with self.database.session() as session:
            return await ask(
                session,
                self.shop.id,
                claim,
                conversation=conversation,
                lang=lang,
                actor=SYSTEM,
                why="test",
                again=again,
            )

    async def says(self, code: str, conversation: str = "cnv_1") -> Proof:
        async with self.database.session() as session:
            return await prove(session, self.shop.id, code, conversation=conversation, actor=SYSTEM)

    async def work(self) -> None:
        """Let a worker run what is queued."""
        app = job_app(self.database.url, {"customers": blueprint})
        await run_due(app, self.database, delete_jobs="successful")

    async def challenge(self) -> str:
        """The id of the newest challenge."""
        async with self.database.session() as session:
            return str(await session.scalar(text("SELECT id FROM identity_challenges ORDER BY asked_at DESC LIMIT 1")))

    def code(self) -> str:
        """The code in the newest mail."""
        found = re.search(r"\d{6}", outbox_of(settings()).mails(self.shop.id)[0].text)
        assert found
        return found[0]

    async def record(self) -> list[audit.AuditEntry]:
        async with self.database.session() as session:
            lines, _ = await audit.entries(session, self.shop.id, audit.AuditFilter(action="identity"))
        return lines[::-1]


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    async with database.session() as session:
        shop = await create_shop(session, slug="lamps", name=Words("Lamps & <Co>", "灯具店"), currency="USD")
        await apply_customers(session, shop.id, [Customer(key="mira", email="mira@example.com", name="Mira")], SYSTEM)
        (mira,) = await customers_by_email(session, shop.id, "mira@example.com")
    yield House(database, shop, mira)


async def test_the_code_that_was_mailed_proves_once_and_only_in_its_conversation(house: House) -> None:
    assert await house.asks() == "sent"
    await house.work()
    code = house.code()
    assert (await house.says(code, "cnv_2")).verdict == "none"
    proof = await house.says(code)
    assert (proof.verdict, proof.customer_id) == ("right", house.mira.id)
    assert (await house.says(code)).verdict == "none"


async def test_the_code_stands_in_no_table_and_no_queue(house: House) -> None:
    await house.asks()
    await house.work()
    code = house.code()
    async with house.database.session() as session:
        for table in ("identity_challenges", "audit", "procrastinate_jobs", "procrastinate_events"):
            rows = await session.execute(text(f"SELECT {table}::text FROM {table}"))
            assert not [row for (row,) in rows if re.search(rf"(?<![0-9a-z]){code}(?![0-9a-z])", row)]


async def test_five_wrong_tries_close_it(house: House) -> None:
    await house.asks()
    await house.work()
    code = house.code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    left = [(await house.says(wrong)).left for _ in range(TRIES - 1)]
    assert left == [4, 3, 2, 1]
    assert (await house.says(wrong)).verdict == "too_many"
    assert (await house.says(code)).verdict == "none"


async def test_tries_at_the_same_time_all_count(house: House) -> None:
    await house.asks()
    verdicts = [one.verdict for one in await asyncio.gather(*(house.says("000000") for _ in range(TRIES + 3)))]
    assert sorted(verdicts) == ["none"] * 3 + ["too_many"] + ["wrong"] * (TRIES - 1)


async def test_after_ten_minutes_it_is_too_late(house: House) -> None:
    await house.asks()
    await house.work()
    with clock.at(clock.now() + VALID):
        assert (await house.says(house.code())).verdict == "expired"


async def test_the_newest_of_several_counts(house: House) -> None:
    await house.asks()
    await house.work()
    first = house.code()
    assert await house.asks() == "waiting" and await house.asks(again=True) == "soon"
    with clock.at(clock.now() + timedelta(minutes=2)):
        assert await house.asks(again=True) == "sent"
        await house.work()
        assert house.code() == first or (await house.says(first)).verdict == "wrong"
        assert (await house.says(house.code())).verdict == "right"


async def test_two_questions_at_once_leave_one_open_challenge(house: House) -> None:
    assert sorted(await asyncio.gather(house.asks(), house.asks())) == ["sent", "waiting"]


async def test_nobody_is_written_to_like_somebody(house: House) -> None:
    """The same statements, in the same order, whether or not there is an account."""
    seen: dict[str, list[str]] = {}
    for name, known in (("mira@example.com", True), ("nobody@example.com", False)):
        said = seen[name] = []

        def note(*args: object, into: list[str] = said) -> None:
            into.append(str(args[2]))

        event.listen(house.database.engine.sync_engine, "before_cursor_execute", note)
        assert await house.asks(name, known=known, conversation=name) == "sent"
        assert (await house.says("123456", name)).verdict == "wrong"
        event.remove(house.database.engine.sync_engine, "before_cursor_execute", note)
    assert seen["mira@example.com"] == seen["nobody@example.com"]
    await house.work()
    (only,) = outbox_of(settings()).mails(house.shop.id)
    assert only.to == "mira@example.com"


async def test_an_account_that_had_enough_gets_nothing_and_nothing_is_said_of_it(house: House) -> None:
    for number in range(PER_CUSTOMER.hour + 1):
        assert await house.asks(f"K100{number}", conversation=f"cnv_{number}") == "sent"
    await house.work()
    assert len(outbox_of(settings()).mails(house.shop.id)) == PER_CUSTOMER.hour


async def test_who_when_and_why_stand_in_the_record_but_no_address_and_no_code(house: House) -> None:
    await house.asks()
    await house.work()
    code = house.code()
    await house.says("999999" if code != "999999" else "999998")
    await house.says(code)
    lines = await house.record()
    assert [line.action for line in lines] == [
        "identity.ask_code",
        "identity.send_code",
        "identity.refuse_code",
        "identity.prove",
    ]
    assert all(line.subject == house.mira.id for line in lines) and lines[0].reason == "test"
    assert "mira@example.com" not in repr(lines) and code not in repr(lines)


def over(host: MailHost) -> Mailer:
    return mailer_of(Settings(smtp_url=SecretStr(host.url), mail_from="codes@shop.example"))


async def test_it_goes_to_the_address_on_the_account_over_smtp_in_the_customers_language(house: House) -> None:
    await house.asks("K1001", lang="zh")
    async with mail_host() as host:
        assert await send_code(house.database, house.shop.id, await house.challenge(), "zh", 1, mailer=over(host))
    (mail,) = host.mails
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    assert mail["To"] == "mira@example.com" and mail["From"].addresses[0].display_name == "灯具店"
    found = re.search(r"\d{6}", plain.get_content())
    assert found and found[0] in html.get_content() and found[0] not in mail["Subject"]
    assert "10 分钟" in plain.get_content()
    assert not re.search(r"https?:|<a\b|<img|src=|url\(", html.get_content(), re.IGNORECASE)
    assert (await house.says(found[0])).verdict == "right"


async def test_a_server_that_is_busy_is_tried_again_and_the_later_code_counts(house: House) -> None:
    await house.asks()
    challenge = await house.challenge()
    async with mail_host() as host:
        host.replies["RCPT"] = ["451 later"]
        with pytest.raises(MailNotSent):
            await send_code(house.database, house.shop.id, challenge, "en", 1, mailer=over(host))
        assert await send_code(house.database, house.shop.id, challenge, "en", 2, mailer=over(host))
        assert not await send_code(house.database, house.shop.id, challenge, "en", 3, mailer=over(host))
    (mail,) = host.mails
    plain = mail.get_body(("plain",))
    assert plain is not None and "Lamps & <Co>" in plain.get_content()
    code = re.search(r"\d{6}", plain.get_content())
    assert code and (await house.says(code[0])).verdict == "right"


@pytest.mark.parametrize(("reply", "attempt"), [("550 no such user", 1), ("451 later", ATTEMPTS)])
async def test_what_cannot_be_sent_is_given_up_and_recorded(house: House, reply: str, attempt: int) -> None:
    await house.asks()
    async with mail_host() as host:
        host.replies["RCPT"] = [reply]
        assert not await send_code(
            house.database, house.shop.id, await house.challenge(), "en", attempt, mailer=over(host)
        )
    last = (await house.record())[-1]
    assert last.action == "identity.code_not_sent" and reply[:3] in str(last.after)


async def test_the_queue_tries_again_by_itself(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with mail_host() as host:
        monkeypatch.setenv("MERCERY_SMTP_URL", host.url)
        settings.cache_clear()
        host.replies["RCPT"] = ["451 later"]
        await house.asks()
        await house.work()
        assert host.mails == []
        async with house.database.session() as session:
            await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"))
        await house.work()
    assert [mail["To"] for mail in host.mails] == ["mira@example.com"]
