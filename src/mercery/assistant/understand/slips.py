"""Slips of the finger in the words questions are made of: `avalable in balck`. Pure.

Only towards a closed list, and only where a letter is missing, doubled or swapped with its neighbour: a word that is
another word by one letter changed (`block`) stays as it is written.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORDS: Final = frozenset(
    """available availability stock price prices expensive discount deliver delivers delivery shipping shipped return returns
    returned refund exchange policy policies instalments instalment payment invoice warranty repair waterproof leather
    material weight weigh heavy dimensions colour colours color colors sizes black white brown green navy cognac bordeaux
    germany france switzerland england italy spain china weekend saturday sunday opening boutique engraving wrapping
    cheaper cheapest between difference""".split()  # noqa: SIM905
)
_RIGHT: Final = frozenset(("lather",))
"""Words that look like a slip and are none."""
_LEAST: Final = 5
_WORD: Final = re.compile(r"(?<![\w@.#/-])[A-Za-z]{5,}(?![\w@-])")


def restored(text: str) -> str:
    """The text with such slips put right."""
    return _WORD.sub(lambda found: _meant(found[0]), text) if text.isascii() or _WORD.search(text) else text


@lru_cache(maxsize=20_000)
def _meant(written: str) -> str:
    word = written.lower()
    if word in _WORDS or word in _RIGHT or len(word) < _LEAST:
        return written
    meant = [known for known in _WORDS if known[0] == word[0] and _slipped(word, known)]
    return meant[0] if len(meant) == 1 else written


def _slipped(word: str, known: str) -> bool:
    if len(word) == len(known):
        return any(word == known[:at] + known[at + 1] + known[at] + known[at + 2 :] for at in range(len(known) - 1))
    if len(word) + 1 == len(known):
        return any(word == known[:at] + known[at + 1 :] for at in range(1, len(known))) and not known.endswith("s")
    doubled = (known[:at] + known[at] + known[at:] for at in range(len(known)))
    return len(word) == len(known) + 1 and word in doubled
