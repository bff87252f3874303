"""The demo shop as it is seeded: alive from the first minute, and gone without a trace when it is removed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.due import run_due
from tests.prepared import Prepared

from mercery.accounts import audit
from mercery.accounts import service as accounts
from mercery.accounts.actor import Actor
from mercery.accounts.overview import Period
from mercery.accounts.shop import Shop
from mercery.conversations import overview
from mercery.conversations import service as conversations
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.talk import demo_talks
from mercery.experiments.service import feature_counts, share_for
from mercery.promotions.publishing import service as promotions
from mercery.search.library import opened
from mercery.wiring import wire_events
from mercery.worker import jobs

OWNER = Actor(kind="staff", id="stf_owner", name="Claire Martin")


@pytest.fixture
async def database(prepared_shop: Prepared, home: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """The seeded one."""
    monkeypatch.setenv("MERCERY_HOME", str(prepared_shop.home))
    settings.cache_clear()
    database = Database(prepared_shop.url)
    yield database
    await database.close()


@pytest.fixture
async def demo(database: Database) -> Shop:
    """The demo shop."""
    async with database.session() as session:
        shop = await accounts.first_shop(session)
    assert shop
    return shop


async def tables_of_shops(session: AsyncSession) -> list[str]:
    """Every table with rows that belong to a shop."""
    rows = await session.execute(
        text(
            "SELECT table_name FROM information_schema.columns WHERE column_name = 'shop_id' AND table_schema = 'public'"
        )
    )
    return sorted(name for (name,) in rows)


async def left(session: AsyncSession, shop_id: str) -> dict[str, int]:
    """How many rows of a shop each table holds, where there are any."""
    found = {}
    for name in await tables_of_shops(session):
        count = await session.scalar(text(f'SELECT count(*) FROM "{name}" WHERE shop_id = :shop'), {"shop": shop_id})
        if count:
            found[name] = count
    return found


async def test_who_tries_the_demo_shop_is_in_no_hold_out_of_what_answers_them(demo: Shop) -> None:
    assert {share_for(demo, feature) for feature in ("assistant", "recommendations", "live")} == {0.0}


async def test_the_inbox_the_overview_and_the_comparison_have_something_to_show(
    prepared_shop: Prepared, database: Database, demo: Shop
) -> None:
    assert "conversations" in prepared_shop.said
    async with database.session() as session:
        counts = (await conversations.inbox(session, demo.id, "closed", "")).counts
        assert counts["waiting"] >= 3 and counts["assistant"] >= 8 and counts["closed"] >= 12
        assert sum(counts.values()) == len(demo_talks())
        every = [
            one
            for segment in ("waiting", "assistant", "closed")
            for one in (await conversations.inbox(session, demo.id, segment, "", limit=100)).conversations
        ]
        assert {one.lang for one in every} == {"en", "zh"}
        assert all(one.last_message_at <= now() for one in every)
        moment = now()
        week = Period(span="7", since=moment - timedelta(days=8), until=moment)
        part = await overview.overview(session, demo, week)
        lately = [talk for talk in demo_talks() if talk.hours < 8 * 24]
        assert part.rows[0].figure == str(len(lately)) and part.needs and part.charts
        assistant = next(one for one in await feature_counts(session, demo) if one.feature == "assistant")
        assert assistant.arm("treatment").visitors > 300 and assistant.arm("treatment").orders > 10


async def promotions_of(session: AsyncSession, shop: Shop) -> None:
    """Four sets that two people published on a proof that still holds, and a draft with a cart below the floor."""
    every = {one.name.en: one for one in await promotions.promotion_sets(session, shop.id)}
    weekend = every.pop("Member weekend")
    assert {one.state for one in every.values()} == {"published"} and len(every) == 4
    assert {one.author for one in every.values()}.isdisjoint(one.published_by for one in every.values())
    held = await promotions.rules_in_force(session, shop.id)
    proofs = await promotions.certificates(session, shop.id, held.certificates)
    for currency in ("EUR", "CNY"):
        calendar = await promotions.calendar_of(session, shop, at=now(), currency=currency)
        assert proofs[currency].certificate.passes and proofs[currency].covers.holds(calendar, now())
        assert proofs[currency].covers.lacking == 0
    below = await promotions.certificate(session, shop.id, weekend.certificates["EUR"])
    assert weekend.state == "checked" and not below.certificate.passes and below.certificate.found > 0


async def test_what_it_says_stands_on_facts_and_its_prices_on_proofs(database: Database, demo: Shop) -> None:
    async with database.session() as session:
        await promotions_of(session, demo)
        ids = [row[0] for row in await session.execute(text("SELECT id FROM conversations"))]
        said = [one for id_ in ids for one in await conversations.messages(session, demo.id, id_)]
    answers = [one for one in said if one.author == "assistant"]
    sourced = [one for one in answers if one.evidence]
    assert len(answers) >= 60 and len(sourced) / len(answers) > 0.7
    assert any(one.author == "staff" and one.kind == "message" for one in said)


@pytest.mark.slow
async def test_removing_the_demo_leaves_the_record_and_nothing_else(
    prepared_shop: Prepared, database: Database, demo: Shop, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.close()
    monkeypatch.setenv("MERCERY_HOME", str(home))
    settings.cache_clear()
    with prepared_shop.once_more(home) as url:
        own = Database(url)
        try:
            await removed(own, demo, home)
        finally:
            await own.close()


async def removed(database: Database, demo: Shop, home: Path) -> None:
    """Remove it, and look for what is left."""
    async with database.session() as session:
        own = await accounts.create_shop(session, slug="mine", name=Words("My shop", "我的店"))
        await opened(session, demo.id)
        before = await left(session, demo.id)
    wire_events()
    async with database.session() as session:
        await accounts.remove_shop(session, demo.id, OWNER, confirm_slug="aurelle")
    async with database.session() as session:
        after = await left(session, demo.id)
        assert after == {"audit": before["audit"] + 1}
        assert (await accounts.first_shop(session)) == own
        lines, _ = await audit.entries(session, demo.id, audit.AuditFilter())
    assert lines[0].action == "shop.remove" and lines[0].actor == OWNER
    await run_jobs(database)
    assert not (home / "media" / "demo").exists() and not (home / "index" / demo.id).exists()


async def run_jobs(database: Database) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(jobs, database)
