"""Experiments begin, pause, are decided and reopened; what is decided holds at once, with who, when and why."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.experiments.builders import a_crowd

from mercery.accounts import audit
from mercery.accounts.actor import Actor
from mercery.accounts.audit import AuditFilter
from mercery.accounts.service import create_shop, update_shop
from mercery.accounts.service import shop as shop_of
from mercery.accounts.shop import Shop
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Conflict, Invalid
from mercery.core.i18n import Words
from mercery.experiments.console.words import standing
from mercery.experiments.running import repository
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft
from mercery.experiments.running.exposing import expose
from mercery.experiments.running.features import FEATURES, share_in_force
from mercery.experiments.running.service import NoSuchExperiment, NotNow
from mercery.experiments.service import share_for, variant_for

CLAIRE = Actor(kind="staff", id="stf_1", name="Claire Martin")
DRAFT = Draft(
    key="countdown", name=Words("Countdown", "倒计时"), place=Words("product pages", "商品页"), worth_above=2.0
)
VISITORS = [f"vis_{number}" for number in range(400)]


@pytest.fixture
async def shop(database: Database, home: Path) -> Shop:
    async with database.session() as session:
        made = await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")
        await running.create(session, made, CLAIRE, DRAFT)
    return made


async def with_it(database: Database, shop: Shop) -> int:
    """How many of the visitors have it now."""
    async with database.session() as session:
        current = await shop_of(session, shop.id)
    return sum(1 for one in VISITORS if variant_for(current, "countdown", one) == "treatment")


async def test_nobody_has_it_before_it_starts_then_half_and_after_a_stop_nobody(database: Database, shop: Shop) -> None:
    assert await with_it(database, shop) == 0
    async with database.session() as session:
        await running.start(session, shop, CLAIRE, "countdown")
    assert 150 < await with_it(database, shop) < 250
    async with database.session() as session:
        await running.decide(session, shop, CLAIRE, "countdown", "stop", "It drives people away.")
    assert await with_it(database, shop) == 0
    async with database.session() as session:
        await running.reopen(session, shop, CLAIRE, "countdown", "Mended.", share=0.1)
        one = await running.one_of(session, shop, "countdown")
        assert (one.phase, one.decision, one.state) == (2, None, "running")
    assert await with_it(database, shop) > 330


@pytest.mark.parametrize(("still_without", "least"), [(0.0, 400), (0.05, 365)])
async def test_kept_for_everyone_or_with_a_small_hold_out(
    database: Database, shop: Shop, still_without: float, least: int
) -> None:
    async with database.session() as session:
        await running.start(session, shop, CLAIRE, "countdown")
        after = await running.decide(
            session, shop, CLAIRE, "countdown", "keep", "It pays.", still_without=still_without
        )
    assert standing(after, None, after.share) == "kept"
    assert least <= await with_it(database, shop) <= 400


async def test_who_did_what_and_why_stays_on_record(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await running.start(session, shop, CLAIRE, "countdown")
        await running.pause(session, shop, CLAIRE, "countdown", "The page is broken.")
        await running.start(session, shop, CLAIRE, "countdown")
        verdict = {"verdict": "keep", "mismatch": False}
        await running.decide(session, shop, CLAIRE, "countdown", "keep", "It pays.", verdict=verdict)
    async with database.session() as session:
        acts = await repository.done(session, shop.id, "countdown")
        lines, _ = await audit.entries(session, shop.id, AuditFilter(action="experiment"))
    assert [one.act for one in acts] == ["kept", "resumed", "paused", "started", "created"]
    assert (acts[0].by, acts[0].reason, acts[0].details["reading"]) == ("Claire Martin", "It pays.", verdict)
    assert acts[0].details["without_after"] == 0.0
    assert lines[0].action == "experiment.kept" and lines[0].reason == "It pays."


async def test_a_decision_needs_a_reason_and_a_beginning(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        with pytest.raises(NotNow):
            await running.decide(session, shop, CLAIRE, "countdown", "keep", "Why not")
        await running.start(session, shop, CLAIRE, "countdown")
        with pytest.raises(Invalid, match="Say why"):
            await running.decide(session, shop, CLAIRE, "countdown", "keep", "  ")
        assert (await running.one_of(session, shop, "countdown")).state == "running"


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (Draft(key="Has Spaces", name=Words("X")), "key"),
        (Draft(key="new", name=Words("X")), "key"),
        (Draft(key="good", name=Words("")), "name"),
        (Draft(key="good", name=Words("X"), share=0.7), "share"),
        (Draft(key="good", name=Words("X"), worth_above=-1), "worth_above"),
    ],
)
async def test_what_cannot_be_set_up_is_named(database: Database, shop: Shop, draft: Draft, field: str) -> None:
    async with database.session() as session:
        with pytest.raises(Invalid) as refused:
            await running.create(session, shop, CLAIRE, draft)
        assert [problem.field for problem in refused.value.problems] == [field]
        with pytest.raises(Conflict):
            await running.create(session, shop, CLAIRE, DRAFT)
        with pytest.raises(NoSuchExperiment):
            await running.one_of(session, shop, "good")


async def test_exposures_count_only_while_it_runs(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        assert await expose(session, await shop_of(session, shop.id), "countdown", "vis_1") == ("holdout", False)
        await running.start(session, shop, CLAIRE, "countdown")
        _, counted = await expose(session, await shop_of(session, shop.id), "countdown", "vis_1")
        assert counted


async def test_features_are_experiments_with_the_shops_share(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        every = await running.every(session, shop)
        features = [one for one in every if one.feature]
        assert [one.key for one in features] == list(FEATURES) and features[0].share == share_for(shop, "assistant")
        await running.decide(session, shop, CLAIRE, "assistant", "stop", "Not ready for it.")
        current = await shop_of(session, shop.id)
    assert share_in_force(current, "assistant") == 1.0
    assert variant_for(current, "assistant", "vis_1") == "holdout"


async def test_a_share_changed_in_the_settings_holds_for_the_feature(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        draft = Draft(key="assistant", name=Words(""), share=0.2, metric="net_value", worth_above=500)
        await running.change(session, shop, CLAIRE, "assistant", draft)
        current = await shop_of(session, shop.id)
        assert current.holdouts["assistant"] == 0.2
        current = await update_shop(session, shop.id, CLAIRE, holdouts={"assistant": 0.1})
        one = await running.one_of(session, current, "assistant")
    assert (one.share, one.metric, one.name.en) == (0.1, "net_value", "Assistant")


async def test_a_draft_can_be_removed_and_what_ran_cannot(database: Database, shop: Shop) -> None:
    async with database.session() as session:
        await running.create(session, shop, CLAIRE, Draft(key="other", name=Words("Other")))
        await running.remove(session, shop, CLAIRE, "other")
        assert "other" not in (await shop_of(session, shop.id)).holdouts
        with clock.at(clock.now() - timedelta(days=1)):
            await running.start(session, shop, CLAIRE, "countdown")
        await a_crowd(session, shop, "countdown", clock.now() - timedelta(days=1), days=1, per_day=5)
        with pytest.raises(NotNow):
            await running.remove(session, shop, CLAIRE, "countdown")
