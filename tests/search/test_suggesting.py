"""Completing what is typed: by name, by sound, with a slip, in both languages."""

import pytest
from tests.search.query.shelf import clothes_shelf, demo_shelf, electronics_shelf

from mercery.core.i18n import Lang
from mercery.search.result import Suggestion

PAST = {"black bag": 9, "silk for mother": 4, "black boots": 2}


def completed(typed: str, lang: Lang = "en", past: dict[str, int] | None = None) -> list[Suggestion]:
    return demo_shelf().shop.completer_for(()).complete(typed, lang, limit=12, past=past)


def of_kind(found: list[Suggestion], kind: str) -> list[str]:
    return [one.text for one in found if one.kind == kind]


def test_values_are_found_by_any_word_of_their_name_the_whole_name_first() -> None:
    assert of_kind(completed("ba"), "category")[0] == "Bags"
    assert "Shoulder bags" in of_kind(completed("ba"), "category")
    assert of_kind(completed("green"), "colour") == ["bottle green"]


def test_searches_that_led_somewhere_come_first() -> None:
    assert [one.text for one in completed("bla", past=PAST)][:2] == ["black bag", "black boots"]
    assert of_kind(completed("mot", past=PAST), "search") == ["silk for mother"]
    assert completed("", past=PAST) == []


@pytest.mark.parametrize(
    ("typed", "category"), [("purse", "Handbags"), ("rucks", "Backpacks and travel"), ("shades", "Sunglasses")]
)
def test_another_name_leads_to_the_shops(typed: str, category: str) -> None:
    assert of_kind(completed(typed), "category") == [category]


@pytest.mark.parametrize("typed", ["sunglsses", "sunglases", "snuglass"])
def test_a_slip_is_forgiven(typed: str) -> None:
    assert of_kind(completed(typed), "category")[:1] == ["Sunglasses"] or of_kind(completed(typed), "product")


def test_the_first_letters_are_taken_at_their_word() -> None:
    assert completed("satch") == []


@pytest.mark.parametrize(
    ("typed", "category"), [("tuote", "托特包"), ("tuotebao", "托特包"), ("ttb", "托特包"), ("wanb", "腕表"), ("shoubiao", "腕表"), ("weijin", "披肩与围巾")]
)  # fmt: skip
def test_chinese_is_found_by_its_sounds_and_initials(typed: str, category: str) -> None:
    assert of_kind(completed(typed, "zh"), "category")[:1] == [category]


def test_names_of_pieces_are_found_by_their_sounds() -> None:
    assert "马鞍包" in of_kind(completed("maanbao", "zh"), "product")
    assert "通勤托特包" in of_kind(completed("tuotebao", "zh"), "product")


def test_traditional_and_simplified_complete_alike() -> None:
    assert completed("單肩", "zh") == completed("单肩", "zh") != []
    found = clothes_shelf().shop.completer_for(()).complete("单肩", "zh", limit=6)
    assert "單肩包" in of_kind(found, "category") and "軟皮單肩包" in of_kind(found, "product")


def test_either_language_is_understood_and_the_pages_one_is_shown() -> None:
    assert of_kind(completed("sungl", "zh"), "category") == ["太阳镜"]
    assert of_kind(completed("太阳", "en"), "category") == ["Sunglasses"]


def test_a_search_under_way_is_finished_only_to_what_the_shop_has() -> None:
    assert "black totes" in of_kind(completed("black to"), "search")
    assert not of_kind(completed("silk watc"), "search")


def test_brands_and_names_of_pieces_complete() -> None:
    found = electronics_shelf().shop.completer_for(()).complete("corv", "en", limit=8)
    assert of_kind(found, "brand") == ["Corvane"] and "Corvane Buds 3 Earphones" in of_kind(found, "product")


def test_nothing_stands_twice() -> None:
    for typed in ("b", "bag", "si", "包", "black"):
        found = completed(typed, "zh" if typed == "包" else "en", PAST)
        assert len({(one.kind == "product", one.text) for one in found}) == len(found), typed
