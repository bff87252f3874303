"""What a release would do: to past questions, to the shop's own questions, and among answers and policies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import TypeAdapter

from mercery.claims.plan import NO_WORDS
from mercery.core.database import Json
from mercery.core.i18n import Lang, Words
from mercery.knowledge.releases.rehearsal import Compared
from mercery.knowledge.releases.shop_question import ShopQuestion, fails

EffectKind = Literal[
    "unanswered", "lost_evidence", "lost_language", "ambiguous", "other_answer", "changed", "answered"
]  # fmt: skip
KINDS: Final[tuple[EffectKind, ...]] = (
    "unanswered", "lost_evidence", "lost_language", "ambiguous", "other_answer", "changed", "answered",
)  # fmt: skip
"""The worst first."""
WORSE: Final[frozenset[EffectKind]] = frozenset(("unanswered", "lost_evidence", "lost_language", "ambiguous"))
ClashKind = Literal["withheld", "conflict", "collision"]
"""An answer will not be said, because a policy contradicts it; two say different things; two are asked for alike."""
Outcome = Literal["broken", "failing", "mended", "passes"]
OUTCOMES: Final[tuple[Outcome, ...]] = ("broken", "failing", "mended", "passes")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
MOST_KEPT: Final = 60
"""Questions of a kind that are kept with their words; all are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """One past question that would be answered in another way."""

    kind: EffectKind
    question: str
    """The customer's words, personal numbers masked."""
    lang: Lang
    before: str
    after: str
    before_keys: tuple[str, ...]
    after_keys: tuple[str, ...]
    times: int
    at: datetime | None
    conversation_id: str
    turn_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Something the release would bring about among answers and policies, that was not so before."""

    kind: ClashKind
    grave: bool
    key: str
    """The answer it is about."""
    lang: Lang
    one: str
    other: str
    other_name: Words
    one_name: Words = NO_WORDS
    """The question of the answer."""
    one_url: str = ""
    other_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnResult:
    """How an own question comes out."""

    id: str
    text: str
    lang: Lang
    outcome: Outcome
    why: Words
    said_before: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check found."""

    turns: int = 0
    looked_at: int = 0
    counts: Mapping[EffectKind, int]
    """Turns by what would become of their answers."""
    effects: tuple[Effect, ...]
    clashes: tuple[Clash, ...]
    own: Mapping[Outcome, int]
    seconds: float = 0.0
    release: bool = True
    """Whether a release was checked, or only what is said now."""

    def count(self, kind: EffectKind) -> int:
        """How many turns."""
        return self.counts.get(kind, 0)

    def of(self, kind: EffectKind) -> tuple[Effect, ...]:
        """Those kept of this kind, asked most often first."""
        return tuple(one for one in self.effects if one.kind == kind)

    @property
    def own_total(self) -> int:
        """How many own questions were asked."""
        return sum(self.own.values())

    @property
    def own_failing(self) -> int:
        """How many of them do not pass."""
        return self.own.get("broken", 0) + self.own.get("failing", 0)

    @property
    def worse(self) -> int:
        """How many past answers would be worse."""
        return sum(self.count(kind) for kind in WORSE)

    @property
    def better(self) -> int:
        """Questions that get an answer for the first time."""
        return self.count("answered")

    @property
    def changing(self) -> int:
        """How many past answers would read otherwise in any way."""
        return sum(self.counts.values())

    @property
    def grave(self) -> int:
        """How many clashes may make something wrong be said, or nothing at all."""
        return sum(one.grave for one in self.clashes)

    @property
    def fails(self) -> bool:
        """Whether publishing needs a second look and a reason."""
        return bool(self.own.get("broken", 0) or self.worse or self.grave)

    @property
    def verdict(self) -> Words:
        """The check in one sentence, the worst first."""
        if not self.release:
            return _now_verdict(self)
        wrong = _listed(
            [
                (self.own.get("broken", 0), ("own question fails", "own questions fail"), "个自有考题不通过"),
                (self.count("unanswered"), ("answer is lost", "answers are lost"), "条答复丢失"),
                (self.count("lost_evidence"), ("answer loses its evidence", "answers lose their evidence"), "条答复失去出处"),
                (self.count("lost_language"), ("is answered in another language", "are answered in another language"), "条改用另一种语言作答"),
                (self.count("ambiguous"), ("becomes ambiguous", "become ambiguous"), "条变得不明确"),
                (self.grave, ("clash appears", "clashes appear"), "处冲突"),
            ]
        )  # fmt: skip
        if wrong is not None:
            return Words(f"The check finds trouble: {wrong.en}.", f"检查发现问题：{wrong.zh}。")
        return _good_verdict(self)


def _now_verdict(found: Findings) -> Words:
    if not found.own_total:
        return Words("There is no question of your own yet.", "尚未设定自有考题。")
    if not found.own_failing:
        return Words(
            f"All {found.own_total} own questions are answered right.", f"{found.own_total} 个自有考题全部通过。"
        )
    return Words(
        f"{found.own_failing} of {found.own_total} own questions {'is' if found.own_failing == 1 else 'are'} not answered right.",
        f"{found.own_total} 个自有考题中，{found.own_failing} 个未通过。",
    )


def _good_verdict(found: Findings) -> Words:
    good = _listed(
        [
            (found.better, ("question gets its first answer", "questions get their first answer"), "个问题首次有答复"),
            (found.own.get("mended", 0), ("own question is mended", "own questions are mended"), "个自有考题恢复通过"),
            (found.count("changed") + found.count("other_answer"), ("past answer reads otherwise", "past answers read otherwise"), "条过往答复有变"),
        ]
    )  # fmt: skip
    if good is None:
        return Words("Nothing gets worse, and no past answer changes.", "没有变差，过往答复也无变化。")
    return Words(f"Nothing gets worse: {good.en}.", f"没有变差：{good.zh}。")


def _listed(counted: Sequence[tuple[int, tuple[str, str], str]]) -> Words | None:
    said = [(count, names, zh) for count, names, zh in counted if count]
    if not said:
        return None
    return Words(
        ", ".join(f"{count} {names[count != 1]}" for count, names, _ in said),
        "，".join(f"{count} {zh}" for count, _, zh in said),
    )


def effect_of(one: Compared) -> EffectKind | None:
    """What becomes of a past question; None when nothing does."""
    before, after = one.before, one.after
    answered = ("said", "declined")
    if before.sort in answered and after.sort in ("not_known", "person"):
        return "unanswered"
    if before.sort == "said" and after.sort == "asked_back":
        return "ambiguous"
    if before.sort in ("not_known", "asked_back") and after.sort in answered:
        return "answered"
    if before.sort == "asked_back" and after.sort in ("not_known", "person"):
        return "unanswered"
    if before.sort == "said" and after.sort == "said":
        if (before.proved and not after.proved) or after.held_back > before.held_back:
            return "lost_evidence"
        if _in_language(before.text, one.lang) and not _in_language(after.text, one.lang):
            return "lost_language"
        if _keys(one, before=True) != _keys(one, before=False):
            return "other_answer"
    if before.sort == after.sort == "asked_back" and set(before.offered) == set(after.offered):
        return None
    return "changed" if before.text != after.text else None


def _in_language(text: str, lang: Lang) -> bool:
    """Whether a customer who writes in `lang` can read it: Chinese by its signs; English has none but for names."""
    return bool(_CHINESE.search(text)) == (lang == "zh")


def _keys(one: Compared, *, before: bool) -> tuple[str, ...]:
    told = one.before if before else one.after
    return tuple(sorted({*told.answers, *told.policies}))


def effects_of(past: Iterable[Compared]) -> tuple[dict[EffectKind, int], tuple[Effect, ...]]:
    """Turns by kind, and the questions themselves: worst kind first, asked most often first, at most `MOST_KEPT` a kind."""
    found: dict[EffectKind, list[Effect]] = {kind: [] for kind in KINDS}
    for one in past:
        kind = effect_of(one)
        if kind is not None:
            found[kind].append(_effect(one, kind))
    counts = {kind: sum(one.times for one in rows) for kind, rows in found.items()}
    kept = [row for kind in KINDS for row in sorted(found[kind], key=lambda one: -one.times)[:MOST_KEPT]]
    return counts, tuple(kept)


def _effect(one: Compared, kind: EffectKind) -> Effect:
    return Effect(
        kind=kind, question=one.text, lang=one.lang, before=one.before.text, after=one.after.text,
        before_keys=_keys(one, before=True), after_keys=_keys(one, before=False), times=one.times, at=one.at,
        conversation_id=one.conversation_id, turn_id=one.turn_id,
    )  # fmt: skip


def own_results(questions: Mapping[str, ShopQuestion], asked: Iterable[Compared]) -> list[OwnResult]:
    """How each own question comes out, those that break first."""
    found = []
    for one in asked:
        question = questions[one.id]
        before, after = fails(question, one.before), fails(question, one.after)
        outcome: Outcome = ("failing" if before else "broken") if after else ("mended" if before else "passes")
        found.append(
            OwnResult(
                id=question.id, text=question.text, lang=question.lang, outcome=outcome, why=after or before or Words(""),
                said_before=one.before.text, said=one.after.text,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (OUTCOMES.index(one.outcome), one.text))


def own_counts(results: Iterable[OwnResult]) -> dict[Outcome, int]:
    """How many come out in which way."""
    counts: dict[Outcome, int] = {}
    for one in results:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    return counts


_FINDINGS: Final[TypeAdapter[Findings]] = TypeAdapter(Findings)


def findings_to_json(found: Findings) -> Json:
    """As stored."""
    stored: Json = _FINDINGS.dump_python(found, mode="json")
    return stored


def findings_from_json(stored: Mapping[str, Any]) -> Findings:
    """The findings whose JSON form is `stored`."""
    return _FINDINGS.validate_python(stored)
