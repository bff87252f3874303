"""The demo shop's release of a while ago: really checked, live, and everything the shop always asks is answered right."""

from __future__ import annotations

from datetime import timedelta

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.core import clock
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.releases import ask_own_questions, release_once
from mercery.demo.rules import demo_answers, demo_policies
from mercery.knowledge import service as knowledge
from mercery.knowledge.releases import questions, service
from mercery.policies import service as policies


async def test_a_release_is_live_its_check_was_clean_and_every_own_question_passes(database: Database) -> None:
    today = now()
    async with database.session() as session:
        shop = await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
        with clock.at(today - timedelta(days=60)):
            await policies.record_policies(session, shop.id, SYSTEM, demo_policies(today), reason="test")
            await knowledge.record_answers(session, shop.id, SYSTEM, list(demo_answers()), reason="test")
        assert await release_once(session, shop, today) == 3
        assert await ask_own_questions(session, shop, today) >= 5
    async with database.session() as session:
        (release,) = await service.releases(session, shop.id)
        check = await service.latest(session, shop.id, release)
        asked = await service.latest_of_questions(session, shop.id)
        kept = await questions.questions(session, shop.id)
        said = await knowledge.answer(session, shop.id, "samples")
    assert release.state == "published" and release.published_at is not None and release.published_at < today
    assert [one.does for one in release.inside] == ["change", "change", "change"]
    assert check is not None and check.findings is not None and not check.findings.fails
    assert asked is not None and asked.findings is not None and asked.fresh
    assert dict(asked.findings.own) == {"passes": len(kept)}
    assert said.version == 2 and said.answer.zh.endswith("未写明时由我们代选两款。")
