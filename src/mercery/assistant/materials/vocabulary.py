"""Which words a stranger's sentence may be made of to be quoted: opinions, small wishes for a delivery, grammar. Pure."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z]+(?:'[a-z]+)?(?:-[A-Za-z]+(?:'[a-z]+)?)*")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]+")
_COUNTED: Final = re.compile(
    r"(?<![\d.,/:#€$£¥-])\d{1,2}(?:[.:]\d{2})?(?= ?(?:am|pm|o'clock|a\.m\.|p\.m\.|(?:st|nd|rd|th)? floor|years? old|times|days?|weeks?|months?|点|点钟|楼|层|次|天|周|个月|岁)(?![A-Za-z%]))|(?<=size )\d{2}(?![\d%])|(?<=floor )\d{1,2}(?![\d%])|\d{2}(?= ?码(?!头))",
    re.IGNORECASE,
)
"""Small counts that say no more than when, how often, which floor or which size."""
_BESIDE: Final = re.compile(
    r"[\s,.;:!?'\"“”‘’«»()\-–—、，。；：！？…~～（）&]|[\u2600-\u27bf\U0001f300-\U0001faff]|[\u200d\ufe0f]"
)
_UNIT: Final = frozenset(("am", "pm", "a", "m", "st", "nd", "rd", "th", "o'clock", "floor", "old", "times"))
_ENDINGS: Final = (
    ("", ""), ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("er", ""), ("est", ""), ("r", ""), ("st", ""), ("ly", ""),
    ("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y"), ("ily", "y"), ("'s", ""), ("n't", ""),
)  # fmt: skip


@cache
def _words(name: str) -> frozenset[str]:
    text = files("mercery.assistant.materials").joinpath("words", name).read_text("utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.lower().split() if word
    )


@cache
def _opinions(name: str) -> frozenset[str]:
    """The words of the list that judge."""
    text = files("mercery.assistant.materials").joinpath("words", name).read_text("utf-8")
    found: set[str] = set()
    judges = False
    for line in text.splitlines():
        if line.startswith("#"):
            judges = line.startswith(("# opinions", "# 意见"))
        elif judges:
            found.update(line.lower().split())
    return frozenset(found)


@cache
def _longest() -> int:
    return max(len(word) for word in _words("plain_zh.txt"))


def harmless(text: str) -> bool:
    """Whether every word of the sentence is known as harmless, and nothing but words stands in it."""
    bare = _COUNTED.sub(" ", text)
    english = [word for match in _WORD.finditer(bare) for word in match[0].lower().split("-")]
    chinese = _CHINESE.findall(bare)
    rest = _BESIDE.sub("", _CHINESE.sub("", _WORD.sub("", bare)))
    if rest or not (english or chinese):
        return False
    return all(_known(word) for word in english) and all(_covered(run) for run in chinese)


def judges(text: str) -> bool:
    """Whether some word of it is an opinion."""
    english = {word.lower() for word in _WORD.findall(text)}
    return bool(english & _opinions("plain_en.txt")) or any(word in text for word in _opinions("plain_zh.txt"))


def _known(word: str) -> bool:
    known = _words("plain_en.txt")
    if word in known or word in _UNIT:
        return True
    for ending, back in _ENDINGS:
        if word.endswith(ending) and (stem := word[: len(word) - len(ending)] + back) in known and len(stem) > 2:
            return True
        doubled = word.removesuffix(ending)
        if ending in ("ed", "ing", "er", "est") and doubled != word and doubled[-1:] == doubled[-2:-1]:
            return doubled[:-1] in known
    return False


def _covered(run: str) -> bool:
    """Whether the characters can be read, without a gap, as words of the list."""
    known, reached = _words("plain_zh.txt"), {0}
    for start in range(len(run)):
        if start in reached:
            reached |= {
                end for end in range(start + 1, min(len(run), start + _longest()) + 1) if run[start:end] in known
            }
    return len(run) in reached
