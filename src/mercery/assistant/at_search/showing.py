"""What of a decision may stand above results. Pure.

There nobody can ask back, so it is more than a conversation wants: a sure answer, or which of a few things is meant, or
nothing. Courtesies and offers are left out; the page has its own doors to a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from mercery.assistant.turns import Decision, Understanding
from mercery.claims.deal_acts import TellInstalments, TellPromotions, TellTogether
from mercery.claims.facts import Fact
from mercery.claims.plan import (
    NO_WORDS,
    Act,
    Cite,
    Clarify,
    Compare,
    Inform,
    NotKnown,
    NotOffered,
    Offer,
    Quote,
    subjects_named,
)
from mercery.claims.values import Statement, Text
from mercery.claims.vocabulary import materials_in, same_or_kind_of
from mercery.core.i18n import Words
from mercery.search.words import fold

Kind = Literal["answer", "unknown", "choices", "order"]
"""Facts are told; it is said that the record has nothing on it; it is asked which of a few is meant; it is about an order
of one's own, which is talked about in a conversation only."""
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*")
_SIGNS: Final = re.compile(r"[\u3400-\u9fff]+")
_BEST: Final = re.compile(r"\b(?:best|nicest|recommend|suggest|should (?:i|we))\b|最好|最适合|推荐|建议", re.I)
_TELLS: Final = (Inform, Quote, Cite, Compare, NotOffered, TellPromotions, TellTogether, TellInstalments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """What is shown, and the decision as it is then put into words."""

    kind: Kind
    decision: Decision


def presented(
    decision: Decision, understanding: Understanding, text: str, *, asks: bool, nothing_found: bool, looking: bool
) -> Presented | None:
    """None where nothing should be said. Without a question only what the shop has approved in so many words is, and to
    who is `looking` for pieces only what is known of the piece named."""
    if asks and decision.hand_over == "order":
        return Presented(kind="order", decision=replace(decision, acts=(), choices=(), hand_over=None))
    if decision.hand_over is not None or not decision.understood:
        return None
    acts = tuple(act for act in decision.acts if not isinstance(act, Offer))
    kind = _kind(acts, asks=asks, nothing_found=nothing_found)
    if kind is None or not all(_to_the_point(act, decision, text, looking=looking) for act in acts):
        return None
    if kind == "choices" and (_BEST.search(text) or any(one.topic == "browse" for one in understanding.commands)):
        # Which of all is best is no question about one of them.
        return None
    choices = tuple(one for one in decision.choices if one.kind == "reply") if kind == "choices" else ()
    if kind == "choices" and not choices:
        return None
    return Presented(kind=kind, decision=replace(decision, acts=acts, choices=choices))


def _kind(acts: Sequence[Act], *, asks: bool, nothing_found: bool) -> Kind | None:
    if not acts:
        return None
    if not asks:
        return "answer" if nothing_found and all(isinstance(act, Quote) for act in acts) else None
    if isinstance(acts[0], Clarify):
        # Which piece is meant is worth asking; which question only where there is nothing else to look at.
        wanted = acts[0].what == "which_product" or (acts[0].what == "which_question" and nothing_found)
        return "choices" if wanted and len(acts) == 1 else None
    if not all(isinstance(act, (*_TELLS, NotKnown)) for act in acts):
        return None
    if any(isinstance(act, _TELLS) for act in acts):
        return "answer"
    named = len(acts) == 1 and isinstance(acts[0], NotKnown) and acts[0].about is not None
    return "unknown" if named else None


def _to_the_point(act: Act, decision: Decision, text: str, *, looking: bool) -> bool:
    """Whether what is told is about what was named: the piece by a word of its name, not by one that is only like it; an
    approved answer that speaks of materials by the one that was asked about."""
    if isinstance(act, Quote):
        return not looking and _of_these_materials(decision.facts.get(act.fact_id), text)
    return all(_named(text, about.title) for about in subjects_named(act))


def _named(text: str, title: Words) -> bool:
    said = {fold(word) for word in _WORD.findall(text)}
    if any(word in said or f"{word}s" in said for word in map(fold, _WORD.findall(title.en)) if len(word) > 2):
        return True
    chinese = "".join(_SIGNS.findall(title.zh))
    return any(chinese[at : at + 2] in text for at in range(len(chinese) - 1))


def _of_these_materials(fact: Fact | None, text: str) -> bool:
    asked = materials_in(text)
    if fact is None or fact.subject.kind != "answer" or not asked:
        return True
    told = {
        one for words in (fact.label, fact.subject.name, _texts(fact)) for one in materials_in(f"{words.en} {words.zh}")
    }
    return not told or any(same_or_kind_of(one, wanted) for one in told for wanted in asked)


def _texts(fact: Fact) -> Words:
    return fact.value.words if isinstance(fact.value, Statement | Text) else NO_WORDS
