"""The words of a text that no list knows: stems of English words, pairs of Chinese characters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"[a-z][a-z0-9'&.-]*[a-z0-9]|[a-z]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]+")
_STOP: Final = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "allowed",
        "also",
        "an",
        "and",
        "another",
        "any",
        "are",
        "as",
        "at",
        "available",
        "be",
        "been",
        "before",
        "being",
        "both",
        "but",
        "by",
        "can",
        "can't",
        "could",
        "customer",
        "customers",
        "data",
        "did",
        "do",
        "does",
        "doesn't",
        "don't",
        "during",
        "each",
        "every",
        "for",
        "from",
        "general",
        "get",
        "given",
        "good",
        "got",
        "had",
        "has",
        "have",
        "he",
        "hello",
        "her",
        "hi",
        "him",
        "his",
        "how",
        "i",
        "i'll",
        "i'm",
        "if",
        "in",
        "info",
        "into",
        "is",
        "isn't",
        "it",
        "it's",
        "item",
        "items",
        "its",
        "just",
        "kind",
        "let's",
        "like",
        "made",
        "make",
        "may",
        "me",
        "might",
        "model",
        "more",
        "most",
        "much",
        "must",
        "my",
        "name",
        "need",
        "needed",
        "needs",
        "new",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "ok",
        "okay",
        "old",
        "on",
        "once",
        "one",
        "only",
        "onto",
        "or",
        "order",
        "orders",
        "other",
        "our",
        "out",
        "over",
        "own",
        "per",
        "please",
        "possible",
        "product",
        "products",
        "rule",
        "rules",
        "shall",
        "she",
        "shop",
        "should",
        "so",
        "some",
        "status",
        "still",
        "such",
        "sure",
        "than",
        "thank",
        "thanks",
        "that",
        "that's",
        "the",
        "their",
        "them",
        "then",
        "there",
        "there's",
        "these",
        "they",
        "this",
        "those",
        "time",
        "to",
        "too",
        "type",
        "under",
        "until",
        "up",
        "us",
        "value",
        "very",
        "via",
        "want",
        "was",
        "we",
        "we'll",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "within",
        "won't",
        "would",
        "yes",
        "yet",
        "you",
        "you'll",
        "your",
    ]
)
_STOP_HAN: Final = frozenset(
    "的了吗呢吧啊哦呀哈您你我他她它们是在有和与就都也还要会能可以不没这那个款种些什么怎多少几请给被把从到上下里后前时为对"
)


@lru_cache(maxsize=8192)
def terms(text: str) -> frozenset[str]:
    """Stems and pairs. `text` is in small letters."""
    found = {stem(word) for word in _WORD.findall(text) if word not in _STOP and len(word) > 1}
    for run in _HAN.findall(text):
        for piece in re.split(f"[{''.join(_STOP_HAN)}]", run):
            if len(piece) == 1:
                continue
            found.update(piece[at : at + 2] for at in range(len(piece) - 1))
    return frozenset(found)


def stem(word: str) -> str:
    """A rough stem, the same for the forms of one word."""
    word = word.strip("'.-").removesuffix("'s")
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("ly", "")):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)] + instead
            if ending in ("ed", "ing") and len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                word = word[:-1]
            break
    if len(word) > 4:
        word = word.removesuffix("e").removesuffix("y")
    return word.removesuffix("e") if len(word) > 3 else word
