"""The pieces of a sentence that signs are learnt from: words and letters of English, characters of Chinese. Pure.

A piece is kept by its place in a table of fixed size (a checksum of its letters), so that no list of words is shipped.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from mercery.core.i18n import Lang

SIZE: Final = 1 << 15
"""Places of the table of one language."""
LONGEST: Final = 400
"""Signs of a sentence that are read."""
_WORD: Final = re.compile(r"[a-z']+|[0-9]+|[%€$£?!]")
_DIGITS: Final = re.compile(r"\d+")


def pieces(plain: str, lang: Lang) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Places and weights of the pieces of a `plain` sentence. Pieces of each kind have length one together, so that long
    and short sentences are alike; any number is the same number."""
    places: list[int] = []
    weights: list[float] = []
    for kind, own in _kinds(plain[:LONGEST], lang):
        counts = Counter(crc32(f"{kind}{one}".encode()) % SIZE for one in own)
        worth = [1.0 + float(np.log(count)) for count in counts.values()]
        length = sum(one * one for one in worth) ** 0.5
        places += counts
        weights += [one / length for one in worth]
    return np.array(places, dtype=np.int64), np.array(weights, dtype=np.float32)


def _kinds(plain: str, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    if lang == "zh":
        text = _DIGITS.sub("0", plain)
        yield "c", [text[at : at + long] for long in (1, 2, 3, 4) for at in range(len(text) - long + 1)]
        return
    words = ["0" if one.isdigit() else one for one in _WORD.findall(plain)]
    yield "w", [" ".join(words[at : at + long]) for long in (1, 2, 3) for at in range(len(words) - long + 1)]
    edged = [f" {word} " for word in words]
    yield "c", [word[at : at + long] for word in edged for long in (2, 3, 4, 5) for at in range(len(word) - long + 1)]
