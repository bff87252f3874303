"""The pages of experiments as staff see them: set up, started, read, alarmed, decided, taken along."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.accounts.house import House
from tests.accounts.house import house as opened_house
from tests.due import run_due
from tests.experiments.builders import a_crowd

from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import shop as shop_of
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.jobs import job_app
from mercery.experiments import jobs
from mercery.experiments import readings as stored
from mercery.experiments.running import service as running
from mercery.experiments.running.experiment import Draft

HOME = "/console/experiments"
TYPED = {
    "key": "countdown", "name_en": "Countdown beside the price", "name_zh": "价格旁的倒计时", "place_en": "product pages",
    "place_zh": "商品页", "metric": "orders", "worth_above": "2", "share": "50",
}  # fmt: skip


@pytest.fixture
async def house(database: Database, home: Path) -> AsyncIterator[House]:
    async with opened_house(database, roles=("owner", "editor", "agent", "viewer")) as opened:
        yield opened


async def run_for(house: House, *, days: int = 12, **crowd: object) -> None:
    """The countdown runs since then, and is read."""
    since = clock.now().replace(hour=1, minute=0) - timedelta(days=days)
    async with house.database.session() as session:
        with clock.at(since):
            draft = Draft(key="countdown", name=Words("Countdown", "倒计时"), worth_above=2.0)
            await running.create(session, house.shop, SYSTEM, draft)
            await running.start(session, house.shop, SYSTEM, "countdown")
        shop = await shop_of(session, house.shop.id)
        await a_crowd(session, shop, "countdown", since, days=days, per_day=250, **crowd)  # type: ignore[arg-type]
        await stored.take(session, shop, await running.one_of(session, shop, "countdown"))


async def work(database: Database) -> None:
    """Run every job that is due, as the worker does."""
    await run_due(job_app(database.url, {"experiments": jobs.blueprint}), database, delete_jobs="successful")


async def test_an_experiment_is_set_up_started_and_listed(house: House) -> None:
    owner = await house.as_role("owner")
    await owner.get(f"{HOME}/new")
    refused = await owner.post(f"{HOME}/new", TYPED | {"key": "Not A Key", "worth_above": "much"})
    assert refused.status_code == 422 and "no number" in refused.text
    assert (await owner.post(f"{HOME}/new", TYPED)).headers["location"] == f"{HOME}/countdown"
    page = await owner.get(f"{HOME}/countdown")
    assert "Nobody has it yet" in page.text
    await owner.post(f"{HOME}/countdown/start", {})
    assert "Countdown beside the price" in (await owner.get(HOME)).text
    chinese = (await owner.get(f"{HOME}/countdown?lang=zh")).text
    assert "价格旁的倒计时" in chinese and "尚无读数" in chinese


async def test_the_verdict_is_the_headline_and_the_decision_goes_on_record(house: House) -> None:
    await run_for(house, buys=(0.22, 0.08))
    owner = await house.as_role("owner")
    page = (await owner.get(f"{HOME}/countdown")).text
    assert "Keep it. For every 1,000 visitors, it brings about" in page and "the whole range is above zero" in page
    without = await owner.post(f"{HOME}/countdown/decide", {"decision": "keep", "reason": " "})
    assert without.status_code == 303 and "Say why" in (await owner.get(f"{HOME}/countdown")).text
    await owner.post(f"{HOME}/countdown/decide", {"decision": "keep", "reason": "It pays.", "still_without": "5"})
    decided = (await owner.get(f"{HOME}/countdown")).text
    assert "Kept for everyone." in decided and "It pays." in decided and "5% of visitors stay without it" in decided
    async with house.database.session() as session:
        assert (await shop_of(session, house.shop.id)).holdouts["countdown"] == 0.05


async def test_a_decision_does_not_wait_for_its_last_reading(house: House) -> None:
    await run_for(house, buys=(0.22, 0.08))
    owner = await house.as_role("owner")
    await owner.get(f"{HOME}/countdown")
    async with house.database.session() as session:
        before = len(await stored.readings(session, house.shop.id, "countdown", 1))
        read = await stored.last_of(session, house.shop.id, "countdown", 1)
    await owner.post(f"{HOME}/countdown/decide", {"decision": "keep", "reason": "It pays."})
    page = (await owner.get(f"{HOME}/countdown")).text
    assert "Kept for everyone." in page and "Verdict read then: Keep, as of" in page
    assert "The last reading, up to its end, is being taken" in page
    async with house.database.session() as session:
        one = await running.one_of(session, house.shop, "countdown")
        assert len(await stored.readings(session, house.shop.id, "countdown", 1)) == before
    await work(house.database)
    async with house.database.session() as session:
        last = await stored.last_of(session, house.shop.id, "countdown", 1)
    assert read is not None and last is not None and read.until < last.until == one.until
    assert "is being taken" not in (await owner.get(f"{HOME}/countdown")).text


async def test_reading_now_is_a_job_and_the_page_says_so(house: House) -> None:
    await run_for(house, days=3, buys=(0.02, 0.02))
    owner = await house.as_role("owner")
    await owner.get(f"{HOME}/countdown")
    await owner.post(f"{HOME}/countdown/read", {})
    await owner.post(f"{HOME}/countdown/read", {})
    assert "正在读取，以下为上次结果" in (await owner.get(f"{HOME}/countdown?lang=zh")).text
    await work(house.database)
    page = (await owner.get(f"{HOME}/countdown?lang=en")).text
    assert "It is being read. What is below" not in page and 'hx-trigger="every 2s"' not in page


async def test_groups_that_are_not_as_drawn_sound_an_alarm_in_place_of_a_verdict(house: House) -> None:
    await run_for(house, buys=(0.22, 0.08), drawn=0.42)
    page = (await (await house.as_role("viewer")).get(f"{HOME}/countdown")).text
    assert "No verdict. The groups are not as they were drawn." in page and "the verdict is withheld" in page
    assert "Keep it." not in page and "Keep for everyone" not in page


async def test_a_small_shop_is_told_how_long_it_takes(house: House) -> None:
    await run_for(house, days=3, buys=(0.02, 0.02))
    page = (await (await house.as_role("owner")).get(f"{HOME}/countdown")).text
    assert (
        "Wait." in page
        and "At today&#39;s traffic it takes about" in page
        and "Each group needs at least 30 buyers" in page
    )


async def test_readings_leave_as_csv_and_json(house: House) -> None:
    await run_for(house, days=4, buys=(0.22, 0.08))
    owner = await house.as_role("owner")
    rows = list(csv.DictReader(io.StringIO((await owner.get(f"{HOME}/countdown/readings.csv")).text)))
    assert [row["phase"] for row in rows] == ["1"] * len(rows) and len(rows) >= 4
    told = (await owner.get(f"{HOME}/countdown/readings.json")).json()
    assert told["readings"][-1]["treated"]["n"] == int(rows[-1]["with"])


async def test_only_an_owner_decides_and_only_an_editor_sets_up(house: House) -> None:
    await run_for(house, days=2)
    agent = await house.as_role("agent")
    assert (await agent.get(f"{HOME}/new")).status_code == 403
    await agent.get(f"{HOME}/countdown")
    assert (await agent.post(f"{HOME}/countdown/decide", {"decision": "stop", "reason": "x"})).status_code == 403
    editor = await house.as_role("editor")
    await editor.get(f"{HOME}/countdown")
    assert (await editor.post(f"{HOME}/countdown/decide", {"decision": "stop", "reason": "x"})).status_code == 403


async def test_features_whose_exposure_is_not_recorded_say_so(house: House) -> None:
    page = (await (await house.as_role("owner")).get(HOME)).text
    assert "Not measured" in page and "nothing is compared" in page
    one = (await (await house.as_role("owner")).get(f"{HOME}/search")).text
    assert "Who meets search is not recorded" in one
