"""A text cut into the pieces a model knows: of all ways to cut it the likeliest (Kudo 2018, "Subword Regularization").

The likeliest way is found from left to right (Viterbi). A space is the sign U+2581, and a text begins with one. Pieces in
scripts that no shop here writes are left out, which halves the memory: such text counts as unknown, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

SPACE: Final = "\u2581"
UNKNOWN_BELOW: Final = 10.0
"""An unknown character is by so much less likely than the least likely piece."""
_SPACES: Final = re.compile(" {2,}")
_WRITTEN: Final = re.compile(
    "[\u0000-\u024f\u2000-\u206f\u2070-\u218f\u2190-\u27bf\u2581\u3000-\u303f\u4e00-\u9fff\ufe30-\ufe4f\uff00-\uffef\U0001f300-\U0001faff]*"
)
"""Latin, Chinese, digits, marks, signs of money and pictures."""


class Pieces:
    """The pieces by their text. Safe for many threads."""

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], *, rewritten: Mapping[int, str], unknown: int
    ) -> None:
        self._known = {
            text: (place, float(scores[place]))
            for place, text in enumerate(pieces)
            if text and place != unknown and _WRITTEN.fullmatch(text)
        }
        self._rewritten, self._unknown = dict(rewritten), unknown
        self._longest = max(map(len, self._known), default=1)
        self._worst = float(min(scores)) - UNKNOWN_BELOW

    def ids(self, text: str) -> list[int]:
        """The numbers of the pieces of `text`."""
        plain = _SPACES.sub(" ", text.translate(self._rewritten))
        if not plain.startswith(" "):
            plain = f" {plain}"
        return self._cut(plain.replace(" ", SPACE))

    def _cut(self, text: str) -> list[int]:
        known, longest, worst = self._known, self._longest, self._worst
        best = [0.0] + [-1e30] * len(text)
        back: list[tuple[int, int]] = [(0, 0)] * (len(text) + 1)
        for start in range(len(text)):
            so_far = best[start]
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                found = known.get(text[start:end])
                if found is not None and so_far + found[1] > best[end]:
                    best[end], back[end] = so_far + found[1], (found[0], start)
            if so_far + worst > best[start + 1]:
                best[start + 1], back[start + 1] = so_far + worst, (self._unknown, start)
        made: list[int] = []
        place = len(text)
        while place:
            piece, place = back[place]
            made.append(piece)
        return made[::-1]
