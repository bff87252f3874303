"""What could answer a gap is shown from both languages; an answer begins only with words that are near in their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mercery.core.i18n import Lang
from mercery.knowledge.documents.document import Anchor, Document, Passage
from mercery.knowledge.health.asked import Asked
from mercery.knowledge.health.gaps import Gap, gaps_of
from mercery.knowledge.health.suggesting import Suggestion, suggestions

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXTS: tuple[tuple[str, Lang], ...] = (
    ("Hand-wash silk in cold water and never wring it.", "en"),
    ("Let it dry away from heat when it got wet, for at least 24 hours.", "en"),
    ("Put the piece into its dust bag and its box.", "en"),
    ("精品店周二至周六 10:30 至 19:00 营业，周日与周一休息。", "zh"),
    ("可开具增值税普通发票，请于下单后三十天内申请。", "zh"),
)


def gap(*questions: tuple[str, Lang]) -> Gap:
    asked = [
        Asked(text=text, lang=lang, at=NOW - timedelta(hours=at), conversation_id=f"c{at}", lack="unknown")
        for at, (text, lang) in enumerate(questions)
    ]
    return gaps_of(asked)[0]


def found(*questions: tuple[str, Lang]) -> list[Suggestion]:
    handbook = Document(
        id="doc_1", name="Handbook", format="text", origin="handbook.txt", version=1, lang="en", size=1, pages=None,
        passages=len(TEXTS), recorded_at=NOW, recorded_by="Claire",
    )  # fmt: skip
    passages = [
        Passage(number=number, kind="paragraph", text=text, anchor=Anchor(), lang=lang)
        for number, (text, lang) in enumerate(TEXTS, 1)
    ]
    return suggestions(gap(*questions), [(handbook, passages)])


def test_an_answer_begins_with_the_passage_that_says_it() -> None:
    first = found(("How should I wash my silk scarf?", "en"))[0]
    assert first.text.startswith("Hand-wash silk") and first.begins


def test_a_passage_near_by_ideas_alone_is_shown_and_not_said() -> None:
    first = found(("Do you rent bags for a wedding weekend?", "en"))[0]
    assert first.lang == "zh" and not first.begins


def test_what_comes_near_to_nothing_has_no_suggestion() -> None:
    assert found(("Is the Quai Weekender a family business?", "en")) == []
