"""Each number, date and condition of an answer is held against what its source says of the same."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.knowledge.drafts.conftest import sources

from mercery.core.i18n import Words
from mercery.knowledge.drafts.threads import explained, repaired, threads

RETURNS = "You may return unworn items within thirty (30) days of delivery. Sale items are excluded."


def _words(text: str) -> Words:
    return Words("", text) if re.search(r"[\u4e00-\u9fff]", text) else Words(text)


def _wrong(answer: str, *quotes: str) -> list[str]:
    """What of the answer does not agree, in words."""
    words, stated = _words(answer), sources(*quotes)
    return [explained(one, words, stated).en for one in threads(words, stated) if not one.agrees]


def test_the_very_words_agree_and_show_their_place() -> None:
    stated = sources("Delivery is fast.", RETURNS)
    found = threads(Words(RETURNS), stated)
    assert [one.kind for one in found] == ["amount", "condition"]
    assert all(one.agrees and one.source == 1 for one in found)
    assert RETURNS[found[0].source_start : found[0].source_end] == "thirty (30) days"


@pytest.mark.parametrize(
    "answer",
    [
        "You may return unworn items within 30 days of delivery. Sale items are excluded.",
        "Unworn items may be returned up to 30 days after delivery, except sale items.",
        "未使用的商品可在签收后30天内退回，特价商品除外。",
    ],
)
def test_other_words_and_translations_with_the_same_values_agree(answer: str) -> None:
    assert not _wrong(answer, RETURNS)


@pytest.mark.parametrize(
    ("answer", "about"),
    [
        ("You may return unworn items within 14 days of delivery. Sale items are excluded.", "14 days"),
        ("You may return unworn items after 30 days of delivery. Sale items are excluded.", "after 30 days"),
        ("You may return unworn items within 30 days of purchase. Sale items are excluded.", "30 days of"),
        ("You may return unworn items within 30 days of delivery.", "Sale items are excluded"),
        ("未使用的商品可在签收后14天内退回，特价商品除外。", "14天"),
        ("未使用的商品可在签收后30天内退回。", "Sale items are excluded"),
    ],
)
def test_what_differs_or_was_left_out_is_named(answer: str, about: str) -> None:
    assert any(about in one for one in _wrong(answer, RETURNS))


def test_two_amounts_in_each_others_places_do_not_agree() -> None:
    source = "Standard delivery costs €5 and express delivery €15."
    assert not _wrong("Express delivery costs €15, standard €5.", source)
    assert _wrong("Express delivery costs €5, standard €15.", source)
    assert not _wrong("标准配送5欧元，加急配送15欧元。", source)
    assert _wrong("标准配送15欧元，加急配送5欧元。", source)


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("Gift cards can be refunded.", "Gift cards cannot be refunded."),
        ("Delivery to Japan is free.", "Delivery to Japan is free if you spend €200."),
        ("Orders of €100 ship free.", "Orders over €100 ship free."),
        ("Valid 31 January 2027.", "Valid until 31 January 2027."),
        ("Gift cards are never refunded, unless you complain.", "Gift cards cannot be refunded."),
        ("礼品卡可以退款。", "Gift cards cannot be refunded."),
        ("仅限会员使用。", "Everybody can use it at any time in the shop."),
    ],
)
def test_a_condition_dropped_or_made_up_does_not_agree(answer: str, source: str) -> None:
    assert _wrong(answer, source)


def test_an_amount_no_source_names_has_no_source() -> None:
    (found,) = threads(Words("Repairs cost €40."), sources("We repair bags."))
    assert found.source is None
    assert not found.agrees


def test_a_number_of_another_matter_does_not_prove_it() -> None:
    assert _wrong("Exchanges are possible within 30 days.", "Returns are possible within 30 days. Exchanges are possible within 14 days.")  # fmt: skip


def _pairs() -> list[tuple[str, str, str]]:
    """The demo shop's policies and answers, which a person wrote in both languages."""
    found = []
    for name, rows, field in (("policies", "policies", "statement"), ("answers", "answers", "answer")):
        text = (files("mercery.demo") / "content" / f"{name}.yaml").read_text(encoding="utf-8")
        found += [(row["key"], *row[field]) for row in yaml.safe_load(text)[rows]]
    return found


PAIRS = _pairs()


def test_true_translations_are_hardly_ever_held_back() -> None:
    held = [
        key
        for key, en, zh in PAIRS
        for said, stated in ((en, zh), (zh, en), (en, en), (zh, zh))
        if _wrong(said, stated)
    ]
    assert len(held) <= 0.02 * 4 * len(PAIRS), held


FIGURES = [
    (said, stated, figure.span())
    for _, en, zh in PAIRS
    for said, stated in ((en, en), (zh, zh), (zh, en), (en, zh))
    for figure in re.finditer(r"\d+", said)
]


@given(st.sampled_from(FIGURES), st.integers(1, 9))
def test_any_figure_changed_no_longer_agrees(case: tuple[str, str, tuple[int, int]], by: int) -> None:
    said, stated, (start, end) = case
    changed = said[:start] + str(int(said[start:end]) + by) + said[end:]
    # Another of the answer's own amounts may be hit by chance: then it is the one in the wrong place.
    assert _wrong(changed, stated)


@given(st.sampled_from([(said, stated, span) for said, stated, span in FIGURES if said == stated]), st.integers(1, 9))
def test_any_figure_changed_in_the_source_no_longer_agrees(case: tuple[str, str, tuple[int, int]], by: int) -> None:
    said, _, (start, end) = case
    assert _wrong(said, said[:start] + str(int(said[start:end]) + by) + said[end:])


@pytest.mark.parametrize(
    ("answer", "source", "mended"),
    [
        (Words("Express costs €12.50.", "加急12.50欧元。"), "Express costs €14.50.", Words("Express costs €14.50.", "加急14.50欧元。")),
        (Words("Return within 14 days.", "14天内可退货。"), "Return within 30 days.", Words("Return within 30 days.", "30天内可退货。")),
        (Words("", "有效期至2026年2月1日。"), "Valid until 31 January 2027.", Words("", "有效期至2027年1月31日。")),
    ],
)  # fmt: skip
def test_a_value_with_one_counterpart_is_mended(answer: Words, source: str, mended: Words) -> None:
    stated = sources(source)
    assert repaired(answer, threads(answer, stated), stated) == mended


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        ("Return after 14 days.", "Return within 30 days."),
        ("Standard costs €4, express €16.", "Standard delivery costs €5 and express delivery €15."),
        ("Repairs cost €40.", "We repair bags."),
        (RETURNS, RETURNS),
    ],
)
def test_what_is_open_is_left_to_a_person(answer: str, source: str) -> None:
    stated = sources(source)
    assert repaired(Words(answer), threads(Words(answer), stated), stated) is None
