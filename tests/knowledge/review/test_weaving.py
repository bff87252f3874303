"""Draft and source cut into marked pieces: nothing is lost, what differs is always seen, letters have no gap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mercery.core.i18n import LANGS, Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.draft import Thread
from mercery.knowledge.review.weaving import Woven, woven

ANSWER = Words("Only within 30 days, unworn.", "仅限 30 天内。")
SOURCE = SourceRef(
    document_id="d", version=1, passage=1, quote="Goods must be unworn and come back within thirty days."
)


@st.composite
def threads(draw: st.DrawFn) -> list[Thread]:
    made = []
    for _ in range(draw(st.integers(0, 6))):
        lang = draw(st.sampled_from(LANGS))
        size = len(ANSWER.text(lang))
        start = draw(st.integers(0, size - 1))
        end = draw(st.integers(start + 1, size))
        from_ = draw(st.integers(0, len(SOURCE.quote) - 1))
        to = draw(st.integers(from_ + 1, len(SOURCE.quote)))
        source = draw(st.sampled_from([0, None]))
        agrees = draw(st.booleans()) if source == 0 else False
        made.append(
            Thread(
                lang=lang, kind="amount", start=start, end=end, source=source, agrees=agrees,
                source_start=from_ if source == 0 else 0, source_end=to if source == 0 else 0,
                left_out=not agrees and draw(st.booleans()),
            )
        )  # fmt: skip
    return made


def letters(made: Woven) -> set[int]:
    return {piece.knot for lang in LANGS for piece in made.answer[lang] if piece.knot is not None}


@given(threads())
def test_the_words_stay_as_they_are(found: list[Thread]) -> None:
    made = woven(ANSWER, found, [SOURCE])
    assert "".join(piece.text for piece in made.answer["en"]) == ANSWER.en
    assert "".join(piece.text for piece in made.answer["zh"]) == ANSWER.zh
    assert "".join(piece.text for piece in made.sources[0]) == SOURCE.quote


@given(threads())
def test_letters_have_no_gap_and_something_that_differs_is_never_hidden_by_what_agrees(found: list[Thread]) -> None:
    made = woven(ANSWER, found, [SOURCE])
    assert [knot.place for knot in made.knots] == list(range(len(made.knots)))
    assert letters(made) <= set(range(len(made.knots)))
    for thread in found:
        if not thread.agrees and not thread.left_out:
            pieces, at = made.answer[thread.lang], 0
            for piece in pieces:
                inside = max(at, thread.start) < min(at + len(piece.text), thread.end)
                assert not inside or not piece.agrees
                at += len(piece.text)


def test_a_wrong_figure_inside_a_right_condition_is_seen_and_the_condition_goes_on_around_it() -> None:
    condition = Thread(
        lang="en", kind="condition", start=0, end=19, source=0, source_start=24, source_end=52, agrees=True
    )
    amount = Thread(lang="en", kind="amount", start=12, end=19, source=0, source_start=41, source_end=52, agrees=False)
    made = woven(Words(ANSWER.en), [condition, amount], [SOURCE])
    assert [(piece.text, piece.knot, piece.agrees) for piece in made.answer["en"]] == [
        ("Only within ", 0, True), ("30 days", 1, False), (", unworn.", None, True),
    ]  # fmt: skip


def test_what_both_languages_say_from_one_place_has_one_letter() -> None:
    both = [
        Thread(lang="en", kind="amount", start=12, end=19, source=0, source_start=41, source_end=52, agrees=True),
        Thread(lang="zh", kind="amount", start=3, end=7, source=0, source_start=41, source_end=52, agrees=True),
    ]
    made = woven(ANSWER, both, [SOURCE])
    assert len(made.knots) == 1 and letters(made) == {0}


def test_what_is_left_out_stands_as_a_letter_at_the_end_of_its_sentence() -> None:
    missing = Thread(
        lang="en", kind="condition", start=0, end=28, source=0, source_start=0, source_end=20, left_out=True
    )
    made = woven(Words(ANSWER.en), [missing], [SOURCE])
    assert [(piece.text, piece.left_out) for piece in made.answer["en"]] == [(ANSWER.en, False), ("", True)]
    assert made.differing[0].stated == "Goods must be unworn"
