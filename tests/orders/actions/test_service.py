"""Having something done on the real database: a yes bound to its details, done once, kept as a receipt."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.orders.actions.situations import ANA, RULES, order

from mercery.accounts import audit
from mercery.accounts.actor import SYSTEM
from mercery.accounts.service import create_shop
from mercery.accounts.shop import Shop
from mercery.catalog.product import Option, PriceRow, Product, Variant
from mercery.catalog.service import apply_drafts
from mercery.claims.values import Stock
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.money import Money
from mercery.customers.service import apply_customers, ids_by_key
from mercery.orders import service as orders
from mercery.orders.actions import service
from mercery.orders.actions.decision import Identity
from mercery.orders.actions.requests import ActionRequest, CancelOrder, ChangeOrderItems, Swap
from mercery.orders.actions.service import Asking, Outcome
from mercery.orders.order import OrderStatus
from mercery.promotions.known_variants import GoodsInForce

CANCEL = CancelOrder(order="1001", reason="no longer needed")
CUPS = Product(
    key="cup",
    handle="cup",
    title=Words("Cup"),
    options=(Option(name="colour", label=Words("Colour"), values=(Words("red"), Words("blue"))),),
    variants=tuple(
        Variant(
            sku=f"cup-{colour}",
            options={"colour": Words(colour)},
            prices=(PriceRow(amount=Money(minor, "EUR")),),
            stock=Stock(stock),
        )
        for colour, minor, stock in (("red", 2_000, 0), ("blue", 2_400, 3))
    ),
)


@dataclass
class Desk:
    """A shop with Ana's order, and requests to it."""

    database: Database
    shop: Shop
    ana: str

    async def ask(
        self, request: ActionRequest, *, token: str = "", key: str = "yes-1", conversation: str = "con_1"
    ) -> Outcome:
        """A request of Ana, who has proved her e-mail address."""
        identity = Identity(customer_id=self.ana, strength="email")
        asking = Asking(identity=identity, conversation=conversation, idempotency_key=key, token=token, actor=SYSTEM)
        async with self.database.session() as session:
            return await service.perform(session, self.shop, request, asking, goods=GoodsInForce())

    async def status(self) -> OrderStatus:
        """The order's status as stored."""
        async with self.database.session() as session:
            return (await orders.order_by_number(session, self.shop.id, "1001")).status


@pytest.fixture
async def desk(database: Database, home: Path) -> AsyncIterator[Desk]:
    async with database.session() as session:
        shop = await create_shop(session, slug="cups", name=Words("Cups"), currency="EUR")
        await apply_drafts(session, shop, [CUPS], SYSTEM)
        await apply_customers(session, shop.id, [replace(ANA, id="")], SYSTEM)
        bought = replace(order(), id="", customer_id=None, customer_key="ana")
        await orders.apply_orders(session, shop.id, [bought], SYSTEM)
        await service.record_rules(session, shop.id, SYSTEM, RULES, reason="test")
        ana = (await ids_by_key(session, shop.id, ["ana"]))["ana"]
    yield Desk(database, shop, ana)


async def test_nothing_happens_before_the_customer_has_said_yes(desk: Desk) -> None:
    asked = await desk.ask(CANCEL)
    assert asked.decision.verdict == "needs_confirmation" and asked.receipt is None
    assert await desk.status() == "pending"
    done = await desk.ask(CANCEL, token=asked.token)
    assert done.receipt and done.receipt.rule == "cancel_order@1"
    assert await desk.status() == "cancelled"


async def test_a_yes_to_one_thing_is_no_yes_to_another(desk: Desk) -> None:
    token = (await desk.ask(CANCEL)).token
    other = CancelOrder(order="1001", reason="ordered by mistake")
    assert (await desk.ask(other, token=token)).receipt is None
    assert (await desk.ask(CANCEL, token=token, conversation="con_2")).receipt is None
    assert (await desk.ask(CANCEL, token=token + "x")).receipt is None
    assert await desk.status() == "pending"


async def test_a_yes_is_good_for_ten_minutes(desk: Desk) -> None:
    token = (await desk.ask(CANCEL)).token
    with clock.at(clock.now() + timedelta(minutes=10, seconds=1)):
        assert (await desk.ask(CANCEL, token=token)).receipt is None
    assert await desk.status() == "pending"


async def test_a_yes_to_an_amount_is_no_yes_to_another_amount(desk: Desk) -> None:
    swap = ChangeOrderItems(order="1001", swaps=(Swap(old="cup-red", new="cup-blue"),), payment_method="visa")
    token = (await desk.ask(swap)).token
    dearer = replace(
        CUPS, variants=(CUPS.variants[0], replace(CUPS.variants[1], prices=(PriceRow(amount=Money(2_900, "EUR")),)))
    )
    async with desk.database.session() as session:
        await apply_drafts(session, desk.shop, [dearer], SYSTEM)
    outcome = await desk.ask(swap, token=token)
    assert outcome.receipt is None and outcome.decision.verdict == "needs_confirmation"
    assert outcome.decision.amounts and outcome.decision.amounts.difference == Money(900, "EUR")


async def test_sent_twice_it_happens_once(desk: Desk) -> None:
    token = (await desk.ask(CANCEL)).token
    first, second = await desk.ask(CANCEL, token=token), await desk.ask(CANCEL, token=token)
    assert first.receipt and second.receipt and first.receipt.id == second.receipt.id


async def test_two_at_once_follow_each_other(desk: Desk) -> None:
    token = (await desk.ask(CANCEL)).token
    outcomes = await asyncio.gather(*(desk.ask(CANCEL, token=token, key=f"yes-{number}") for number in range(4)))
    assert sum(outcome.receipt is not None for outcome in outcomes) == 1
    async with desk.database.session() as session:
        assert len(await service.receipts(session, desk.shop.id, ["1001"])) == 1


async def test_the_same_file_again_does_not_undo_what_was_done(desk: Desk) -> None:
    await desk.ask(CANCEL, token=(await desk.ask(CANCEL)).token)
    async with desk.database.session() as session:
        bought = replace(order(), id="", customer_id=None, customer_key="ana")
        again = await orders.apply_orders(session, desk.shop.id, [bought], SYSTEM)
    assert (again.changed, again.unchanged) == (0, 1)
    assert await desk.status() == "cancelled"


async def test_what_was_done_is_recorded_without_the_customers_address(desk: Desk) -> None:
    await desk.ask(CANCEL, token=(await desk.ask(CANCEL)).token)
    async with desk.database.session() as session:
        lines, _ = await audit.entries(session, desk.shop.id, audit.AuditFilter(action="order.cancel_order"))
    assert [line.subject for line in lines] == ["1001"]
    assert "Rue Haute" not in str(lines[0].after)


async def test_a_rule_recorded_again_is_its_next_version_and_an_unchanged_one_is_none(desk: Desk) -> None:
    async with desk.database.session() as session:
        assert await service.record_rules(session, desk.shop.id, SYSTEM, RULES, reason="again") == []
        stricter = replace(RULES[0], confirmation=True, per_customer_and_day=1)
        made = await service.record_rules(session, desk.shop.id, SYSTEM, [stricter], reason="stricter")
        assert [rule.id for rule in made] == ["cancel_order@2"]
        held = {rule.key: rule for rule in await service.rules_in_force(session, desk.shop.id)}
    assert held["cancel_order"].per_customer_and_day == 1
