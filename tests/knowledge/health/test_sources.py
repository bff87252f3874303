"""Answers are held against the documents, policies and pieces of the shop as they stand now."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from tests.accounts.house import House, console_app, open_shop

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.demo.catalogue import demo_products
from mercery.knowledge import service as knowledge
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.health import console, service, sources
from mercery.knowledge.health.asked import Asked, Use

NOW = datetime.now(UTC)
GONE = SourceRef(document_id="doc_gone", version=1, passage=1, quote="The Saddle Bag is guaranteed for ten years.")


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    shop, people = await open_shop(database, "house", roles=("owner", "editor", "viewer"))
    async with database.session() as session:
        bags = [one.product for one in demo_products(NOW.date()) if one.product.handle == "saddle-bag"]
        await catalog.apply_drafts(session, shop, bags, SYSTEM)
        await knowledge.record_answers(
            session, shop.id, SYSTEM,
            [
                ApprovedAnswer(key="weight", question=Words("How heavy is the Saddle Bag?"), answer=Words("The Saddle Bag weighs 990 g.")),
                ApprovedAnswer(key="guarantee", question=Words("How long is it guaranteed?"), answer=Words("Ten years."), sources=(GONE,)),
            ],
            reason="test",
        )  # fmt: skip
    made = House(app=console_app(database, console.router), database=database, shop=shop, people=people)
    yield made
    for browser in made.browsers:
        await browser.http.aclose()


async def test_the_catalogue_and_a_document_that_is_gone_are_both_told(house: House) -> None:
    async with house.database.session() as session:
        shop = await accounts.shop(session, house.shop.id)
        found = {one.key: one for one in await sources.found(session, shop)}
    assert {key: one.kind for key, one in found.items()} == {"weight": "catalogue", "guarantee": "source_gone"}
    assert found["weight"].one.said == "990 g" and "780" in found["weight"].other.text


async def test_what_lost_its_source_waits_and_the_page_lets_a_person_decide(house: House) -> None:
    async with house.database.session() as session:
        shop = await accounts.shop(session, house.shop.id)
        assert await sources.look_at_sources(session, shop) == (1, 0)
        assert await sources.look_at_sources(session, shop) == (0, 0)
    viewer, editor = await house.as_role("viewer"), await house.as_role("editor")
    page = (await viewer.get("/console/health")).text
    assert "2 answers contradict something the shop holds." in page and "held back" in page and "let-go" not in page
    sent = await editor.post("/console/health/guarantee/1/let-go", {"reason": ""}, page="/console/health")
    assert sent.status_code == 422 and "Say why the answer may be said" in sent.text
    await editor.get("/console/health?lang=zh")
    sent = await editor.post("/console/health/guarantee/1/let-go", {"reason": ""}, page="/console/health")
    assert "请写明出处已变而答复仍可使用的原因。" in sent.text and "Say why" not in sent.text
    sent = await editor.post(
        "/console/health/guarantee/1/let-go", {"reason": "It holds all the same."}, page="/console/health"
    )
    assert sent.status_code == 303
    async with house.database.session() as session:
        assert await knowledge.held(session, house.shop.id) == frozenset()


async def test_the_gaps_page_is_calm_while_nobody_asks(house: House) -> None:
    viewer = await house.as_role("viewer")
    page = await viewer.get("/console/gaps")
    assert page.status_code == 200 and "Everything asked in the last 30 days has an answer." in page.text
    assert (await viewer.get("/console/gaps/unknown")).status_code == 404


class OneCustomer:
    """Conversations in which one question got no answer."""

    def __init__(self, text: str) -> None:
        self.text = text

    async def unanswered(self, session: AsyncSession, shop: Shop, since: datetime) -> Sequence[Asked]:
        del session, shop, since
        return [Asked(text=self.text, lang="en", at=NOW - timedelta(hours=1), conversation_id="c1", lack="unknown")]

    async def uses(self, session: AsyncSession, shop: Shop, since: datetime) -> Mapping[str, Use]:
        del session, shop, since
        return {}


async def test_a_question_refused_on_purpose_elsewhere_is_told_so_although_nobody_decided_about_it(
    house: House,
) -> None:
    asked = OneCustomer("Who are your other customers?")
    house.app.state.conversed = asked
    refused = ApprovedAnswer(key="others", question=Words(asked.text), answer=Words(""), status="declined")
    async with house.database.session() as session:
        await knowledge.record_answers(session, house.shop.id, SYSTEM, [refused], reason="test")
        shop = await accounts.shop(session, house.shop.id)
        (seen,) = await service.gaps(session, shop, asked)
    assert (seen.standing, seen.gap.mark) == ("declined", None)
    page = await (await house.as_role("editor")).get(f"/console/gaps/{seen.id}")
    assert page.status_code == 200 and "It comes near a question that is refused on purpose." in page.text
