"""Somebody is forgotten: nothing anywhere leads to them, everybody else's traces stay, and a receipt says what was done."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.conversations.tables import ConversationRow, MessageRow
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.experiments.tables import ExposureRow, OutcomeRow
from mercery.guide.tables import GuideMemoryRow, GuideSessionRow
from mercery.interactions.tables import InteractionRow
from mercery.livestream.tables import LiveCommentRow, LiveShowRow, LiveWatcherRow
from mercery.operations.privacy import again, erasing, retention
from mercery.operations.privacy.finding import find
from mercery.orders.tables import ActionReceiptRow, OrderRow
from mercery.recommendations.tables import ConsentRow, SaidRow
from mercery.search.desk.tables import SearchedRow
from mercery.storefront.tables import CartLineRow

NOW = datetime.now(UTC)


async def shop_of(session: AsyncSession) -> Shop:
    return await accounts.create_shop(session, slug="aurelle", name=Words("Maison Aurelle"), currency="EUR")


async def lives(session: AsyncSession, shop: Shop, name: str, *, visitor: str) -> str:
    """A customer who looked, talked, bought and had an address changed. Their name stands in all of it."""
    email = f"{name}@example.com"
    person = Customer(key=f"K-{name}", email=email, name=f"{name} Vale", phone=f"+44 20 {name}")
    await apply_customers(session, shop.id, [person], SYSTEM)
    customer = (await ids_by_key(session, shop.id, [f"K-{name}"]))[f"K-{name}"]
    talk = new_id("cnv")
    session.add_all([
        ConversationRow(
            id=talk, shop_id=shop.id, visitor_id=visitor, channel="web", lang="en", context={}, customer_id=customer,
            customer_name=f"{name} Vale", customer_email=email, subject=f"From {name}", packet={"who": name},
        ),
        OrderRow(
            id=new_id("ord"), shop_id=shop.id, number=f"N-{len(name)}{visitor[-1]}", customer_id=customer, email=email,
            placed_at=NOW, status="delivered", currency="EUR", total_minor=120_00, lines=[{"sku": "BAG"}], shipments=[],
            returns=[], address={"name": f"{name} Vale"}, note=f"for {name}", digest="d",
        ),
        ActionReceiptRow(
            id=new_id("rcp"), shop_id=shop.id, idempotency_key=new_id("key"), customer_id=customer, order_number="N",
            conversation_id=talk, action="change_order_address", arguments={"name": f"{name} Vale"}, rule="r", amounts={},
            before={}, after={}, at=NOW,
        ),
        InteractionRow(shop_id=shop.id, visitor_id=visitor, kind="search", surface="storefront", query=f"for {name}",
                       details={}, at=NOW),
        ExposureRow(shop_id=shop.id, feature="search", visitor_id=visitor, day=NOW.date(), at=NOW, arm="on", share=0.9),
        ExposureRow(shop_id=shop.id, feature="mails", visitor_id=customer, day=NOW.date(), at=NOW, arm="on", share=0.9),
        OutcomeRow(shop_id=shop.id, visitor_id=visitor, kind="order", at=NOW, minor=120_00, currency="EUR"),
        ConsentRow(id=new_id("con"), shop_id=shop.id, customer_id=customer, given=True, at=NOW),
        SearchedRow(shop_id=shop.id, id=ord(name[0]), visitor_id=visitor, at=NOW, query=f"for {name}", key=f"for {name}",
                    lang="en", found=1, exact=True, relaxed=[], shown=[], clicked=[], carted=[], bought=[]),
        CartLineRow(shop_id=shop.id, visitor_id=visitor, variant_id="var_1", product_id="prd_1", quantity=1),
    ])  # fmt: skip
    await session.flush()
    session.add(
        MessageRow(id=new_id("msg"), shop_id=shop.id, conversation_id=talk, seq=1, author="customer",
                   author_name=f"{name} Vale", text=f"I am {name}, {email}", lang="en", body={})
    )  # fmt: skip
    await session.flush()
    return customer


async def leaves_traces(session: AsyncSession, shop: Shop, name: str, *, customer: str, visitor: str) -> None:
    """What features keep besides: an exposure of each, wishes of a talk and those remembered, a show that was watched and written
    in, pieces put away."""
    talk = await session.scalar(select(ConversationRow.id).where(ConversationRow.visitor_id == visitor))
    show = f"show_{visitor}"
    session.add(
        LiveShowRow(
            id=show, shop_id=shop.id, slug=visitor.replace("_", "-"), title={"en": "An evening"}, lang="en", format="wide",
            avatar="", background="", state="ended", goals={}, rest_alone=True, record=False, updated_at=NOW,
        )
    )  # fmt: skip
    await session.flush()
    session.add_all([
        GuideSessionRow(id=new_id("gds"), shop_id=shop.id, conversation_id=talk, state={"for": name}, changed_at=NOW),
        GuideMemoryRow(id=new_id("gdm"), shop_id=shop.id, visitor_id=visitor, consented_at=NOW, wishes=[name], changed_at=NOW),
        LiveCommentRow(
            id=f"lcm_{name}", shop_id=shop.id, show_id=show, source="page", source_id=name, visitor_id=visitor, name=name,
            text=f"{name} asks", lang="en", state="answered", answer={"text": f"Dear {name}"}, at=NOW,
        ),
        LiveWatcherRow(show_id=show, visitor_id=visitor, shop_id=shop.id, seen_at=NOW),
        SaidRow(id=new_id("sai"), shop_id=shop.id, visitor_id=visitor, product_id="prd_1", what="not_for_me", at=NOW),
        SaidRow(id=new_id("sai"), shop_id=shop.id, customer_id=customer, product_id="prd_2", what="have_it", at=NOW),
        ConsentRow(id=new_id("con"), shop_id=shop.id, visitor_id=visitor, given=False, at=NOW),
        ExposureRow(shop_id=shop.id, feature="recommendations", visitor_id=visitor, day=NOW.date(), at=NOW, arm="on", share=0.9),
        InteractionRow(shop_id=shop.id, visitor_id=visitor, kind="recommended", surface="home", details={"who": name}, at=NOW),
    ])  # fmt: skip
    await session.flush()


async def test_what_every_feature_keeps_of_a_visitor_and_customer_goes_through_the_one_act(
    database: Database, home: Path
) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        for name, visitor in (("anna", "vis_a"), ("benedict", "vis_b")):
            customer = await lives(session, shop, name, visitor=visitor)
            await leaves_traces(session, shop, name, customer=customer, visitor=visitor)
        receipt = await erasing.erase(
            session, await find(session, shop.id, "anna@example.com"), SYSTEM, reason="Asked."
        )
    async with database.session() as session:
        after = await written(session)
    # The show itself is the shop's; its id is made of the browser's for this test alone.
    assert "anna" not in after and "vis_a" not in after.replace("show_vis_a", "")
    for kind in (
        "conversations", "guide_sessions", "guide_memories", "live_comments", "live_watchers", "interactions", "exposures",
        "outcomes", "recommendation_said", "recommendation_consents", "searches", "cart_lines",
    ):  # fmt: skip
        assert receipt.removed.get(kind), kind
    assert "benedict asks" in after and after.count("vis_b") > 8


async def test_a_browser_is_known_by_the_orders_told_for_it_unless_somebody_else_ordered_there(
    database: Database, home: Path
) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        people = [Customer(key=f"K-{name}", email=f"{name}@example.com", name=name.title()) for name in ("anna", "ben")]
        await apply_customers(session, shop.id, people, SYSTEM)
        ids = await ids_by_key(session, shop.id, ["K-anna", "K-ben"])
        for number, key in (("1", "K-anna"), ("2", "K-anna"), ("3", "K-ben")):
            session.add(
                OrderRow(id=new_id("ord"), shop_id=shop.id, number=number, customer_id=ids[key], placed_at=NOW, status="paid",
                         currency="EUR", total_minor=1, lines=[], shipments=[], returns=[], digest="d")
            )  # fmt: skip
        for visitor, number in (("vis_own", "1"), ("vis_both", "2"), ("vis_both", "3")):
            session.add(OutcomeRow(shop_id=shop.id, visitor_id=visitor, kind="order", at=NOW, subject=number))
        await session.flush()
        assert (await find(session, shop.id, "anna@example.com")).visitor_ids == {"vis_own"}
        assert (await find(session, shop.id, "ben@example.com")).visitor_ids == frozenset()


async def written(session: AsyncSession) -> str:
    """Every row of every table, as text."""
    names = await session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'")
    )
    rows = []
    for name in names:
        rows += [str(row) for row in await session.scalars(text(f'SELECT t::text FROM "{name}" t'))]
    return "\n".join(rows)


async def test_nothing_anywhere_leads_to_somebody_who_was_erased_and_others_stay(
    database: Database, home: Path
) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        anna = await lives(session, shop, "anna", visitor="vis_a")
        await lives(session, shop, "benedict", visitor="vis_b")
        before = await written(session)
    assert before.count("anna") > 8
    async with database.session() as session:
        person = await find(session, shop.id, "Anna@Example.com")
        assert person.visitor_ids == {"vis_a"}
        receipt = await erasing.erase(session, person, SYSTEM, reason="Asked by mail, GDPR article 17")
    async with database.session() as session:
        after = await written(session)
        orders = (await session.execute(select(OrderRow.email, OrderRow.address, OrderRow.total_minor))).all()
    for trace in ("anna", anna, "vis_a"):
        assert trace not in after
    assert after.count("benedict") == before.count("benedict")
    assert {row.total_minor for row in orders} == {120_00} and len(orders) == 2
    assert receipt.removed["conversations"] == receipt.removed["customers"] == receipt.removed["interactions"] == 1
    assert receipt.blanked == {"orders": 1}


async def test_what_is_kept_is_told_whole(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_a")
        person = await find(session, shop.id, "K-anna")
        told = json.loads(json.dumps(await erasing.told(session, person), default=str))
        found = {part.key: count for part, count in await erasing.counts(session, person)}
    assert {key: len(rows) for key, rows in told.items()} == found
    assert told["customers"][0]["email"] == "anna@example.com"
    assert told["orders"][0]["address"] == {"name": "anna Vale"}
    assert "token_hash" not in told["conversations"][0]


async def test_on_a_shared_browser_anothers_traces_stay(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_both")
        await apply_customers(session, shop.id, [Customer(key="K-ben", email="ben@example.com", name="Ben")], SYSTEM)
        session.add(
            ConversationRow(id="cnv_ben", shop_id=shop.id, visitor_id="vis_both", channel="web", lang="en", context={},
                            customer_email="ben@example.com")
        )  # fmt: skip
    async with database.session() as session:
        person = await find(session, shop.id, "anna@example.com")
        assert person.visitor_ids == frozenset()
        await erasing.erase(session, person, SYSTEM, reason="asked")
    async with database.session() as session:
        assert await session.get(ConversationRow, "cnv_ben") is not None
        assert await session.scalar(select(func.count()).select_from(InteractionRow)) == 1


async def test_nobody_is_erased_without_a_reason_and_nobody_is_found_by_nothing(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_a")
    async with database.session() as session:
        person = await find(session, shop.id, "anna@example.com")
        with pytest.raises(Invalid):
            await erasing.erase(session, person, SYSTEM, reason=" ")
        with pytest.raises(Invalid):
            await find(session, shop.id, " ")
        with pytest.raises(NotFound):
            await find(session, shop.id, "K-nobody")


async def test_after_a_restore_who_was_erased_is_erased_again_by_marks_that_name_nobody(
    database: Database, home: Path
) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_a")
        await lives(session, shop, "benedict", visitor="vis_b")
        again.note(home, shop.id, erasing.marks_of(await find(session, shop.id, "anna@example.com")))
    assert "anna" not in (home / again.FILE).read_text()
    async with database.session() as session:
        done = await again.erase_again(session, home)
    assert len(done) == 1
    async with database.session() as session:
        assert "anna" not in await written(session)
        assert await again.erase_again(session, home) == []


async def test_what_is_older_than_it_is_kept_goes_and_orders_lose_their_names_only(
    database: Database, home: Path
) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_a")
        old = NOW - timedelta(days=800)
        await session.execute(text("UPDATE searches SET at = :old"), {"old": old})
        await session.execute(text("UPDATE orders SET placed_at = :old"), {"old": old})
        await session.execute(text("UPDATE conversations SET last_message_at = :old"), {"old": old})
        await retention.keep_for(session, shop.id, SYSTEM, "orders", 730)
    gone = await retention.let_go(database, shop.id)
    assert gone == {"searches": 1, "orders": 1}
    async with database.session() as session:
        order = (await session.scalars(select(OrderRow))).one()
        assert (order.email, order.address, order.total_minor) == (None, None, 120_00)
        # Kept until it is erased, since the shop chose nothing.
        assert await session.scalar(select(func.count()).select_from(ConversationRow)) == 1
    assert await retention.let_go(database, shop.id) == {}


async def test_a_conversation_a_person_still_has_does_not_grow_old(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        await lives(session, shop, "anna", visitor="vis_a")
        await retention.keep_for(session, shop.id, SYSTEM, "conversations", 30)
        values = {"old": NOW - timedelta(days=60)}
        await session.execute(text("UPDATE conversations SET last_message_at = :old, status = 'waiting'"), values)
    assert "conversations" not in await retention.let_go(database, shop.id)
    async with database.session() as session:
        await session.execute(text("UPDATE conversations SET status = 'closed'"))
    assert (await retention.let_go(database, shop.id))["conversations"] == 1


async def test_days_that_would_break_the_shop_are_refused_with_the_least(database: Database, home: Path) -> None:
    async with database.session() as session:
        shop = await shop_of(session)
        with pytest.raises(Invalid) as refused:
            await retention.keep_for(session, shop.id, SYSTEM, "orders", 30)
        assert "365" in (refused.value.remedy or "")
        # What the feature itself lets go of is not promised for longer.
        for days in (None, 800):
            with pytest.raises(Invalid):
                await retention.keep_for(session, shop.id, SYSTEM, "interactions", days)
        with pytest.raises(NotFound):
            await retention.keep_for(session, shop.id, SYSTEM, "staff", 30)
