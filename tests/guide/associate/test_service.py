"""Offers an associate shares: made of what can be bought, opened with the prices of that moment, ended honestly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.catalog.builders import SHOP, add_shop
from tests.guide.goods import category, need, of, up_to

from mercery.accounts.actor import SYSTEM, Actor
from mercery.accounts.audit import AuditFilter, entries
from mercery.accounts.shop import Shop
from mercery.catalog.product import Product
from mercery.catalog.service import all_product_ids, products, set_price, set_stock
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.errors import Invalid, NotFound
from mercery.core.i18n import Lang, Words
from mercery.core.money import Money
from mercery.customers.customer import Customer
from mercery.customers.service import apply_customers, ids_by_key
from mercery.guide.associate.service import (
    Draft,
    NoteContradicts,
    NoteFindings,
    NoteUnproved,
    Remark,
    behind_link,
    happened,
    met_now,
    one_offer,
    outcomes,
    share,
    shared,
    withdraw,
)
from mercery.guide.associate.shared_offer import MOST_PIECES, SharedOffer, SharedPiece, told_to_readers
from mercery.guide.features import is_allergen
from mercery.guide.need import Wish
from mercery.orders.order import Order, OrderLine
from mercery.orders.service import apply_orders

CLAIRE = Actor(kind="staff", id="stf_claire", name="Claire")


class Strict:
    """A check that holds one phrase for wrong, and one for what nobody can prove."""

    async def check_note(self, *, shop: Shop, product_ids: object, text: str, lang: Lang) -> NoteFindings:
        wrong = Remark(found="waterproof", expected="not stated", source="product page")
        return NoteFindings(
            contradictions=(wrong,) if "waterproof" in text else (), unproved=(text,) if "envy" in text else ()
        )


async def goods(database: Database, shop: Shop) -> dict[str, Product]:
    async with database.session() as session:
        return {one.key: one for one in await products(session, shop.id, await all_product_ids(session, shop.id))}


def piece(of_goods: Product, sku: str) -> SharedPiece:
    found = of_goods.variant(sku)
    assert found
    return SharedPiece(product_id=of_goods.id, variant_id=found.id)


def draft(*pieces: SharedPiece, note: str = "", wishes: tuple[Wish, ...] = (), **more: str) -> Draft:
    return Draft(
        pieces=pieces, lang="en", currency="EUR", expires_at=clock.now() + timedelta(days=7), note=note, wishes=wishes,
        customer_id=more.get("customer_id"),
    )  # fmt: skip


async def offered(database: Database, shop: Shop, wanted: Draft) -> SharedOffer:
    async with database.session() as session:
        return await share(session, shop, CLAIRE, wanted, staff_id="stf_claire", by="Claire", check=Strict())


async def test_a_link_leads_to_the_offer_and_is_recorded(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    made = await offered(database, shop, draft(piece(found["harbour"], "HAR-BLK"), note="I thought of you."))
    async with database.session() as session:
        assert await behind_link(session, shop, made.token) == made
        assert await behind_link(session, shop, made.token[:-1] + ("y" if made.token.endswith("x") else "x")) is None
        lines, _ = await entries(session, shop.id, AuditFilter(action="offer.share"))
    assert lines[0].actor.name == "Claire"


@pytest.mark.parametrize(("sku", "key"), [("HAR-TAN", "harbour"), ("QUA-40", "quay")])
async def test_what_cannot_be_sent_now_is_not_offered(database: Database, shop: Shop, key: str, sku: str) -> None:
    found = await goods(database, shop)
    with pytest.raises(Invalid) as refused:
        await offered(database, shop, draft(piece(found[key], sku)))
    assert "cannot be sent" in refused.value.problems[0].message
    async with database.session() as session:
        assert await shared(session, shop) == []


async def test_pieces_note_and_end_have_bounds(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    bag = piece(found["ridge"], "RID-BLK")
    late = Draft(pieces=(), lang="en", currency="EUR", expires_at=clock.now() + timedelta(days=90), note="x" * 700)
    with pytest.raises(Invalid) as refused:
        await offered(database, shop, late)
    assert [one.field for one in refused.value.problems] == ["pieces", "note", "expires_at"]
    assert len((await offered(database, shop, draft(*[bag] * (MOST_PIECES + 2)))).pieces) == 1


async def test_a_note_against_the_facts_stops_the_offer(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    with pytest.raises(NoteContradicts) as refused:
        await offered(database, shop, draft(piece(found["ridge"], "RID-BLK"), note="It is waterproof."))
    assert refused.value.remarks[0].found == "waterproof"


async def test_what_no_fact_bears_out_goes_out_only_when_somebody_answers_for_it(
    database: Database, shop: Shop
) -> None:
    found = await goods(database, shop)
    wanted = draft(piece(found["ridge"], "RID-BLK"), note="All of Paris will envy you.")
    with pytest.raises(NoteUnproved) as refused:
        await offered(database, shop, wanted)
    assert refused.value.sentences == ("All of Paris will envy you.",)
    await offered(database, shop, replace(wanted, answered_for=True))
    async with database.session() as session:
        lines, _ = await entries(session, shop.id, AuditFilter(action="offer.share"))
    assert lines[0].after and lines[0].after["answered_for"] == ["All of Paris will envy you."]


async def test_it_ends_on_its_day_or_when_taken_back(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    made = await offered(database, shop, draft(piece(found["ridge"], "RID-BLK")))
    assert made.standing(made.created_at) == "open"
    assert made.standing(made.expires_at) == "expired"
    async with database.session() as session:
        await withdraw(session, shop, CLAIRE, made.id, reason="wrong client")
        await withdraw(session, shop, CLAIRE, made.id)
        assert (await one_offer(session, shop, made.id)).standing(clock.now()) == "withdrawn"
        lines, _ = await entries(session, shop.id, AuditFilter(action="offer.withdraw"))
    assert [line.reason for line in lines] == ["wrong client"]


async def test_wishes_are_held_against_the_piece_as_it_is_now(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    wishes = (
        Wish(kind="category", values=("bags",), label=Words("Bags", "包袋")),
        Wish(kind="on_sale", label=Words("Reduced", "优惠中")),
        Wish(kind="material", values=("leather",), unwanted=True, label=Words("No leather", "不要皮革")),
    )
    made = await offered(database, shop, draft(piece(found["ridge"], "RID-BLK"), wishes=wishes))
    assert met_now(shop, made, found["ridge"], clock.now()) == wishes
    async with database.session() as session:
        await set_price(session, shop.id, "RID-BLK", Money(45_000, "EUR"), SYSTEM)
    later = (await goods(database, shop))["ridge"]
    assert [one.kind for one in met_now(shop, made, later, clock.now())] == ["category", "material"]


def test_a_page_that_may_be_passed_on_tells_no_budget_no_size_and_no_allergy() -> None:
    said = Words("x", "x")
    nuts = Wish(kind="feature", name="nut_free", values=("yes",), label=said)
    wool = Wish(kind="material", values=("wool",), unwanted=True)
    wishes = need(category("bags"), of("silk"), up_to(9_000), Wish(kind="size", values=("38",)), nuts, wool).wishes
    assert is_allergen(nuts)
    told = told_to_readers([replace(wish, label=said) for wish in wishes])
    assert [one.kind for one in told] == ["category", "material"]


async def test_what_became_of_it_counts_browsers_bags_and_later_orders(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    async with database.session() as session:
        await apply_customers(session, shop.id, [Customer(key="c1", name="Mei", email="mei@example.com")], SYSTEM)
        client = (await ids_by_key(session, shop.id, ["c1"]))["c1"]
    black = piece(found["ridge"], "RID-BLK")
    made = await offered(database, shop, draft(black, piece(found["dune"], "DUN-SND"), customer_id=client))
    moment = clock.now()
    async with database.session() as session:
        for visitor in ("vis_a", "vis_a", "vis_b"):
            await happened(session, shop, made, "opened", visitor)
        await happened(session, shop, made, "put_in_bag", "vis_a", variant_id=black.variant_id)
        await happened(session, shop, made, "put_in_bag", "vis_a", variant_id="var_of_another_offer")
        lines = (OrderLine(sku="RID-OLV", title="Ridge", quantity=1, unit_price=Money(29_000, "EUR")),)
        await apply_orders(
            session, shop.id,
            [
                _order("1001", moment + timedelta(days=2), lines),
                _order("1000", moment - timedelta(days=2), lines),
                _order("1002", moment + timedelta(days=80), lines),
            ],
            SYSTEM,
        )  # fmt: skip
    async with database.session() as session:
        became = (await outcomes(session, shop, [made]))[made.id]
    assert (became.readers, became.in_bag) == (2, (black.variant_id,))
    assert [(one.order_number, one.same_variant) for one in became.bought] == [("1001", False)]


def _order(number: str, at: datetime, lines: tuple[OrderLine, ...]) -> Order:
    return Order(
        number=number, placed_at=at.astimezone(UTC), currency="EUR", status="paid", total=Money(29_000, "EUR"),
        customer_key="c1", lines=lines,
    )  # fmt: skip


async def test_another_shop_knows_nothing_of_it(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    made = await offered(database, shop, draft(piece(found["ridge"], "RID-BLK")))
    other = await add_shop(database, replace(SHOP, id="shp_other", slug="other"))
    async with database.session() as session:
        assert await behind_link(session, other, made.token) is None
        with pytest.raises(NotFound):
            await withdraw(session, other, CLAIRE, made.id)


async def test_a_piece_that_sold_out_meanwhile_stays_in_the_offer(database: Database, shop: Shop) -> None:
    found = await goods(database, shop)
    made = await offered(database, shop, draft(piece(found["ridge"], "RID-BLK")))
    async with database.session() as session:
        await set_stock(session, shop.id, "RID-BLK", 0, SYSTEM)
        again = await one_offer(session, shop, made.id)
    assert again.pieces == made.pieces
