"""Whether a message insults, mocks, scolds or blames its reader. Pure.

A word alone accuses nobody: what offends only when said of the reader counts where the reader is spoken of, and what is
said in one breath with an apology, comfort or help is no offence, save a plain insult.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from mercery.inspection.talk.phrases import phrases, plain

Offence = Literal["insult", "blame"]
_KINDS: Final[tuple[tuple[str, Offence], ...]] = (
    ("insult", "insult"), ("insult_zh", "insult"), ("blame", "blame"), ("blame_zh", "blame"),
    ("barb", "insult"), ("build", "insult"), ("build_zh", "insult"),
)  # fmt: skip


LONGEST: Final = 4000
"""Signs of a message that are read; nobody scolds only behind that."""


@dataclass(frozen=True, slots=True)
class Rude:
    """What is rude in a message, with the words of it."""

    kind: Offence
    quote: str


@lru_cache(maxsize=2000)
def rude(text: str) -> Rude | None:
    """The first rude words, or None; insults before blame."""
    low = plain(text[:LONGEST])
    for section, kind in _KINDS:
        for found in phrases("rude", section).all(low):
            if _stands(found, kind, low):
                return Rude(kind, text[found.start() : found.end()].strip())
    return None


def _stands(found: re.Match[str], kind: Offence, low: str) -> bool:
    """Whether the words offend where they stand."""
    quote = found[0].strip(" ,.!?;:~")
    alone = phrases("rude", "of_you").find(quote)
    if alone is not None and len(quote) - len(alone[0]) < _SPARE and not _of_reader(found, low):
        return False
    if _of_ourselves(found, low):
        return False
    if any(one.start() < found.end() and found.start() < one.end() for one in phrases("rude", "harmless").all(low)):
        return False
    if phrases("rude", "hard").say(quote):
        return True
    # Blame can hide behind an apology in another sentence; mockery does not live beside comfort.
    breath = low if kind == "insult" else _sentence(found, low)
    return not phrases("rude", "warm").say(breath)


def _of_ourselves(found: re.Match[str], low: str) -> bool:
    """Whether a Chinese word stands where somebody says what the shop itself does or dares not do: 不敢乱说."""
    before = low[_last(_CLAUSE, low, found.start()) : found.start()]
    return _OUR_OWN.search(before) is not None and _READER.search(before) is None and not _READER.search(found[0])


def _sentence(found: re.Match[str], low: str) -> str:
    return low[_last(_END, low, found.start()) : _next(_END, low, found.end())]


def _of_reader(found: re.Match[str], low: str) -> bool:
    """Whether the clause speaks of who reads it."""
    before = low[_last(_CLAUSE, low, found.start()) : found.start()]
    return _READER.search(before) is not None or (not before.strip() and _TAIL.match(low, found.end()) is not None)


def _last(sign: re.Pattern[str], low: str, at: int) -> int:
    return max((one.end() for one in sign.finditer(low, max(0, at - _NEAR), at)), default=max(0, at - _NEAR))


def _next(sign: re.Pattern[str], low: str, at: int) -> int:
    found = sign.search(low, at)
    return found.end() if found else len(low)


_SPARE: Final = 3
"""Signs around a harmless word that do not make it more."""
_NEAR: Final = 200
_END: Final = re.compile(r"[.!?;。\n]")
_CLAUSE: Final = re.compile(r"[.!?;。\n,:]")
_READER: Final = re.compile(r"[您你]|\b(?:you|your|you're|people)\b|自己")
_OUR_OWN: Final = re.compile(
    r"(?:不敢|不能|不好|不会|怕|没敢|哪敢)\W*$|(?:我|我们|咱们?|这边|本店)(?:也|都|可|是|就)?(?:不|没)?\W*$"
)
_TAIL: Final = re.compile(r"\W{0,3}(?:吧|吗|啊|呀|嘛|[,!]?(?:you|your)\b)")
