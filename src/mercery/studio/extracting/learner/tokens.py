"""A text as tokens (words, numbers, signs; single characters of Chinese), and what is seen of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+(?:\.\d+)?|[^\w\s]|_")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
MOST: Final = 96
"""Tokens of a text that are read; what stands behind them is left out."""
_AROUND: Final = (-3, -2, -1, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text and its place."""

    text: str
    start: int
    stop: int


def tokens(text: str) -> list[Token]:
    """The first tokens of the text."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)][:MOST]


@lru_cache(maxsize=100_000)
def shape(word: str) -> str:
    """How a word is written: `Xx+`, `d.d`, `XX`; a run of more than two is one."""
    signs = "".join(
        "d" if sign.isdigit() else "X" if sign.isupper() else "x" if sign.islower() else sign for sign in word
    )
    return re.sub(r"(.)\1{2,}", r"\1\1+", signs)


def seen(text: str, parts: Sequence[Token]) -> list[list[str]]:
    """The features of each token: itself, how it is written, its neighbours, its place."""
    low = [part.text.lower() for part in parts]
    shapes = [shape(part.text) for part in parts]
    segments, depths = _places(low)
    inside = _words(text, parts) if _HAN.search(text) else None
    found = []
    for at, word in enumerate(low):
        row = [f"w={word}", f"s={shapes[at]}", "bias", *_spelling(word)]
        row += [f"w{step}={_at(low, at + step)}" for step in _AROUND]
        row += [
            f"s-={_at(shapes, at - 1)}",
            f"s+={_at(shapes, at + 1)}",
            f"s3={_at(shapes, at - 1)}_{shapes[at]}_{_at(shapes, at + 1)}",
        ]
        row += [
            f"b-={_at(low, at - 1)}_{word}", f"b+={word}_{_at(low, at + 1)}", f"bc={_at(low, at - 1)}_{_at(low, at + 1)}",
            f"b--={_at(low, at - 2)}_{_at(low, at - 1)}", f"b++={_at(low, at + 1)}_{_at(low, at + 2)}",
        ]  # fmt: skip
        row += [
            f"p={min(at, 6)}",
            f"r={min(len(low) - 1 - at, 4)}",
            f"g={min(segments[at], 4)}_{depths[at]}",
            f"h={min(segments[-1] - segments[at], 4)}",
        ]
        glued = (
            at > 0 and parts[at - 1].stop == parts[at].start,
            at + 1 < len(parts) and parts[at].stop == parts[at + 1].start,
        )
        row.append(f"u={glued[0]:d}{glued[1]:d}")
        if inside is not None:
            row += inside[at]
        found.append(row)
    return found


def _spelling(word: str) -> list[str]:
    if len(word) == 1:
        return []
    return [f"p{size}={word[:size]}" for size in (2, 3, 4)] + [f"e{size}={word[-size:]}" for size in (2, 3, 4)]


def _at(row: Sequence[str], at: int) -> str:
    return "<" if at < 0 else ">" if at >= len(row) else row[at]


def _places(low: Sequence[str]) -> tuple[list[int], list[int]]:
    """Of each token: how many commas stand before it, and how many brackets are open."""
    segments, depths, segment, depth = [], [], 0, 0
    for word in low:
        segment += word in ",;|，；、"
        depth += word in "([（"
        segments.append(segment)
        depths.append(min(depth, 2))
        depth = max(depth - (word in ")]）"), 0)
    return segments, depths


def _words(text: str, parts: Sequence[Token]) -> list[list[str]]:
    """Of each token the Chinese word it stands in, its place in it, and the words on both sides."""
    import rjieba

    words: list[str] = list(rjieba.cut(text))
    starts, place = [], 0
    for word in words:
        starts.append(place)
        place += len(word)
    found, number = [], 0
    for part in parts:
        while number + 1 < len(words) and starts[number + 1] <= part.start:
            number += 1
        word = words[number] if words else ""
        offset = part.start - (starts[number] if words else 0)
        role = (
            ("S" if len(word) <= 1 else "B") if offset == 0 else "E" if part.stop - starts[number] >= len(word) else "M"
        )
        found.append(
            [
                f"j={word}",
                f"jr={role}",
                f"j-={_at(words, number - 1)}",
                f"j+={_at(words, number + 1)}",
                f"je={word[-1:]}",
                f"jj={word}_{role}",
            ]
        )
    return found
