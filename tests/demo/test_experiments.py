"""The demo's experiments: an invented history, read by the real code to one verdict of each kind."""

from __future__ import annotations

from pathlib import Path

from mercery.accounts.service import create_shop
from mercery.accounts.service import shop as shop_of
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.experiments import STORIES, run_experiments
from mercery.experiments.readings import latest, readings
from mercery.experiments.running import service as running
from mercery.experiments.service import variant_for


async def test_one_experiment_of_each_verdict(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR", demo=True)
        assert await run_experiments(session, shop, clock.now()) == len(STORIES)
    async with database.session() as session:
        shop = await shop_of(session, shop.id)
        found = {key: one for (key, _), one in (await latest(session, shop.id)).items()}
        days = await readings(session, shop.id, "assistant-product-pages", 1)
    assert {key: one.verdict for key, one in found.items()} == {
        "assistant-product-pages": "keep",
        "live-countdown": "stop",
        "quick-replies-first": "wait",
        "shorter-greeting": "stop_too_small",
    }
    assert not any(one.blocked for one in found.values())
    assert len(days) in (42, 43) and days[3].verdict == "wait"
    kept = found["assistant-product-pages"]
    assert kept.net is not None and kept.net.above_zero and kept.cost_of_one.state == "shown"
    # The arm on record is the one the shop's own draw gives.
    async with database.session() as session:
        one = await running.one_of(session, shop, "assistant-product-pages")
        assert one.state == "running" and kept.n == kept.treated.n + kept.held.n > 15_000
    assert variant_for(shop, "assistant-product-pages", "vis_demo_assistant-pr_0_0") in ("treatment", "holdout")
