"""The rules of a shop: read, and recorded by version."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.core.errors import Conflict, wrong_field
from mercery.inspection import kept_rules
from mercery.inspection.rulebook import RuleBook, book_to_json


async def rules_in_force(session: AsyncSession, shop_id: str) -> RuleBook:
    """The newest version; what every shop starts with where none was recorded."""
    return await kept_rules.newest_book(session, shop_id)


async def versions(session: AsyncSession, shop_id: str) -> list[tuple[RuleBook, datetime, str, str]]:
    """The latest versions with when, by whom and why."""
    return await kept_rules.books(session, shop_id)


async def record_rules(
    session: AsyncSession, shop_id: str, actor: Actor, book: RuleBook, *, reason: str, after_version: int
) -> RuleBook:
    """Record the next version; it holds for conversations inspected from then on. Conflict when somebody recorded one
    after `after_version`. The same rules again are no version."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"inspection_rules:{shop_id}"}
    )
    current = await kept_rules.newest_book(session, shop_id)
    if current.version != after_version:
        raise Conflict(
            "The rules were changed meanwhile.",
            remedy="Load the page again and repeat your change.",
            zh="此间已有人修改规则，请刷新后重做修改。",
        )
    if book_to_json(current) == book_to_json(book):
        return current
    if not reason.strip():
        message = "Say why the rules change."
        raise wrong_field("reason", message, zh="请写明修改规则的原因。")
    made = replace(book, version=current.version + 1)
    kept_rules.add_book(session, shop_id, made, by=actor.name, reason=reason.strip())
    await session.flush()
    await audit.record(
        session, shop_id, actor, "inspection.rules", f"version {made.version}", before=book_to_json(current),
        after=book_to_json(made), reason=reason.strip(),
    )  # fmt: skip
    return made
