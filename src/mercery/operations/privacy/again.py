"""After a restore: whoever was erased since the backup was made is erased again.

The marks lie in a file of the home folder, outside the database, because a restore replaces that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.conversations.service import people
from mercery.core.errors import NotFound
from mercery.customers import service as customers
from mercery.operations.privacy.erasing import Receipt, counts, erase
from mercery.operations.privacy.finding import find
from mercery.web.secret import macs

FILE: Final = "erasures.jsonl"
_REASON: Final = "Erased before the restore, and again after it."


def note(home: Path, shop_id: str, marks: Sequence[str]) -> None:
    """Remember an erasure beside the database: one line, of marks alone."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"shop": shop_id, "marks": list(marks)}) + "\n")


def noted(home: Path) -> dict[str, set[str]]:
    """Marks of everybody ever erased, by shop. Lines that cannot be read are passed over."""
    found: dict[str, set[str]] = {}
    try:
        lines = (home / FILE).read_text("utf-8").splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            told = json.loads(line)
            found.setdefault(str(told["shop"]), set()).update(str(one) for one in told["marks"])
        except (ValueError, KeyError, TypeError):
            continue
    return found


async def erase_again(session: AsyncSession, home: Path) -> list[Receipt]:
    """Erase everybody whose mark is noted and of whom something is kept again."""
    done: list[Receipt] = []
    for shop_id, marks in noted(home).items():
        if all(shop.id != shop_id for shop in await accounts.all_shops(session)):
            continue
        for said in await _back(session, shop_id, marks):
            try:
                person = await find(session, shop_id, said)
            except NotFound:
                continue
            if await counts(session, person):
                done.append(await erase(session, person, SYSTEM, reason=_REASON))
    return done


async def _back(session: AsyncSession, shop_id: str, marks: set[str]) -> list[str]:
    """Names of erased people that are there again."""
    named = [(f"customer:{id_}", id_) for id_ in (await customers.keys_by_id(session, shop_id))]
    named += [(f"email:{one}", one) for one in await customers.emails(session, shop_id)]
    named += [(f"visitor:{one}", one) for one in await people.visitors(session, shop_id)]
    return [said for name, said in named if not marks.isdisjoint(macs("erasure", shop_id, name))]
