"""What `mercery run` prepares before it serves: at the first start a shop and its owner, later nothing."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from mercery.accounts import service as accounts
from mercery.accounts.setup import UNNAMED
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.storage import share
from mercery.demo.seed import seed
from mercery.demo.shared_offers import share_offers
from mercery.search.library import opened

Say = Callable[[str], None]
OWNER = "owner@example.com"
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def prepare(url: str, say: Say) -> tuple[str | None, str | None]:
    """Seed an empty installation. Returns the owner's login and, only when it was made now, the password."""
    return asyncio.run(_prepare(url, say))


async def _prepare(url: str, say: Say) -> tuple[str | None, str | None]:
    database = Database(url, pool_size=2)
    try:
        async with database.session() as session:
            shop = await accounts.first_shop(session)
        if shop is None:
            await _first_shop(database, say)
        return await _owner(database)
    finally:
        await database.close()


async def _first_shop(database: Database, say: Say) -> None:
    if settings().demo:
        shop = await seed(database, settings().home, say)
        async with database.session() as session:
            await share(session, settings().home / "media")
            await opened(session, shop.id)
        return
    async with database.session() as session:
        await accounts.create_shop(session, slug="shop", name=UNNAMED)
    say("An empty shop was made; the set-up page in the console leads on.")


async def _owner(database: Database) -> tuple[str | None, str | None]:
    """The first owner's login; where nobody can sign in yet, an owner is made with a random password."""
    async with database.session() as session:
        shop = await accounts.first_shop(session)
        assert shop is not None
        owners = [person for person in await accounts.staff_members(session, shop.id) if person.role == "owner"]
        if owners:
            return owners[0].email, None
        password = new_password()
        name = "Claire Martin" if shop.demo else "Owner"
        made = await accounts.create_staff(session, shop.id, email=OWNER, name=name, role="owner", password=password)
        if shop.demo:
            await share_offers(session, shop, made, now())
        return OWNER, password


def new_password() -> str:
    """Sixteen easily read characters in groups: about 79 bits."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
