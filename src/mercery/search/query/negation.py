"""What is said not to be wanted: "without leather", "not black", "leather-free", 不要皮的, 非黑色, 除了黑色以外. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.search.query.tokens import Token
from mercery.search.words import EMPTY_WORDS

CHINESE_CUES: Final = frozenset(
    [
        "不要",
        "不想要",
        "别要",
        "不含",
        "不带",
        "不是",
        "不用",
        "没有",
        "无",
        "非",
        "除了",
        "除",
        "除开",
        "不喜欢",
        "不爱",
        "拒绝",
        "排除",
        "而不是",
        "不能有",
        "不能是",
        "不需要",
        "不想",
        "别",
        "勿",
        "讨厌",
    ]
)
"""Words that must stand by themselves in a cut text: the 无 of 无花果 is none."""
_NARROW_CHINESE: Final = frozenset(["不是", "非", "而不是", "不能是"])
_OPENERS: Final = re.compile(
    r"(?<![a-z])(?P<narrow>not(?! only)(?: made (?:of|from)| in| from)?|non(?=[ -])|isn'?t|aren'?t|is not|never|but not|nothing(?! but| like))(?![a-z'])"
    r"|(?<![a-z])(?P<wide>without(?: any)?|w/o|w/out|no(?!\.?\s*\d|[ -](?:show|iron|wire|frost|tie|pull|touch|sew|stick)\b)|neither|excluding|exclude|except(?: for)?|excepting|other than|apart from|"
    r"anything but|any(?: \w+)? but|all but|everything but|minus|free (?:from|of)|(?:i |we )?(?:do not|don'?t) (?:want|like)|"
    r"(?:does not|doesn'?t) have|avoid|hates?|dislikes?|rather than|instead of)(?![a-z'])",
    re.IGNORECASE,
)
_MINUS: Final = re.compile(r"(?<!\S)-(?=[A-Za-z\u3400-\u9fff])")
_FREE: Final = re.compile(r"[- ]free(?![a-z])(?! (?:shipping|delivery|returns?|gift))", re.IGNORECASE)
_REFUSED: Final = re.compile(r"(?:的)?(?:就|都|我)?(?:不行|不要|不考虑|不喜欢|免谈|除外|就算了)(?=$|[\s,，。;；!！、])")
"""黑色不要: the denial follows what it denies."""
_FILLERS: Final = re.compile(
    r"^\s*(?:太过?|过于)?(?:(?:a|an|the|any|too|real|genuine|made|of|in|from|have|having|it|be|being|with|please|much)\s+)*",
    re.IGNORECASE,
)
_OR: Final = re.compile(
    r"^\s*(?:,?\s*(?:or|nor|and|&|/)|[、,，]|和|或者?|以及|跟|也不要|也不|及)\s*(?:no |not |without |any |a )?\s*$",
    re.IGNORECASE,
)
_STOPS: Final = frozenset(
    [
        "for",
        "in",
        "with",
        "under",
        "over",
        "below",
        "above",
        "at",
        "from",
        "to",
        "on",
        "by",
        "but",
        "that",
        "which",
        "and",
        "or",
        "nor",
        "about",
        "around",
        "between",
        "less",
        "more",
        "if",
        "so",
        "i",
        "we",
        "my",
        "please",
        "size",
        "的",
        "但",
        "但是",
        "而",
        "要",
        "想要",
        "可以",
        "都",
        "以外",
        "之外",
        "外",
        "都行",
        "均可",
        "，",
        "。",
        "吗",
    ]
)
_CLOSERS: Final = re.compile(r"^\s*(?:的)?\s*(?:以外|之外|外)?(?:的)?(?:都可以|都行|都要|均可|也行|都)?")


@dataclass(frozen=True, slots=True)
class Negation:
    """A cue and the tokens it denies."""

    spans: tuple[tuple[int, int], ...]
    """Where the cue stands, with what closes it."""
    denied: tuple[int, ...]
    """Places of tokens."""


def negations(
    same: str,
    found: Sequence[Token],
    facet_of: Callable[[Token], str | None],
    is_name: Callable[[str], bool],
    free: Callable[[int, int], bool],
) -> list[Negation]:
    """What is denied. `facet_of` tells which facet a token chooses from; `is_name`, whether a joined word ("noiron") is
    one of the shop's own; `free`, whether a stretch of text still is to be read ("no more than 500" has been)."""
    made: list[Negation] = []
    taken: set[int] = set()
    for start, end, narrow, chinese in _cues(same, found, is_name):
        if not free(start, end) or any(first <= start < last for one in made for first, last in one.spans):
            continue
        denied = _denied(same, found, facet_of, end, narrow)
        denied = [place for place in denied if place not in taken]
        if not denied:
            continue
        taken.update(denied)
        spans = [(start, found[denied[0]].start)]
        if chinese and (close := _CLOSERS.match(same[found[denied[-1]].end :])) and close.end():
            last = found[denied[-1]].end
            spans.append((last, last + close.end()))
        made.append(Negation(tuple(spans), tuple(denied)))
    for place, token in enumerate(found):
        after = _FREE.match(same[token.end :])
        if after and place not in taken and facet_of(token) in ("material", "colour", "color"):
            made.append(Negation(((token.end, token.end + after.end()),), (place,)))
        refused = _REFUSED.match(same[token.end :])
        if refused and place not in taken and facet_of(token) not in ("category", None):
            span = (token.end, token.end + refused.end())
            made += [Negation((span,), (place,))] if free(*span) else []
    return made


def _cues(same: str, found: Sequence[Token], is_name: Callable[[str], bool]) -> list[tuple[int, int, bool, bool]]:
    cues = []
    for match in _OPENERS.finditer(same):
        following = re.match(r"[ -]?([A-Za-z]+)", same[match.end() :])
        said = match.group().lower()
        if said in ("no", "non") and following and is_name(said + following[1].lower()):
            continue
        cues.append((match.start(), match.end(), match["narrow"] is not None, False))
    cues += [(match.start(), match.end(), True, False) for match in _MINUS.finditer(same)]
    cues += [
        (token.start, token.end, token.key in _NARROW_CHINESE, True) for token in found if token.key in CHINESE_CUES
    ]
    return sorted(cues)


def _denied(
    same: str, found: Sequence[Token], facet_of: Callable[[Token], str | None], end: int, narrow: bool
) -> list[int]:
    """The places of the denied tokens: one for "not", up to the end of what is named for "without"."""
    fillers = _FILLERS.match(same[end:])
    begin = end + (fillers.end() if fillers else 0)
    first = next((place for place, token in enumerate(found) if token.start >= begin), None)
    if first is None or same[begin : found[first].start].strip(" -\"'“”「」") or found[first].key in _STOPS:
        return []
    denied = [first]
    for place in range(first + 1, len(found)):
        before, token = found[place - 1], found[place]
        gap = same[before.end : token.start]
        if token.key in CHINESE_CUES:
            break
        if _OR.match(gap) or (
            before.key in ("or", "nor", "and", "和", "或", "或者", "以及", "跟", "及") and place - 1 not in denied
        ):
            if facet_of(token) is None and (narrow or facet_of(found[first]) is not None):
                break
            if facet_of(token) != facet_of(found[denied[-1]]) and not _joins(gap, before):
                break
            denied.append(place)
            continue
        if token.key in ("or", "nor", "and", "和", "或", "或者", "以及", "跟", "及") and place + 1 < len(found):
            continue
        ends = token.key in _STOPS or token.words[0].surface.lower() in EMPTY_WORDS or token.key[:1].isdigit()
        if narrow or ends or gap.strip(" -") or (token.chinese and gap):
            break
        if place - 1 not in denied or facet_of(before) == "category" or len(denied) > 3:
            break
        denied.append(place)
    return denied


def _joins(gap: str, before: Token) -> bool:
    return bool(re.search(r"\b(?:or|nor)\b|或|/", gap)) or before.key in ("or", "nor", "或", "或者")
