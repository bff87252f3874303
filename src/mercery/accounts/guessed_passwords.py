"""Passwords that are tried first: whole ones, and those put together of common words, names, runs of keys and dates. Pure.

The words lie beside this file (`guessed_words.txt`, of our own making). Nobody is asked over the network.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

_DISGUISES: Final = str.maketrans({
    "@": "a", "4": "a", "8": "b", "3": "e", "6": "g", "1": "i", "!": "i", "|": "i", "0": "o", "5": "s", "$": "s",
    "7": "t", "+": "t", "2": "z",
})  # fmt: skip
_RUNS: Final = (
    "0123456789012345678909876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "azertyuiop", "qsdfghjklm", "wxcvbn",
    "qwertzuiop", "yxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik", "qazwsxedcrfvtgbyhnujmik", "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0", "147258369", "159357", "!@#$%^&*()",
)  # fmt: skip
"""Rows, columns and zigzags of keyboards, forwards and backwards."""
_LEAST_RUN: Final = 3
_MOST_WORDS: Final = 3
"""Common words a guesser puts together; four chosen ones are beyond what is tried first."""
_BESIDE: Final = 6
"""Characters of its own a password must have beside the person's name."""
_SIGNS: Final = re.compile(r"[\W_]+")


def guessed_first(password: str) -> bool:
    """Whether a password, whatever capitals and disguises, consists of nothing but what guessers put together."""
    plain = _plain(password)
    return any(_covered(form, common_words(), _MOST_WORDS) for form in (plain, _SIGNS.sub("", plain)))


def made_of(password: str, words: frozenset[str]) -> bool:
    """Whether little is left of the password when these words and everything common are taken away."""
    plain = _plain(password)
    for form in (plain, plain.translate(_DISGUISES)):
        left = form
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left != form and (len(_SIGNS.sub("", left)) < _BESIDE or _covered(left, common_words(), _MOST_WORDS)):
            return True
    return False


def own_words(email: str, name: str) -> frozenset[str]:
    """The words of a person's name and e-mail that are long enough to tell."""
    parts = _SIGNS.split(f"{email} {name}".lower())
    return frozenset({one for one in (*parts, email.lower()) if len(one) > 3})


@cache
def common_words() -> frozenset[str]:
    """Words, names and passwords that stand in every list of those in use."""
    text = Path(__file__).with_name("guessed_words.txt").read_text(encoding="utf-8")
    lines = [line.partition("#")[0].split() for line in text.splitlines()]
    return frozenset(word for line in lines for word in line)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).lower()


def _covered(text: str, words: frozenset[str], most: int) -> bool:
    """Whether `text` can be read as at most `most` words with nothing between them but runs, repeats, digits of dates and
    signs. Fewest words for each beginning, from left to right."""
    longest = max(map(len, words), default=0)
    fewest: list[int | None] = [0, *[None] * len(text)]
    for begin in range(len(text)):
        so_far = fewest[begin]
        if so_far is None:
            continue
        for end in range(begin + 1, min(len(text), begin + max(longest, 32)) + 1):
            piece = text[begin:end]
            known_word = piece in words or piece.translate(_DISGUISES) in words
            cost = 0 if _filler(piece) else 1 if known_word else None
            if cost is not None and so_far + cost <= most:
                known = fewest[end]
                fewest[end] = so_far + cost if known is None else min(known, so_far + cost)
    return fewest[-1] is not None


def _filler(piece: str) -> bool:
    """What people put before, between and behind words: signs, up to eight digits, a run of keys, one letter repeated."""
    if _SIGNS.fullmatch(piece) or (len(piece) >= _LEAST_RUN and len(set(piece)) == 1):
        return True
    if piece.isdigit():
        return len(piece) <= 8 or _run(piece)
    if len(piece) >= 2 * _LEAST_RUN and len(set(piece)) <= 3 and piece == piece[: len(piece) // 2] * 2:
        return True
    return len(piece) >= _LEAST_RUN and _run(piece)


def _run(piece: str) -> bool:
    return any(piece in run for run in _RUNS)
