"""Light typing errors put right: only words nobody writes on purpose, only towards words that matter here."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Final

from mercery.assistant.desk.lexicon.goods import GOODS
from mercery.assistant.desk.lexicon.options import VALUES
from mercery.assistant.desk.lexicon.spellings import COMMON, KEY_WORDS, NEAR

_WORD: Final = re.compile(r"(?<![\w@.#-])[A-Za-z]{4,}(?:'[a-z]+)?(?![\w@-])")
_LONG: Final = 8


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    goods = {
        part for noun, (others, _) in GOODS.items() for name in (noun, *others) for part in re.split(r"[ -]", name)
    }
    values = {part for value in VALUES.values() for part in re.split(r"[ -]", value)}
    return frozenset(word for word in goods | values | KEY_WORDS if len(word) >= 4)


def corrected(text: str, extra: Collection[str] = ()) -> str:
    """The text with misspelt words restored. `extra`: words of the customer's own goods and their options."""
    more = frozenset(word.lower() for word in extra if len(word) >= 4 and word.isascii())
    return _WORD.sub(lambda found: _restored(found[0], more), text)


def _restored(written: str, extra: frozenset[str]) -> str:
    word = written.lower()
    if word in COMMON or word in NEAR or word in extra or word in _known() or _inflected(word, extra):
        return written
    near = _nearest(word, extra)
    return near or written


def _inflected(word: str, extra: frozenset[str]) -> bool:
    for end in ("s", "es", "d", "ed", "ing", "ly", "er", "est", "y", "'s"):
        if word.endswith(end):
            root = word[: -len(end)]
            if any(form in COMMON or form in extra or form in _known() for form in (root, root + "e", root + "y")):
                return True
    return False


@lru_cache(maxsize=20_000)
def _nearest(word: str, extra: frozenset[str]) -> str:
    limit = 2 if len(word) >= _LONG else 1
    best: list[tuple[int, bool, str]] = []
    for known in extra | _known():
        if abs(len(known) - len(word)) > limit or not (known[0] == word[0] or known[:2] == word[1::-1]):
            continue
        distance = edit_distance(word, known, limit)
        if distance <= limit:
            best.append((distance, sorted(word) != sorted(known), known))
    best.sort()
    if not best or (len(best) > 1 and best[0][:2] == best[1][:2] and best[0][2] not in extra and len(word) < 6):
        return ""
    return best[0][2]


def edit_distance(left: str, right: str, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours; more than `limit` is not counted out."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        new = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        if min(new) > limit:
            return limit + 1
        before, row = row, new
    return row[-1]
