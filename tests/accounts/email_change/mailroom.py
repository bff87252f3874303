"""The letters of changes, sent as the worker sends them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy import text
from tests.accounts.house import PASSWORD, Browser, House
from tests.accounts.test_resets import Kept

from mercery.accounts import audit, sending
from mercery.accounts.audit import AuditEntry, AuditFilter
from mercery.accounts.email_change import sending as email_change
from mercery.core.mail import Mail, Mailer

PAGE = "/console/account"
CONFIRM, STOP = "/console/email/confirm", "/console/email/stop"
OWNER, MOVED = "owner@aurelle.example", "mira@new.example"
NEW_PASSWORD = "nine quiet looms of ash"


@dataclass
class Mailroom:
    """Sends what was asked for since the last time."""

    house: House
    last: int = 0
    kept: Kept = field(default_factory=Kept)

    async def deliver(self, mailer: Mailer | None = None) -> list[Mail]:
        """Do what the worker does; the mails that went out now."""
        before, way = len(self.kept.mails), mailer or self.kept
        async with self.house.database.session() as session:
            query = text("SELECT id, task_name, args FROM procrastinate_jobs WHERE id > :last ORDER BY id")
            waiting = list(await session.execute(query, {"last": self.last}))
        for job_id, task, args in waiting:
            self.last = job_id
            if task == "accounts:prove_new_address":
                await email_change.prove_new_address(self.house.database, **args, attempt=1, mailer=way)
            elif task == "accounts:tell_old_address":
                await email_change.tell_old_address(self.house.database, **args, attempt=1, mailer=way)
            elif task == "accounts:send_notice":
                await sending.send_notice(self.house.database, **args, attempt=1, mailer=way)
        return self.kept.mails[before:]

    async def letter(self, to: str) -> Mail:
        """The last letter of this delivery to an address."""
        return [mail for mail in await self.deliver() if mail.to == to][-1]

    async def both(self) -> tuple[Mail, Mail]:
        """The letters to the new address and to the one before."""
        mails = await self.deliver()
        return tuple([one for one in mails if one.to == to][-1] for to in (MOVED, OWNER))  # type: ignore[return-value]


def key(mail: Mail) -> str:
    """What the link of a letter holds."""
    found = re.search(r"http\S+/console/email/\S+", mail.text)
    assert found, mail.text
    return parse_qs(urlsplit(found[0]).query)["key"][0]


async def ask(browser: Browser, email: str = MOVED, password: str = PASSWORD) -> httpx.Response:
    """Send the form of the account page."""
    return await browser.post(f"{PAGE}/email", {"email": email, "current_password": password}, page=PAGE)


async def recorded(house: House) -> list[AuditEntry]:
    """What the record says of e-mails, the first first."""
    async with house.database.session() as session:
        found, _ = await audit.entries(session, house.shop.id, AuditFilter())
    return [one for one in reversed(found) if one.action.startswith("staff.email")]


async def acts(house: House) -> list[str]:
    """The acts alone."""
    return [one.action.removeprefix("staff.") for one in await recorded(house)]
