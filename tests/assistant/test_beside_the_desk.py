"""A message with an order's business and a question on the shop gets both, and the order's part is as it is alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.assistant.desk.test_service import Counter, counter

from mercery.accounts.actor import SYSTEM
from mercery.assistant.beside_the_desk import asked_beside
from mercery.core.i18n import Lang
from mercery.demo.rules import demo_policies
from mercery.policies import service as policies

__all__ = ["counter"]


@pytest.mark.parametrize(
    ("text", "lang", "asked"),
    [
        ("I want a refund for order K1001, and when do you open on Sunday?", "en", ["when do you open on Sunday?"]),
        ("Please cancel my order K1001. Are you open on Sunday?", "en", ["Are you open on Sunday?"]),
        ("我要退K1001这个订单。另外你们周日营业吗？", "zh", ["你们周日营业吗?"]),
        ("Return the scarf of my order K1002. Do you offer gift wrapping?", "en", ["Do you offer gift wrapping?"]),
        ("Exchange the lamp of order K1002. Do you have other colours?", "en", []),
        ("When do you open on Sunday?", "en", []),
        ("Return order K1002. When does my parcel get picked up?", "en", []),
        ("I want a refund for order K1001, and when will it arrive?", "en", []),
        ("Cancel order K1001. How much do I get back?", "en", []),
        ("Cancel order K1001. Can you do that today?", "en", []),
        ("yes", "en", []),
    ],
)
def test_what_asks_of_the_shop_is_told_from_what_asks_of_an_order(text: str, lang: Lang, asked: list[str]) -> None:
    assert asked_beside(text, lang) == asked


async def test_both_wishes_of_a_message_are_answered(counter: Counter) -> None:
    async with counter.database.session() as session:
        shop = counter.shop.id
        await policies.record_policies(session, shop, SYSTEM, demo_policies(datetime.now(UTC)), reason="test")
    alone = await counter.says("please cancel my order K1001, ordered by mistake")
    both = await counter.says("Please cancel my order K1001, ordered by mistake. Do you offer gift wrapping?")
    assert "wrap" in both and both.index("wrap") < both.index("postcode") and "wrap" not in alone


async def test_what_the_shop_does_not_know_is_passed_over_and_the_order_is_served(counter: Counter) -> None:
    said = await counter.says("Please cancel my order K1001, ordered by mistake. Who founded the house?")
    assert "email address" in said and "founded" not in said


async def test_an_order_is_confirmed_by_a_message_that_asks_something_else_too(counter: Counter) -> None:
    await counter.says("cancel my order K1001, ordered by mistake. mira@example.com")
    said = await counter.says("Yes. What is the care of the Reading Lamp?")
    assert "Done: order K1001 is now cancelled." in said and await counter.status("K1001") == "cancelled"
