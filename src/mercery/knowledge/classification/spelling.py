"""Texts as sparse vectors of words and character n-grams, weighted by how telling they are. Pure.

The weights are those of scikit-learn's `TfidfVectorizer` (logarithm of the count, smoothed rarity, length one), and a test
holds them against it. Worked out here, because a web process that loads scikit-learn loads pandas and Arrow with it: 83 MB
and three seconds for two dictionaries.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

_WORDS: Final = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
"""Runs of letters and digits; each Chinese character stands alone, and its neighbours make the pairs."""
_SHORTEST, _LONGEST = 2, 5
Parts = Callable[[str], Iterator[str]]


class Spelling:
    """How alike two texts are written: the mean cosine of words (with pairs) and of character n-grams."""

    def __init__(self, texts: Sequence[str]) -> None:
        kinds = (_Weighed(texts, _words_and_pairs), _Weighed(texts, _grams))
        self._kinds = [(kind, kind.rows(texts)) for kind in kinds]

    def among(self) -> NDArray[np.float32]:
        """Likeness of each text learnt from to each other one."""
        return self._mean([rows @ rows.T for _, rows in self._kinds])

    def to(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Likeness of each of `texts` (rows) to each text learnt from (columns)."""
        turned = self._turned
        return self._mean([kind.rows(texts) @ known for (kind, _), known in zip(self._kinds, turned, strict=True)])

    @cached_property
    def _turned(self) -> list[csr_matrix]:
        """By part instead of by text: turned once, not for each message."""
        return [rows.T.tocsr() for _, rows in self._kinds]

    @staticmethod
    def _mean(products: Sequence[csr_matrix]) -> NDArray[np.float32]:
        whole = products[0]
        for product in products[1:]:
            whole = whole + product
        dense: NDArray[np.float32] = np.asarray(whole.todense(), dtype=np.float32)
        return (dense / len(products)).astype(np.float32)


class _Weighed:
    """The parts of the texts learnt from, each with its rarity."""

    def __init__(self, texts: Sequence[str], parts: Parts) -> None:
        self._parts = parts
        among = Counter(part for text in texts for part in set(parts(text.lower())))
        self._places = {part: place for place, part in enumerate(sorted(among))}
        counts = np.array([among[part] for part in self._places], dtype=np.float32)
        self._rarity = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """A row of length one for each text; parts that were not learnt count for nothing."""
        data: list[NDArray[np.float32]] = []
        columns: list[NDArray[np.int32]] = []
        ends = [0]
        for text in texts:
            held = Counter(self._places[part] for part in self._parts(text.lower()) if part in self._places)
            at = np.array(sorted(held), dtype=np.int32)
            row = (np.log(np.array([held[place] for place in at], dtype=np.float32)) + 1) * self._rarity[at]
            length = np.sqrt((row.astype(np.float64) ** 2).sum())
            data.append((row / length).astype(np.float32) if length else row.astype(np.float32))
            columns.append(at)
            ends.append(ends[-1] + len(at))
        found = (
            (np.concatenate(data), np.concatenate(columns), np.array(ends, dtype=np.int32)) if texts else ([], [], [0])
        )
        return csr_matrix(found, shape=(len(texts), len(self._places)), dtype=np.float32)


def _words_and_pairs(text: str) -> Iterator[str]:
    words = _WORDS.findall(text)
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"


def _grams(text: str) -> Iterator[str]:
    """Two to five letters in a row, of each word with the blanks around it."""
    for word in text.split():
        whole = f" {word} "
        for size in range(_SHORTEST, _LONGEST + 1):
            last = len(whole) - size
            yield whole[:size]
            yield from (whole[at : at + size] for at in range(1, last + 1))
            if last <= 0:
                break
