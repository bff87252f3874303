"""Kinds that a text names, each told by a pattern of words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

_TEXTS_KEPT: Final = 512


def named_kinds(words: Mapping[str, str]) -> Callable[[str], frozenset[str]]:
    """What tells the kinds in a normalised text. The same rules are asked for again with every sentence, so it is kept."""
    compiled = {kind: re.compile(pattern) for kind, pattern in words.items()}

    @lru_cache(maxsize=_TEXTS_KEPT)
    def found(text: str) -> frozenset[str]:
        return frozenset(kind for kind, pattern in compiled.items() if pattern.search(text))

    return found
