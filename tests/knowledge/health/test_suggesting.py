"""What could answer a gap is shown where it is likely the right passage, in the language of the question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Anchor, Document, Passage
from mercery.knowledge.health.asked import Asked
from mercery.knowledge.health.gaps import Gap, gaps_of
from mercery.knowledge.health.suggesting import Suggestion, Understands, suggestions

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS: tuple[tuple[str, Lang], ...] = (
    ("Hand-wash silk in cold water and never wring it.", "en"),
    ("Let it dry away from heat when it got wet, for at least 24 hours.", "en"),
    ("Put the piece into its dust bag and its box.", "en"),
    ("精品店周二至周六 10:30 至 19:00 营业，周日与周一休息。", "zh"),
    ("可开具增值税普通发票，请于下单后三十天内申请。", "zh"),
    ("May my dog come into the boutique?", "en"),
    ("Yes, dogs are welcome; please keep them on a lead.", "en"),
)


def gap(*questions: tuple[str, Lang]) -> Gap:
    asked = [
        Asked(text=text, lang=lang, at=NOW - timedelta(hours=at), conversation_id=f"c{at}", lack="unknown")
        for at, (text, lang) in enumerate(questions)
    ]
    return gaps_of(asked)[0]


def found(*questions: tuple[str, Lang], understands: Understands | None = None) -> list[Suggestion]:
    handbook = Document(
        id="doc_1", name="Handbook", format="text", origin="handbook.txt", version=1, lang="en", size=1, pages=None,
        passages=len(TEXTS), recorded_at=NOW, recorded_by="Claire",
    )  # fmt: skip
    passages = [
        Passage(number=number, kind="paragraph", text=text, anchor=Anchor(), lang=lang)
        for number, (text, lang) in enumerate(TEXTS, 1)
    ]
    return suggestions(gap(*questions), [(handbook, passages)], understands)


def meant(*near: str) -> Understands:
    """A model to which the texts that begin so are one, and every other text is by itself."""

    def rows(texts: Sequence[str], /) -> NDArray[np.float32]:
        at = [0 if text.startswith(near) else 1 + place for place, text in enumerate(texts)]
        return np.eye(1 + len(texts), dtype=np.float32)[at]

    return rows


def test_the_passage_that_says_it_is_shown() -> None:
    assert found(("Do I hand-wash silk in cold water?", "en"))[0].text.startswith("Hand-wash silk")


def test_a_short_chinese_passage_can_answer() -> None:
    assert [one.text[:7] for one in found(("普通发票怎么申请？", "zh"))] == ["可开具增值税普"]


def test_a_passage_with_other_words_is_shown_where_it_means_the_same() -> None:
    question = "How do I clean my silk carré?"
    assert found((question, "en")) == []
    assert found((question, "en"), understands=meant("How do I clean", "Hand-wash"))[0].text.startswith(
        "Hand-wash silk"
    )


def test_words_alone_are_not_enough_where_the_meaning_is_another() -> None:
    question = "How should I hand-wash my silk scarf?"
    assert found((question, "en")) and found((question, "en"), understands=meant("nothing")) == []


def test_a_passage_in_the_other_language_is_not_shown() -> None:
    assert found(("Do you rent bags for a wedding weekend?", "en")) == []


def test_what_comes_near_to_nothing_has_no_suggestion() -> None:
    assert found(("Is the Quai Weekender a family business?", "en")) == []


def test_a_question_set_as_plain_text_answers_nothing_and_heads_what_stands_below_it() -> None:
    assert [one.text[:9] for one in found(("May my dog come into the boutique?", "en"))] == ["Yes, dogs"]
