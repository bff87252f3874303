"""What the desk says: its first sentence, versions side by side, facts before and now, a voice as a form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.claims.facts import Fact, Subject
from mercery.claims.values import Quantity
from mercery.core import clock
from mercery.core.errors import Invalid, Problem
from mercery.core.i18n import Lang, Words
from mercery.studio.desk.changed import Moved
from mercery.studio.desk.changes_console import around, moved_facts
from mercery.studio.desk.compare_view import compare_lines
from mercery.studio.desk.overview_view import headline
from mercery.studio.desk.refusals import by_field
from mercery.studio.desk.voice_form import typed_of, voice_of
from mercery.studio.house_voice import HOUSE, HouseVoice, Preferred
from mercery.studio.kept import PieceList, Sided, Status
from mercery.studio.standing import digest_of


@pytest.mark.parametrize(
    ("by_status", "stale", "blocked", "said"),
    [
        ({}, 0, 0, "Nothing is written yet"),
        ({"draft": 1}, 0, 0, "Nothing is published yet; one draft is ready to be read"),
        ({"published": 3}, 0, 0, "Three pieces are published, and nothing waits"),
        ({"published": 1, "review": 1, "draft": 4}, 1, 2, "One piece is published; four wait for you"),
    ],
    ids=["new", "drafts", "published", "waiting"],
)
def test_the_first_sentence_is_the_conclusion(
    by_status: dict[Status, int], stale: int, blocked: int, said: str
) -> None:
    found = PieceList(lines=(), total=0, by_status=by_status, stale=stale, blocked=blocked)
    assert headline(found).en == said


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "zh"]))
def test_versions_side_by_side_lose_no_character(before: str, after: str, lang: Lang) -> None:
    (line,) = compare_lines([Sided(before=before, after=after)], lang)
    assert "".join(text for text, _ in line.before) == before
    assert "".join(text for text, _ in line.after) == after


def test_words_that_went_and_came_are_marked() -> None:
    (line,) = compare_lines([Sided(before="It weighs 300 g.", after="It weighs 460 g.")], "en")
    assert list(line.before) == [("It weighs ", False), ("300", True), (" g.", False)]
    assert list(line.after) == [("It weighs ", False), ("460", True), (" g.", False)]


def weight(grams: int) -> Fact:
    bag = Subject(kind="product", id="bag", name=Words("Bag"))
    return Fact(
        subject=bag, attribute="weight", label=Words("Weight"), value=Quantity(Decimal(grams), "g"),
        source=Words("catalogue"), version=1, recorded_at=clock.now(),
    )  # fmt: skip


def test_a_fact_left_out_with_its_sentence_has_not_changed() -> None:
    key = ("product", "bag", "weight")
    moved = Moved(key=key, label=Words("Weight"), before=Words("780 g"), digest=digest_of(weight(780)), after=None)
    assert moved_facts([moved], {key: weight(780)}) == []
    (changed,) = moved_facts([moved, moved], {key: weight(800)})
    assert (changed.before.en, changed.after.en) == ("780 g", "800 g")


def test_what_changed_alike_of_each_colour_is_one_line() -> None:
    fact = weight(800)
    both = [
        Moved(
            key=("variant", name, "price"), label=Words("Price"), before=Words("€210"), digest="-", after=Words("€195")
        )
        for name in ("bag-tan", "bag-black")
    ]
    (changed,) = moved_facts(both, {one.key: fact for one in both})
    assert (changed.before.en, changed.after.en) == ("€210", "€195")


def test_a_voice_comes_back_from_its_form_as_it_was() -> None:
    voice = HouseVoice(
        key="winter", name=Words("Winter", "冬"), do=HOUSE.do, avoid=HOUSE.avoid, pace="brisk",
        samples=(Words("Cut once.", "一刀裁成。"),),
        lexicon=(Preferred(instead_of=Words("item"), use=Words("piece")), Preferred(instead_of=Words("", "制作"), use=Words("", "裁制"))),
    )  # fmt: skip
    assert voice_of(typed_of(voice), key="winter") == voice


def test_a_long_fact_is_cut_so_that_what_changed_is_seen() -> None:
    before = Words("Stitching and hardware of our bags are repaired free of charge for five years.")
    after = Words("Stitching and hardware of our bags are repaired free of charge for six years.")
    assert around(before, after).en == "…of our bags are repaired free of charge for five years."
    assert around(after, before).en == "…of our bags are repaired free of charge for six years."


@given(st.text(alphabet="ab c", max_size=200), st.text(alphabet="ab c", max_size=200))
def test_of_a_fact_where_it_differs_stays_in_the_line(text: str, other: str) -> None:
    kept = around(Words(text), Words(other)).en
    assert len(kept) <= 62
    if len(text) <= 60:
        assert kept == text


def test_who_fills_in_a_page_is_told_no_keys_of_programs() -> None:
    remedy, zh = "Use product_page, note.", "请选择渠道。"
    problem = Problem(field="channels", message="No channel is chosen.", remedy=remedy, zh=zh)
    error = Invalid("The batch cannot be written as it is.", problems=[problem])
    assert by_field(error, "en") == {"channels": "No channel is chosen. Choose one or several."}
    assert by_field(error, "zh") == {"channels": zh}
