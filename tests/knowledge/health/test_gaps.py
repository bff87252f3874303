"""Gaps are counted by conversation, carry what hangs on them, and keep the decision that was taken about them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mercery.core.i18n import Lang
from mercery.core.money import Money
from mercery.knowledge.health.asked import Asked
from mercery.knowledge.health.gaps import Gap, GapState, Mark, gaps_of

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def asked(
    text: str, lang: Lang = "en", *, talk: str = "c1", hours: int = 1, euros: int = 0, replied: str = ""
) -> Asked:
    return Asked(
        text=text, lang=lang, at=NOW - timedelta(hours=hours), conversation_id=talk, lack="unknown",
        at_stake=Money.from_major(euros, "EUR") if euros else None, replied=replied,
    )  # fmt: skip


def decided(state: GapState, *texts: tuple[str, Lang], hours: int = 0) -> Mark:
    return Mark(
        id="gap_1", state=state, texts=texts, owner="Claire", answer_key="", at=NOW - timedelta(hours=hours), by="Claire",
        reason="test",
    )  # fmt: skip


def only(found: list[Gap]) -> Gap:
    assert len(found) == 1
    return found[0]


def test_a_conversation_counts_once_with_its_dearest_piece() -> None:
    gap = only(
        gaps_of([
            asked("Do you ship to Iceland?", talk="c1", euros=100), asked("do you ship to iceland", talk="c1", euros=300),
            asked("能寄到冰岛吗", "zh", talk="c2", euros=50),
        ])
    )  # fmt: skip
    assert (gap.times, gap.conversations, gap.at_stake) == (3, 2, Money.from_major(350, "EUR"))
    assert set(gap.titles) == {"en", "zh"} and gap.phrasings["zh"] == ("能寄到冰岛吗",)


def test_what_more_conversations_ask_comes_first() -> None:
    found = gaps_of([
        asked("How do I clean suede?", talk="c1", euros=900),
        asked("Do you ship to Iceland?", talk="c2"), asked("shipping to iceland?", talk="c3"),
    ])  # fmt: skip
    assert [gap.conversations for gap in found] == [2, 1]


def test_a_decision_holds_for_the_same_question_and_not_for_another() -> None:
    mark = decided("declined", ("Do you ship to Iceland?", "en"))
    gaps = {
        gap.titles["en"]: gap
        for gap in gaps_of([asked("do you ship to iceland??"), asked("How do I clean suede?")], [mark])
    }
    assert gaps["do you ship to iceland??"].state == "declined" and gaps["How do I clean suede?"].state == "open"


def test_replies_and_days_are_told() -> None:
    gap = only(
        gaps_of(
            [
                asked("Do you ship to Iceland?", hours=30, replied="Yes, by sea."),
                asked("do you ship to iceland", hours=2),
            ]
        )
    )
    assert gap.replies == ("Yes, by sea.",)
    assert gap.per_day(NOW - timedelta(days=2), NOW) == [1, 1, 0]
