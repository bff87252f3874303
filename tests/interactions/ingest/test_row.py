"""An act as a line of COPY."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mercery.accounts.service import create_shop
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.interactions.ingest.row import NoRow, row_of, rows_of
from mercery.interactions.ingest.writing import Writer
from mercery.interactions.interaction import Interaction
from mercery.interactions.service import acts

AT = datetime.now(UTC).replace(microsecond=1)


def act(**fields: object) -> Interaction:
    values: dict[str, object] = {
        "visitor_id": "vis_1",
        "kind": "search",
        "surface": "search",
        "at": AT,
        "event_id": "e1",
    }
    return Interaction(**(values | fields))  # type: ignore[arg-type]


async def test_signs_that_mean_something_to_copy_come_back_as_they_were(database: Database) -> None:
    query = "\\N tab\there, \\ and \\t\n第二行 ‘“\r\\."
    details = {"said": 'a "quote" \\ and\ttab\nline', "\\.": True, "n": 3, "空": "包"}
    async with database.session() as session:
        shop = await create_shop(session, slug="orme", name=Words("Orme"), currency="EUR")
    writer = Writer(database.url)
    one = act(query=query, details=details, product_id="", lang="zh")
    assert await writer.write(rows_of(shop.id, [one, act(event_id="e2")])) == ["stored", "stored"]
    await writer.close()
    async with database.session() as session:
        first, second = await acts(session, shop.id, ["search"], since=AT, until=datetime.now(UTC))
    assert (first.query, first.details, first.product_id, first.at) == (query, details, "", AT)
    assert (second.query, second.details, second.product_id, second.event_id) == (None, {}, None, "e2")


@pytest.mark.parametrize(
    "fields",
    [
        {"query": "a\0b"},
        {"details": {"a": "b\0"}},
        {"query": "\ud800"},
        {"visitor_id": "v" * 41},
        {"event_id": "e" * 65},
        {"details": {"a": "x" * 3000}},
    ],
)
def test_what_the_table_has_no_place_for_is_told_before_it_is_handed_in(fields: dict[str, object]) -> None:
    with pytest.raises(NoRow):
        row_of("shp_1", act(**fields))
    with pytest.raises(NoRow) as caught:
        rows_of("shp_1", [act(), act(**fields)])
    assert caught.value.place == 1


def test_an_act_without_an_id_is_given_one() -> None:
    first, second = rows_of("shp_1", [act(event_id=None), act(event_id=None)])
    assert first.event_id != second.event_id
