"""A bag that was handed over is known again by its order, however the shop's system tells it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.catalog.builders import SHOP, add_shop

from mercery.accounts.actor import SYSTEM
from mercery.core.clock import now
from mercery.core.database import Database
from mercery.orders.handover import service
from mercery.orders.handover.checkout import Checkout, Piece
from mercery.orders.handover.coming_back import ref_in
from mercery.orders.importing.reading import read_orders
from mercery.orders.service import apply_orders
from mercery.wiring import wire_events

REF = "hov_01jdk3abcdefghjkmnpqrst"
SHOPIFY = Checkout(kind="shopify", address="https://orme.example")


@pytest.mark.parametrize(
    "cells",
    [
        {"note attributes": f"gift: yes\nmercery: {REF}"},
        {"note attributes": [{"name": "mercery", "value": REF}]},
        {"custom attributes": [{"key": "mercery", "value": REF}]},
        {"meta data": [{"id": 1, "key": "_wc_order_attribution_utm_content", "value": REF}]},
        {"meta wc order attribution utm content": REF},
        {"handover": REF},
        {"landing site": f"/checkout-link/?products=1:1&utm_content={REF}"},
    ],
)
def test_every_system_tells_it_in_its_own_place(cells: dict[str, Any]) -> None:
    assert ref_in(cells) == REF


@pytest.mark.parametrize(
    "cells", [{"note": f"mercery: {REF}"}, {"note attributes": "hov_"}, {"note attributes": f"x{REF}"}, {}]
)
def test_nothing_else_is_taken_for_one(cells: dict[str, Any]) -> None:
    assert ref_in(cells) == ""


def order_file(folder: Path, number: str, ref: str, status: str = "paid") -> Path:
    row = {
        "number": number, "placed_at": (now() - timedelta(hours=2)).isoformat(), "currency": "EUR", "status": status,
        "total_minor": 98_000, "note_attributes": [{"name": "mercery", "value": ref}],
        "lines": [{"sku": "b1-tan", "title": "Arda", "quantity": 1, "unit_price_minor": 98_000}],
    }  # fmt: skip
    path = folder / f"{number}.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    return path


async def brought_in(database: Database, path: Path) -> None:
    drafts, _ = read_orders(path, path.name, "EUR")
    async with database.session() as session:
        await apply_orders(session, SHOP.id, drafts, SYSTEM)


async def outcomes(database: Database) -> list[tuple[str, str, int]]:
    async with database.session() as session:
        rows = await session.execute(text("SELECT visitor_id, subject, minor FROM outcomes WHERE kind = 'order'"))
        return [(row.visitor_id, row.subject, row.minor) for row in rows]


async def handed_over(database: Database, visitor: str = "vis_ada") -> str:
    async with database.session() as session:
        await service.set_checkout(session, SHOP.id, SYSTEM, SHOPIFY)
        checkout = await service.checkout_of(session, SHOP.id)
        done = await service.begin(
            session, SHOP.id, checkout, [Piece(variant_id="var_1", sku="b1-tan", quantity=1, external_id="7")],
            visitor_id=visitor, surface="cart", lang="en", currency="EUR",
        )  # fmt: skip
    return done.address.split("attributes[mercery]=")[1].split("&")[0]


async def test_an_order_counts_for_the_visitor_whose_bag_it_was_once(
    database: Database, home: Path, tmp_path: Path
) -> None:
    wire_events()
    await add_shop(database)
    ref = await handed_over(database)
    path = order_file(tmp_path, "1001", ref)
    await brought_in(database, path)
    await brought_in(database, path)
    assert await outcomes(database) == [("vis_ada", "1001", 98_000)]
    async with database.session() as session:
        counts = await service.counts(session, SHOP.id, since=now() - timedelta(days=1))
        at = await session.scalar(text("SELECT at FROM outcomes"))
    assert (counts.begun, counts.ordered, counts.newest[0].order_number) == (1, 1, "1001")
    assert at is not None and timedelta(hours=1) < now() - at < timedelta(hours=3)


async def test_a_second_order_with_the_same_reference_and_a_cancelled_one_do_not_count(
    database: Database, home: Path, tmp_path: Path
) -> None:
    wire_events()
    await add_shop(database)
    ref = await handed_over(database)
    await brought_in(database, order_file(tmp_path, "1001", ref, status="cancelled"))
    assert await outcomes(database) == []
    await brought_in(database, order_file(tmp_path, "1002", ref))
    await brought_in(database, order_file(tmp_path, "1003", ref))
    await brought_in(database, order_file(tmp_path, "1004", "hov_0000000000000000000000"))
    assert [subject for _, subject, _ in await outcomes(database)] == ["1002"]
