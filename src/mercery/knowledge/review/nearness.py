"""How near two short texts are: whether a passage is the same, whether two questions ask the same. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from mercery.core.i18n import LANGS
from mercery.knowledge.answer import ApprovedAnswer
from mercery.knowledge.drafts.draft import Draft

_WORDS: Final = re.compile(r"[a-z0-9]+(?:[.,:]\d+)*|[\u3400-\u9fff]+")
_EMPTY: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "be",
        "do",
        "does",
        "did",
        "i",
        "you",
        "we",
        "it",
        "they",
        "my",
        "your",
        "our",
        "me",
        "us",
        "to",
        "of",
        "for",
        "in",
        "on",
        "at",
        "by",
        "with",
        "and",
        "or",
        "if",
        "can",
        "could",
        "may",
        "might",
        "will",
        "would",
        "shall",
        "should",
        "how",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "there",
        "this",
        "that",
        "from",
        "as",
        "about",
        "have",
        "has",
        "had",
        "get",
    ]
)
_EMPTY_CHINESE: Final = re.compile("请问|什么|怎么|如何|吗|呢|的|了|我|您|你|们|是|有|在|可以|能")
SAME: Final = 0.8
"""Two questions this near ask the same."""
NEAR: Final = 0.5
"""Two questions this near, standing on one document, are about one thing."""


def plain(text: str) -> str:
    """The text by which the same words are known: without case, spaces and signs."""
    return " ".join(_WORDS.findall(text.casefold()))


@lru_cache(maxsize=4096)
def tokens(text: str) -> frozenset[str]:
    """Words that carry meaning; of Chinese, pairs of signs."""
    found: set[str] = set()
    for run in _WORDS.findall(text.casefold()):
        if run[0] >= "\u3400":
            for part in _EMPTY_CHINESE.split(run):
                found.update({part} if len(part) == 1 else {part[at : at + 2] for at in range(len(part) - 1)})
        elif run not in _EMPTY:
            found.add(run[:-1] if len(run) > 3 and run.endswith("s") and not run.endswith("ss") else run)
    return frozenset(found)


def nearness(one: str, other: str) -> float:
    """Shared words out of all words of both, 0 to 1."""
    if plain(one) == plain(other):
        return 1.0 if plain(one) else 0.0
    left, right = tokens(one), tokens(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def questions_near(draft: Draft, other: Draft | ApprovedAnswer) -> float:
    """The best nearness of the questions in any language both are written in; phrasings of the other count too."""
    best = 0.0
    for lang in LANGS:
        own = draft.question.en if lang == "en" else draft.question.zh
        theirs = other.question.en if lang == "en" else other.question.zh
        asked = [text for text in (theirs, *other.phrasings.get(lang, ())) if text]
        best = max([best, *(nearness(own, text) for text in asked)]) if own else best
    return best


def quotes_of(one: Draft | ApprovedAnswer, document_id: str = "") -> frozenset[str]:
    """The passages it stands on as plain words; only those of `document_id` when one is named."""
    return frozenset(
        plain(source.quote) for source in one.sources if not document_id or source.document_id == document_id
    )


def made_from(draft: Draft) -> str:
    """Digest of the passages it was made from: as long as they read the same, it is no news."""
    parts = sorted({f"{source.document_id}:{plain(source.quote)}" for source in draft.sources})
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def times_asked(draft: Draft, past: Iterable[tuple[str, int]]) -> int:
    """How often past questions (text, how often) ask what the draft answers."""
    asked = [
        tokens(text)
        for lang in LANGS
        for text in (draft.question.en if lang == "en" else draft.question.zh, *draft.phrasings.get(lang, ()))
        if text
    ]
    asked = [one for one in asked if one]
    total = 0
    for text, times in past:
        said = tokens(text)
        if said and any(len(one & said) >= 0.6 * len(one | said) or _holds(one, said) for one in asked):
            total += times
    return total


def _holds(asked: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a message, with whatever else stands in it, puts the whole question; one word alone proves nothing."""
    return len(asked) >= 3 and asked <= said and len(said) <= 3 * len(asked)
