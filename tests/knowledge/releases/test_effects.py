"""What becomes of an answer, told from how it is said now and how it would be."""

from __future__ import annotations

import pytest

from mercery.core.i18n import Lang, Words
from mercery.knowledge.releases.effects import (
    KINDS,
    Clash,
    EffectKind,
    Findings,
    effect_of,
    effects_of,
    findings_from_json,
    findings_to_json,
)
from mercery.knowledge.releases.rehearsal import Compared, Sort, Told


def told(text: str, sort: Sort = "said", *, answers: tuple[str, ...] = (), proved: int = 1, held_back: int = 0) -> Told:
    return Told(text=text, sort=sort, answers=answers, proved=proved, held_back=held_back)


def asked_back(*offered: str) -> Told:
    return Told(text=f"Do you mean one of these? {offered}", sort="asked_back", offered=offered)


def compared(before: Told, after: Told, *, times: int = 1, lang: Lang = "en") -> Compared:
    return Compared(text="When?", lang=lang, before=before, after=after, times=times)


SAID = told("On Monday.", answers=("day",))
CASES: list[tuple[Told, Told, EffectKind | None]] = [
    (SAID, SAID, None),
    (SAID, told("On Tuesday.", answers=("day",)), "changed"),
    (SAID, told("At noon.", answers=("hour",)), "other_answer"),
    (SAID, told("Do you mean one of these?", "asked_back"), "ambiguous"),
    (SAID, told("I do not know.", "not_known"), "unanswered"),
    (SAID, told("A colleague answers.", "person"), "unanswered"),
    (SAID, told("On Monday.", answers=("day",), proved=0), "lost_evidence"),
    (SAID, told("On Monday.", answers=("day",), held_back=1), "lost_evidence"),
    (told("I do not know.", "not_known"), SAID, "answered"),
    (told("Do you mean one of these?", "asked_back"), SAID, "answered"),
    (told("I do not know.", "not_known"), told("That I do not answer.", "declined"), "answered"),
    (told("Do you mean one of these?", "asked_back"), told("I do not know.", "not_known"), "unanswered"),
    (told("Good day.", "talk"), told("Good day.", "talk"), None),
    (asked_back("a", "b"), asked_back("b", "a"), None),
    (asked_back("a", "b"), asked_back("a", "c"), "changed"),
]


@pytest.mark.parametrize(("before", "after", "kind"), CASES)
def test_each_way_an_answer_can_change_has_its_name(before: Told, after: Told, kind: EffectKind | None) -> None:
    assert effect_of(compared(before, after)) == kind


def test_an_answer_in_another_language_than_the_customers_is_worse() -> None:
    chinese = told("周一。", answers=("day",))
    assert effect_of(compared(chinese, SAID, lang="zh")) == "lost_language"
    assert effect_of(compared(SAID, chinese)) == "lost_language"
    assert effect_of(compared(SAID, chinese, lang="zh")) == "changed", (
        "it was English before: now it is as it should be"
    )
    counts, _ = effects_of([compared(chinese, SAID, lang="zh", times=2)])
    found = Findings(counts=counts, effects=(), clashes=(), own={})
    assert found.fails and found.verdict.en == "The check finds trouble: 2 are answered in another language."


def test_the_worst_stand_first_and_turns_are_counted() -> None:
    rows = [
        compared(before, after, times=place + 1)
        for place, (before, after, kind) in enumerate(CASES)
        if kind is not None
    ]
    counts, effects = effects_of(rows)
    assert [KINDS.index(one.kind) for one in effects] == sorted(KINDS.index(one.kind) for one in effects)
    assert sum(counts.values()) == sum(one.times for one in rows)


def test_a_grave_clash_a_broken_own_question_or_a_lost_answer_fails_the_check() -> None:
    clean = Findings(counts={"changed": 4, "other_answer": 1}, effects=(), clashes=(), own={"passes": 3, "failing": 1})
    assert not clean.fails
    grave = Clash(
        kind="conflict", grave=True, key="day", lang="en", one="2 days", other="3 days", other_name=Words("Days")
    )
    for worse in (
        Findings(counts={"unanswered": 1}, effects=(), clashes=(), own={}),
        Findings(counts={"ambiguous": 1}, effects=(), clashes=(), own={}),
        Findings(counts={}, effects=(), clashes=(grave,), own={}),
        Findings(counts={}, effects=(), clashes=(), own={"broken": 1}),
    ):
        assert worse.fails and worse.verdict.en.startswith("The check finds trouble: 1 ")
        assert worse.verdict.zh.startswith("检查发现问题：1 ")


def test_findings_are_read_as_they_were_stored() -> None:
    counts, effects = effects_of([compared(*case[:2]) for case in CASES])
    made = Findings(turns=9, looked_at=8, counts=counts, effects=effects, clashes=(), own={"mended": 1}, seconds=1.5)
    assert findings_from_json(findings_to_json(made)) == made
