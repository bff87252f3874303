"""The model page and the overview: what is set, what it earned, what it costs, and who may have it examined."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.accounts.house import House, house

from mercery.accounts.actor import COMMAND_LINE
from mercery.accounts.overview import Period
from mercery.ai.chat import ChatFailed, ChatRequest
from mercery.ai.choosing import chosen_chat
from mercery.ai.scripted_chat import ScriptedChat
from mercery.assistant.admission import service
from mercery.assistant.admission.console import router
from mercery.assistant.ledger import allow, day_begins, settle
from mercery.assistant.metering import Budget, metered, prices_of
from mercery.assistant.overview import money, overview
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.database import Database

PAGE = "/console/settings/model"
NAME = "large@https://models.example/v1"
FIGURES = {
    "levels": {
        "L1": {"cases": 72, "written": 72, "clean": 72, "clean_pass": 1.0, "facts": 98, "facts_said": 98, "checked": 0, "leaks": 0, "leaked": [], "form_errors": 0, "failed": 0, "p50_ms": 400, "p95_ms": 900, "earned": True, "given_up": False, "leak_bound": None},
        "L2": {"cases": 20, "written": 40, "clean": 30, "clean_pass": 0.75, "facts": 20, "facts_said": 18, "checked": 9, "leaks": 1, "leaked": ["L2 plain: It costs 7. [number 7]"], "form_errors": 2, "failed": 1, "p50_ms": 700, "p95_ms": 2100, "earned": False, "given_up": True, "leak_bound": 0.4},
    },
    "reading": {"cases": 26, "right": 25, "share": 0.96, "form_errors": 0, "failed": 0, "wrong": [], "p50_ms": 300, "p95_ms": 600, "earned": True},
    "questions": 72, "tokens": 90_000, "micros": 240_000, "currency": "EUR",
}  # fmt: skip


@pytest.fixture
async def built(database: Database, home: Path) -> AsyncIterator[House]:
    async with house(database, router, roles=("owner", "viewer")) as made:
        yield made


@pytest.fixture
def model(built: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model is set, with prices and small caps. Nothing here asks it."""
    for name, value in {
        "URL": "https://models.example/v1", "MODEL": "large", "PRICE_READ": "1", "PRICE_WRITTEN": "4", "CURRENCY": "EUR",
        "CAP_DAY": "0.05",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"MERCERY_CHAT_{name}", value)
    settings.cache_clear()


async def earned(built: House) -> None:
    async with built.database.session() as session:
        asked = await service.begin(session, built.shop, COMMAND_LINE, NAME)
        await service.finish(session, built.shop, COMMAND_LINE, asked.id, level="L1", reads=True, figures=FIGURES)


async def needs(built: House) -> list[str]:
    period = Period(span="today", since=day_begins(built.shop, now()), until=now())
    async with built.database.session() as session:
        return [one.title.en for one in (await overview(session, built.shop, period)).needs]


async def test_without_a_model_the_page_says_so_and_the_overview_says_nothing(built: House) -> None:
    browser = await built.as_role("owner")
    page = (await browser.get(PAGE)).text
    assert "works without a model" in page
    assert "MERCERY_CHAT_URL" in page
    assert await needs(built) == []


@pytest.mark.usefixtures("model")
async def test_a_model_without_an_admission_may_do_nothing(built: House) -> None:
    browser = await built.as_role("owner")
    page = (await browser.get(PAGE)).text
    assert "may do nothing yet" in page
    assert NAME in page
    assert await needs(built) == ["A model is set and may do nothing yet"]


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_what_was_earned_is_shown_with_its_figures(built: House, lang: str) -> None:
    await earned(built)
    page = (await (await built.as_role("viewer")).get(f"{PAGE}?lang={lang}")).text
    for part in ("L1", "72/72", "75%", "0.4 / 0.9", "It costs 7. [number 7]", "€0.24", "€0.05", "25/26"):
        assert part in page, part
    assert f"{PAGE}/admit" not in page, "a viewer may look only"
    assert await needs(built) == []


@pytest.mark.usefixtures("model")
async def test_an_owner_has_it_examined_by_a_worker_and_sees_how_far_it_is(built: House) -> None:
    browser = await built.as_role("owner")
    assert (await browser.post(f"{PAGE}/admit", page=PAGE)).status_code == 303
    async with built.database.session() as session:
        job = (await session.execute(text("SELECT task_name, args FROM procrastinate_jobs"))).one()
        asked = (await service.admissions(session, built.shop.id))[0]
        await service.progress(session, built.shop.id, asked.id, 31, 242)
    assert (job.task_name, job.args["admission_id"]) == ("assistant:admit", asked.id)
    assert asked.by_name == "Owner Martin"
    page = (await browser.get(PAGE)).text
    assert 'aria-valuenow="31"' in page
    assert f"{PAGE}/admit" not in page, "one exam at a time"
    part = await browser.get(PAGE, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="exam"')


@pytest.mark.usefixtures("model")
async def test_an_owner_takes_it_back(built: House) -> None:
    await earned(built)
    browser = await built.as_role("owner")
    assert (await browser.post(f"{PAGE}/revoke", {"model": NAME}, page=PAGE)).status_code == 303
    async with built.database.session() as session:
        assert await service.admitted(session, built.shop.id, NAME) is None


@pytest.mark.usefixtures("model")
@pytest.mark.parametrize("act", ["admit", "revoke"])
async def test_nobody_else_changes_anything(built: House, act: str) -> None:
    browser = await built.as_role("viewer")
    assert (await browser.post(f"{PAGE}/{act}", {"model": NAME}, page=PAGE)).status_code == 403


@pytest.mark.usefixtures("model")
async def test_a_cap_that_is_reached_is_told(built: House) -> None:
    await earned(built)
    async with built.database.session() as session:
        while not (await allow(session, built.shop, "cnv_1", settings())).spent:
            pass
    assert await needs(built) == ["The model's cap for today is reached"]
    assert "The cap for today is reached" in (await (await built.as_role("viewer")).get(PAGE)).text


@pytest.mark.usefixtures("model")
async def test_an_endpoint_that_fails_is_told(built: House) -> None:
    await earned(built)

    def down(_request: ChatRequest) -> str:
        raise ChatFailed("No.", failure="unreachable")

    class Down(ScriptedChat):
        name = NAME

    meter = metered(Down("down", down), prices_of(settings()), Budget(calls=9, calls_for_one=9))
    for _ in range(4):
        with pytest.raises(ChatFailed):
            await meter.complete(ChatRequest(purpose="wording", system="", prompt=""))
    async with built.database.session() as session:
        await settle(session, built.shop, "cnv_1", meter)
    assert await needs(built) == ["The assistant works without its model"]
    assert "does not answer" in (await (await built.as_role("viewer")).get(PAGE)).text
    assert chosen_chat(settings()) is not None


@pytest.mark.parametrize(
    ("micros", "text_"),
    [(0, "€0.00"), (4_300, "€0.0043"), (100_000, "€0.10"), (Decimal(2_345_678), "€2.35")],
)
def test_small_amounts_are_told_finely(micros: int, text_: str) -> None:
    assert money(int(micros), "EUR") == text_
