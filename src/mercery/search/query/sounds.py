"""Chinese words by how they sound: 托特包 by `tuotebao` and by `ttb`. The library is loaded when somebody types so."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from mercery.core.chinese import simplified
from mercery.search.words import is_chinese

_MOST: Final = 12
_MOST_PIECES: Final = 4


@lru_cache(maxsize=200_000)
def syllables(text: str) -> tuple[str, ...]:
    """The syllables of a Chinese text without tones; other signs as they are."""
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(simplified(text)))


def sounds(text: str) -> Iterator[str]:
    """How a text may be typed by its sounds: all of it, and its initials; also from its later syllables on."""
    spoken = ["".join(one.lower().split()) for one in syllables(text)]
    for at in range(len(spoken)):
        yield "".join(spoken[at:])
        if len(spoken) - at > 1:
            yield "".join(one[:1] for one in spoken[at:])


class Sounds:
    """The Chinese words of a shop, found by how they sound."""

    def __init__(self, words: Iterable[str]) -> None:
        by_sound: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if is_chinese(word):
                by_sound["".join(syllables(word)).lower()].append(word)
        self._by_sound = dict(by_sound)
        self._sorted = sorted(by_sound)

    def phrases(self, typed: str) -> list[tuple[tuple[str, ...], ...]]:
        """What may be meant, as words one after the other, of which each may be one of several: the last one may still be
        unfinished."""
        return self._cut(typed, _MOST_PIECES)

    def _cut(self, typed: str, pieces: int) -> list[tuple[tuple[str, ...], ...]]:
        found: list[tuple[tuple[str, ...], ...]] = []
        begun = self._beginning(typed)
        if begun:
            found.append((begun,))
        for end in range(len(typed) - 1, 1, -1) if pieces > 1 else ():
            whole = self._by_sound.get(typed[:end])
            if whole:
                found += [(tuple(whole[:_MOST]), *rest) for rest in self._cut(typed[end:], pieces - 1)]
            if len(found) >= _MOST:
                break
        return found

    def _beginning(self, typed: str) -> tuple[str, ...]:
        words: list[str] = []
        for sound in self._sorted[bisect_left(self._sorted, typed) :]:
            if not sound.startswith(typed) or len(words) >= _MOST:
                break
            words += self._by_sound[sound]
        return tuple(words[:_MOST])
