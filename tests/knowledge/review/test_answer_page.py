"""An answer's page shows the passages it stands on; an edit by hand keeps them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from tests.accounts.house import Browser, console_app
from tests.knowledge.review.house import GIFT, House, source

from mercery.core.i18n import Words
from mercery.knowledge import console, service
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.review import console as review_console
from mercery.web.rate_limit import RateLimiter


@pytest.fixture
async def claire(house: House) -> AsyncIterator[Browser]:
    app = console_app(house.database, console.router, review_console.router)
    app.state.limiter = RateLimiter(house.database.url)
    browser = Browser(app, host="localhost:8000", address="192.0.2.7")
    await browser.log_in("claire@aurelle.example")
    yield browser
    await browser.http.aclose()
    await app.state.limiter.close()


async def record(house: House, text: str, version_of: str = "gift") -> ApprovedAnswer:
    made = ApprovedAnswer(
        key=version_of, question=GIFT.question, answer=Words(text),
        sources=(source("Gifts are taken back within thirty (30) days.", 2),),
    )  # fmt: skip
    async with house.database.session() as session:
        return await service.record_answer(session, house.shop.id, house.claire, made, reason="test")


async def test_the_figures_are_marked_in_the_passages(house: House, claire: Browser) -> None:
    await record(house, "Gifts are taken back within 30 days.")
    page = (await claire.get("/console/answers/gift")).text
    assert 'class="marked"' in page and "thirty (30) days" in page
    assert "What it states in figures and conditions stands in its sources." in page


async def test_what_the_passage_does_not_say_is_pointed_out(house: House, claire: Browser) -> None:
    await record(house, "Gifts are taken back within 20 days.")
    page = (await claire.get("/console/answers/gift")).text
    assert "marked-off" in page and "review-differing" in page


async def test_an_edit_by_hand_keeps_the_sources_and_shows_the_difference(house: House, claire: Browser) -> None:
    made = await record(house, "Gifts are taken back within 30 days.")
    fields = {
        "version": "1", "question_en": GIFT.question.en, "answer_en": "Gifts are taken back within 30 days, unworn.",
        "reason": "clearer",
    }  # fmt: skip
    answer = await claire.post("/console/answers/gift", fields, page="/console/answers/gift")
    assert answer.status_code == 303
    async with house.database.session() as session:
        now = await service.answer(session, house.shop.id, "gift")
    assert now.version == 2 and now.sources == made.sources
    assert '<ins class="holds">, unworn</ins>' in (await claire.get("/console/answers/gift")).text


async def test_a_sum_written_on_the_page_goes_to_the_review_and_is_shown_as_a_persons(
    house: House, claire: Browser
) -> None:
    fields = {"version": "0", "question_en": "What does a label cost?", "answer_en": "€14.50.", "reason": "new"}
    answer = await claire.post("/console/answers/new", fields, page="/console/answers/new")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/review/")
    page = (await claire.get(answer.headers["location"])).text
    assert "Your yes is noted with it" in page and "No document backs it" in page and "Written by hand" in page
    async with house.database.session() as session:
        assert await service.answers(session, house.shop.id) == []


async def test_a_sum_for_the_next_release_goes_to_the_review_too(house: House, claire: Browser) -> None:
    fields = {"version": "0", "question_en": "What does a label cost?", "answer_en": "€14.50.", "reason": "new"}
    answer = await claire.post("/console/answers/new/release", fields, page="/console/answers/new")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/console/review/")
