"""Parts of an article's name that only this article has: `Sidamo beans` for `Sidamo coffee beans 250 g`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Final

_MOST_WORDS: Final = 6
_MOST_SIGNS: Final = 14
_SIZE: Final = re.compile(r"\d")


def parts_of_names(names: Iterable[tuple[str, str]], taken: Collection[str]) -> Mapping[str, str]:
    """Article numbers by parts of names that no other article, tag or seller has; `names` are pairs of article and name."""
    owners: dict[str, str | None] = {}
    for article, name in names:
        for part in set(_parts(name)):
            if _made_of(part, taken):
                continue
            owners[part] = article if owners.get(part, article) == article else None
    return {part: article for part, article in owners.items() if article is not None}


def _made_of(part: str, taken: Collection[str]) -> bool:
    """Whether a part consists of other names alone: `leather belt` are all belts of leather, whatever one belt is called."""
    reached = {0}
    for end in range(1, len(part) + 1):
        if any(part[start:end].strip() in taken for start in reached):
            reached.add(end)
    return len(part) in reached


def _parts(name: str) -> Iterator[str]:
    bare = " ".join(name.lower().split())
    if bare.isascii() or " " in bare:
        yield from _of_words([word for word in re.split(r"[\s,()/]+", bare) if word])
    else:
        yield from _of_signs(bare)


def _of_words(words: list[str]) -> Iterator[str]:
    """Words in their order; one alone only where it is no word of offers."""
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        for chosen in combinations(words[:_MOST_WORDS], count):
            lone = count == 1 and (len(chosen[0]) < 4 or chosen[0] in words_of_offers())
            if not lone and not all(_SIZE.search(word) or len(word) < 3 for word in chosen):
                yield " ".join(chosen)


def _of_signs(name: str) -> Iterator[str]:
    """Stretches of three signs or more, and a beginning with an end."""
    signs = name[:_MOST_SIGNS]
    for start in range(len(signs)):
        for end in range(start + 3, len(signs) + 1):
            yield signs[start:end]
    for first in range(2, len(signs)):
        for last in range(2, len(signs) - first):
            yield signs[:first] + signs[-last:]


@lru_cache(maxsize=1)
def words_of_offers() -> frozenset[str]:
    """English words that patterns read."""
    folder = files(__package__)
    text = " ".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("en.txt", "small_words.txt", "days.txt")
    )
    return frozenset(re.findall(r"[a-z]{2,}", text.lower()))


@lru_cache(maxsize=1)
def signs_of_offers() -> frozenset[str]:
    """Chinese signs that patterns read: a name of one of them is heard as no goods."""
    folder = files(__package__)
    text = "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("zh.txt", "small_words.txt", "days.txt")
    )
    return frozenset(re.findall(r"[\u4e00-\u9fff]", text))
