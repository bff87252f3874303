"""What a piece is by its name, and the draft that follows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.recommendations.goods import named, pieces, products

from mercery.catalog.product import Attribute
from mercery.claims.values import Quantity, Text
from mercery.core.i18n import Words
from mercery.recommendations.durable.drafting import draft_of, drafts
from mercery.recommendations.durable.kinds import kind_named, kinds

BAGS = (Words("Bags", "包袋"),)


@pytest.mark.parametrize(
    ("title", "zh", "kind"),
    [
        ("Harbour Tote", "", "tote"), ("", "通勤托特包", "tote"), ("Leather Watch Strap", "", "watch_strap"),
        ("Espresso Coffee Machine", "", "coffee_machine"), ("Coffee Beans 1 kg", "", "coffee"),
        ("", "全自动咖啡机", "coffee_machine"), ("Razor Blades, pack of 8", "", "razor_blades"),
        ("Black Ink Cartridge for Inkjet Printer", "", "printer"), ("Steel Ring Binder", "", "ring"),
        ("Sellier Leather Care Set", "Sellier 皮具护理套装", "leather_care"), ("", "真丝方巾", "scarf"),
        ("Ergonomic Office Chair", "", "chair"), ("Linen Trousers", "", "trousers"), ("Snowstorm", "", None),
    ],
)  # fmt: skip
def test_the_name_that_ends_last_tells_the_kind(title: str, zh: str, kind: str | None) -> None:
    found = kind_named(Words(title, zh))
    assert (found.kind.key if found else None) == kind


def test_how_sure_it_is_depends_on_where_the_word_stands() -> None:
    assert (told := kind_named(Words("Harbour Tote"), BAGS)) and told.sure == "exact"
    assert (told := kind_named(Words("Harbour Tote"))) and told.sure == "likely"
    assert (told := kind_named(Words("Sienne"), BAGS)) and (told.sure, told.kind.key) == ("likely", "bag")
    assert (told := kind_named(Words("Steel Ring Binder"))) and told.sure == "guess"


def test_the_demo_shops_own_field_agrees_with_what_would_be_drafted() -> None:
    differing = [
        key
        for key, one in products().items()
        if (draft := draft_of(named(one.title.en, one.title.zh, one.category))).durable not in (None, one.durable)
        or draft.durable is None
    ]
    assert differing == []


def test_a_draft_says_how_long_by_the_kind_or_by_the_piece_itself() -> None:
    tote = draft_of(named("Harbour Tote", category=BAGS))
    assert tote.exact and (tote.durable, tote.days, tote.because) == (True, 730, "tote")
    lasting = Attribute(name="lasting", label=Words("Lasts"), value=Quantity(Decimal(90), "day"))
    burner = draft_of(named("Cèdre", attributes=(lasting,)))
    assert (burner.durable, burner.days, burner.because) == (False, 90, "lasting")


def test_a_name_and_an_attribute_that_disagree_are_left_to_a_person() -> None:
    burns = Attribute(name="burn_time", label=Words("Burns"), value=Text(Words("long")))
    draft = draft_of(named("Evening Vase", attributes=(burns,)))
    assert not draft.exact and draft.sure == "guess" and draft.durable is False


def test_what_says_it_itself_has_no_draft_and_sure_ones_come_first() -> None:
    some = [named("Steel Ring Binder"), named("Harbour Tote", category=BAGS), products()["hobo-lune"]]
    assert [one.sure for one in drafts(some)] == ["exact", "guess"]


def test_every_kind_belongs_to_one_and_a_tote_is_a_bag_while_earrings_are_no_ring() -> None:
    table = kinds()
    assert {one.broader for one in table.values()} <= table.keys() >= {one.group for one in table.values()}
    assert (table["tote"].group, table["earrings"].group, table["earrings"].broader) == ("bag", "earrings", "jewellery")
    assert all(one.label.en and one.label.zh for one in table.values())


def test_a_bag_is_for_years_and_a_candle_is_burnt() -> None:
    assert pieces()["saddle-bag"].window_days == 1825 and pieces()["saddle-bag"].used_up_days is None
    assert pieces()["candle-vetiver"].window_days is None and pieces()["candle-vetiver"].used_up_days == 60
