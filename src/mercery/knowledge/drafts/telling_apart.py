"""Suggestions that do not get in each other's way: the same one once, and no question that two of them answer. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mercery.knowledge.drafts.heading_words import cleaned
from mercery.knowledge.drafts.other_ways import other_ways
from mercery.knowledge.drafts.sentences import content
from mercery.knowledge.drafts.suggestion import Suggestion

MOST_ASKED: Final = 9
_FORMULA: Final = re.compile(
    r"what applies to|can you tell me|what should i know|.*(?:怎么处理|有什么规定|是什么)？$", re.IGNORECASE
)
_SIGNS: Final = re.compile(r"[\W_]+")


def told_apart(suggested: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions, in order, each with at least one question of its own."""
    merged = _merged(suggested)
    named = _distinct(merged)
    claims = Counter(key for one in named for key in {_key(text) for text in (*one.asked, *one.common)})
    found = []
    for one in named:
        first, *others = one.asked
        usual = [text for text in one.common if claims[_key(text)] == 1]
        own = [text for text in others if claims[_key(text)] == 1]
        # The usual questions sound most like a customer; the first of them leads where it is the section's alone. What a
        # heading gives by a pattern comes last then, and its bare words stay: people type those.
        turned = [text for text in own if not _FORMULA.match(text)]
        asked = [*usual, *turned, first] if usual else [first, *own]
        ways = [way for text in asked[:3] for way in other_ways(text, one.lang) if claims[_key(way)] == 0]
        found.append(replace(one, asked=_once([*asked, *ways])[:MOST_ASKED], common=()))
    return found


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for text in texts:
        kept.setdefault(_key(text), text)
    return tuple(kept.values())


def _merged(suggested: Sequence[Suggestion]) -> list[Suggestion]:
    """What is said twice with the same answer, once, with the passages and questions of both."""
    kept: dict[str, Suggestion] = {}
    for one in suggested:
        key = one.lang + _SIGNS.sub("", one.answer).lower()
        held = kept.get(key)
        if held is None:
            kept[key] = one
            continue
        kept[key] = replace(
            held,
            asked=tuple(dict.fromkeys([*held.asked, *one.asked])),
            passages=tuple(dict.fromkeys([*held.passages, *one.passages])),
            common=tuple(dict.fromkeys([*held.common, *one.common])),
        )
    return list(kept.values())


def _distinct(merged: Sequence[Suggestion]) -> list[Suggestion]:
    """Where two have the same first question, each names what it stands under."""
    firsts = Counter(_key(one.asked[0]) for one in merged)
    claims = Counter(key for one in merged for key in {_key(text) for text in one.asked})
    found = []
    for one in merged:
        if firsts[_key(one.asked[0])] > 1:
            other = next((text for text in one.asked[1:] if firsts[_key(text)] == 0 and claims[_key(text)] == 1), "")
            under = next(
                (cleaned(text) for text in reversed(one.under) if cleaned(text).lower() not in one.asked[0].lower()), ""
            )
            if other:
                one = replace(one, asked=(other, *(text for text in one.asked[1:] if text != other)))
            elif under:
                one = replace(one, asked=(_within(one.asked[0], under, one), *one.asked[1:]))
        found.append(one)
    return found


def _within(question: str, under: str, one: Suggestion) -> str:
    bare = question.rstrip("?？ ")
    return f"{bare}（{under}）？" if one.lang == "zh" else f"{bare} ({under})?"


def _key(text: str) -> str:
    """Two ways to ask that share it are one for whoever looks the answer up."""
    return " ".join(sorted(content(text))) or text.lower()
