"""The caps hold, turns at once included; the ledger and the costs say what was used."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from typing import cast

import pytest

from mercery.accounts import service as accounts
from mercery.accounts.shop import Shop
from mercery.ai.chat import ChatFailed, ChatRequest, Failure
from mercery.ai.scripted_chat import ScriptedChat
from mercery.assistant.ledger import TURN, allow, day_begins, left_alone, settle, spending
from mercery.assistant.metering import Budget, metered, prices_of
from mercery.core.clock import at, now
from mercery.core.config import Settings
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.experiments import service as experiments

CHOSEN = Settings(
    chat_url="https://models.example/v1",
    chat_model="large",
    chat_price_read=Decimal("2.5"),
    chat_price_written=Decimal(10),
    chat_currency="EUR",
    chat_cap_conversation=Decimal("0.20"),
    chat_cap_day=Decimal("0.50"),
)
ASKED = ChatRequest(purpose="wording", system="Be kind.", prompt="Good day")
GOOD = ScriptedChat("large", lambda _: "Good day.")
MOST = prices_of(CHOSEN).micros(TURN)


@pytest.fixture
async def shop(database: Database) -> Shop:
    async with database.session() as session:
        return await accounts.create_shop(session, slug="one", name=Words("One"), timezone="Asia/Shanghai")


async def turn(database: Database, shop: Shop, conversation: str, calls: int = 1) -> Budget:
    async with database.session() as session:
        budget = await allow(session, shop, conversation, CHOSEN)
    meter = metered(GOOD, prices_of(CHOSEN), budget)
    for _ in range(calls):
        await meter.complete(ASKED)
    async with database.session() as session:
        await settle(session, shop, conversation, meter, question_id="msg_1")
    return budget


async def kept(database: Database, shop: Shop, conversation: str) -> Budget:
    async with database.session() as session:
        return await allow(session, shop, conversation, CHOSEN)


async def test_a_turn_keeps_its_most_and_gives_back_what_it_did_not_use(database: Database, shop: Shop) -> None:
    budget = await turn(database, shop, "cnv_1", calls=2)
    assert budget.micros == MOST
    async with database.session() as session:
        used = await spending(session, shop, "EUR", day_begins(shop, now()))
    assert (used.calls, used.answered, used.conversations) == (2, 2, 1)
    assert 0 < used.micros < MOST
    assert used.tokens > 0


async def test_costs_of_the_assistant_are_noted_in_the_currency_of_the_prices(database: Database, shop: Shop) -> None:
    await turn(database, shop, "cnv_1")
    async with database.session() as session:
        counts = await experiments.feature_counts(session, shop)
        used = await spending(session, shop, "EUR", day_begins(shop, now()))
    assert next(one for one in counts if one.feature == "assistant").cost_micros == {"EUR": used.micros}


async def test_a_conversation_at_its_cap_goes_on_without_the_model_and_another_does_not(
    database: Database, shop: Shop
) -> None:
    left = 200_000
    while not (budget := await kept(database, shop, "cnv_1")).spent:
        assert budget.micros is not None
        left -= budget.micros
    assert left == 0
    assert budget.bound == "conversation"
    assert not (await kept(database, shop, "cnv_2")).spent


async def test_turns_at_once_do_not_pass_the_cap_of_the_day(database: Database, shop: Shop) -> None:
    budgets = await asyncio.gather(*(kept(database, shop, f"cnv_{number}") for number in range(12)))
    assert sum(budget.micros or 0 for budget in budgets) == 500_000
    assert next(budget for budget in budgets if budget.spent).bound == "day"


async def test_the_next_day_of_the_shop_begins_anew(database: Database, shop: Shop) -> None:
    for number in range(12):
        await kept(database, shop, f"cnv_{number}")
    tomorrow = day_begins(shop, now()) + timedelta(days=1)
    assert tomorrow.utcoffset() == timedelta(hours=8)
    with at(tomorrow):
        assert not (await kept(database, shop, "cnv_99")).spent


async def test_a_model_that_costs_nothing_has_no_cap(database: Database, shop: Shop) -> None:
    free = Settings(chat_url="http://127.0.0.1:8080/v1", chat_model="tiny", chat_cap_day=Decimal(0))
    async with database.session() as session:
        assert await allow(session, shop, "cnv_1", free) == Budget()


async def test_another_shop_has_caps_of_its_own(database: Database, shop: Shop) -> None:
    for number in range(12):
        await kept(database, shop, f"cnv_{number}")
    async with database.session() as session:
        other = await accounts.create_shop(session, slug="two", name=Words("Two"))
    assert not (await kept(database, other, "cnv_1")).spent


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["late"] * 3, ""),
        (["late"] * 4, "late"),
        (["late"] * 3 + ["paused"] * 3, "late"),
        (["late"] * 4 + ["answered"], ""),
        (["form"] * 5, ""),
    ],
)
async def test_an_endpoint_that_failed_again_and_again_is_told_of(
    database: Database, shop: Shop, outcomes: list[str], expected: str
) -> None:
    left = list(outcomes)

    def script(_request: ChatRequest) -> str:
        outcome = left.pop(0)
        if outcome == "answered":
            return "Good day."
        raise ChatFailed("No.", failure=cast(Failure, outcome))

    meter = metered(ScriptedChat("moody", script), prices_of(CHOSEN), Budget(calls=99, calls_for_one=99))
    for _ in outcomes:
        try:
            await meter.complete(ASKED)
        except ChatFailed:
            continue
    async with database.session() as session:
        await settle(session, shop, "cnv_1", meter)
        assert await left_alone(session, shop, meter.name) == expected
        assert await left_alone(session, shop, "another@elsewhere") == ""
