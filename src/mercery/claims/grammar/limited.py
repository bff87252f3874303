"""A clause of a shop's text is told with what limits it: its condition, the order of its counts, the place of its notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.on_condition import conditions_told
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token

NOTES: Final = frozenset({"top_notes", "heart_notes", "base_notes"})
_CUES: Final = {
    "top_notes": re.compile("open|top|start|begin|前调|初闻|开场|启香|开篇"),
    "heart_notes": re.compile("heart|middle|中调|中段|居中"),
    "base_notes": re.compile("base|close|end|settle|dry|后调|尾调|基调|收"),
}
_LIMITED: Final = frozenset({"care", "fit_note"})
_LIMITS: Final = re.compile(
    r"(?<![a-z])(?:drops?|light (?=shower|rain)|brief|short|thin|thick|first|occasional|slight|half|if|unless|until)(?![a-z])"
    "|零星|半|短时|小雨|薄|厚|第一|首次|偶尔|若|如果"
)
_SPECIALIST: Final = re.compile(r"(?<![a-z])[a-z]+ specialist")
_SPECIALIST_TOLD: Final = re.compile(r"specialist|expert|leather|suede|cobbler|furrier|皮|专门|专家|师傅")
"""`leather specialist only` is more than `professional cleaning only`."""
_CHINESE: Final = re.compile("[\u3400-\u9fff]")


def told_whole(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    """Whether the clause is told with what limits it, and its counts and notes as it has them."""
    text = " ".join(token.text for token in segment.tokens)
    return (
        limits_told(clause, text)
        and conditions_told(clause, segment, piece)
        and bound_told(clause, text, piece)
        and counts_told(clause, piece)
        and (clause.attribute not in NOTES or notes_told(clause, piece))
    )


def limits_told(clause: Clause, text: str) -> bool:
    """`true to size` of `true to size with a thin sock`, 无需上油 of 第一年无需上油: without its limit it says more."""
    if clause.attribute not in _LIMITED:
        return True
    if _SPECIALIST.search(clause.text) and not _SPECIALIST_TOLD.search(text):
        return False
    limits = [found[0].strip() for found in _LIMITS.finditer(clause.text)]
    if _same_tongue(clause, text):
        joined = text.replace(" ", "") if _CHINESE.search(text) else text
        return all(limit in joined for limit in limits)
    return not limits or bool(_LIMITS.search(text.replace(" ", "") if _CHINESE.search(text) else text))


_BOUNDS: Final = re.compile(r"(?<![a-z])(?:under|below|less|fewer)(?![a-z])|低于|不到|不足|以下")


def bound_told(clause: Clause, text: str, piece: Sequence[Token]) -> bool:
    """`holds 100 ml` of `under 100 ml`: a bound is no amount."""
    if clause.attribute != "description" or not any(token.amount for token in piece):
        return True
    return not _BOUNDS.search(clause.text) or bool(_BOUNDS.search(text))


def _same_tongue(clause: Clause, text: str) -> bool:
    return bool(_CHINESE.search(clause.text)) == bool(_CHINESE.search(text))


def counts_told(clause: Clause, piece: Sequence[Token]) -> bool:
    """`two zip pockets` of `one zip pocket and two slip pockets`: counts stay with their things."""
    text = " ".join(token.text for token in piece)
    # A value in both languages is read in that of the sentence.
    own = _counted(clause.text if _CHINESE.search(text) else re.sub("[\u3000-\u9fff\uff0c]+", " ", clause.text))
    if len({count for count, _ in own}) < 2 or (_CHINESE.search(text) and not _same_tongue(clause, text)):
        return True
    return all(
        any(count == other and all(word[:4] in beside for word in words.split()) for other, beside in own)
        for count, words in _counted(text)
    )


_COUNT: Final = re.compile(
    r"(?<![a-z])(?:one|two|three|four|five|six)(?![a-z])|[一两二三四五六](?=\s*[个只枚条格枝支层根])|\d+"
)
_AS_DIGITS: Final = {
    **{word: str(number) for number, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)},
    **dict(zip("一二三四五六两", "1234562", strict=True)),
}


def _counted(text: str) -> list[tuple[str, str]]:
    """Each count with the words up to the next."""
    found = list(_COUNT.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return [
        (_AS_DIGITS.get(one[0], one[0]), text[one.end() : end].strip()) for one, end in zip(found, ends, strict=False)
    ]


def notes_told(clause: Clause, piece: Sequence[Token]) -> bool:
    """`it opens with cedar` of base notes, `fig` of `fig leaf`: each note whole, in its own place."""
    cues = [token for token in piece if token.has("att:scent") and not token.is_a("mat")]
    others = [one for name, one in _CUES.items() if name != clause.attribute]
    if any(one.search(cue.text) for cue in cues for one in others):
        return False
    words = [token.text for token in piece if token not in cues and not token.is_a("n")]
    told = (f" {' '.join(words)} ", "".join(token.text for token in piece))
    items = [item.strip() for item in re.split("[，,]", clause.text)]
    whole = [item for item in items if item and (f" {item} " in told[0] if item.isascii() else item in told[1])]
    return all(any(word in item for item in whole) for word in words if word not in ("和", "与", "and"))
