"""How near two short texts are: whether a passage is the same, whether two questions ask the same. Pure."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from mercery.core.i18n import LANGS, Lang, Words
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


class QuestionIndex:
    """Questions with their phrasings, found by the words they share: a shop may have thousands."""

    def __init__(self, asked: Iterable[tuple[str, Draft | ApprovedAnswer]] = ()) -> None:
        self._names: list[str] = []
        self._words: list[frozenset[str]] = []
        self._by_word: dict[tuple[Lang, str], list[int]] = {}
        self._by_text: dict[tuple[Lang, str], list[str]] = {}
        for name, one in asked:
            self.add(name, one)

    def add(self, name: str, one: Draft | ApprovedAnswer) -> None:
        """Have every way to ask it known by `name`."""
        for lang in LANGS:
            own = one.question.en if lang == "en" else one.question.zh
            for text in (own, *one.phrasings.get(lang, ())):
                if not text:
                    continue
                number, words = len(self._names), tokens(text)
                self._names.append(name)
                self._words.append(words)
                self._by_text.setdefault((lang, plain(text)), []).append(name)
                for word in words:
                    self._by_word.setdefault((lang, word), []).append(number)

    def near(self, question: Words) -> dict[str, float]:
        """The nearness of each that shares a word with the question, in any language both are written in."""
        found: dict[str, float] = {}
        for lang in LANGS:
            text = question.en if lang == "en" else question.zh
            for name, near in self._shares(text, lang):
                found[name] = max(near, found.get(name, 0.0))
            for name in self._by_text.get((lang, plain(text)), []) if plain(text) else []:
                found[name] = 1.0
        return found

    def put(self, text: str, lang: Lang) -> set[str]:
        """Which of the questions a message puts, alone or with whatever else stands in it."""
        said = tokens(text)
        shared = self._counts(said, lang)
        return {
            self._names[number]
            for number, count in shared.items()
            if count >= 0.6 * (len(said) + len(self._words[number]) - count)
            or (3 <= len(self._words[number]) == count and len(said) <= 3 * count)
        }

    def _shares(self, text: str, lang: Lang) -> Iterator[tuple[str, float]]:
        own = tokens(text)
        for number, count in self._counts(own, lang).items():
            yield self._names[number], count / (len(own) + len(self._words[number]) - count)

    def _counts(self, own: frozenset[str], lang: Lang) -> Counter[int]:
        return Counter(number for word in own for number in self._by_word.get((lang, word), ()))


def questions_near(draft: Draft, other: Draft | ApprovedAnswer) -> float:
    """The best nearness of the questions in any language both are written in; phrasings of the other count too."""
    return QuestionIndex([("", other)]).near(draft.question).get("", 0.0)


def quotes_of(one: Draft | ApprovedAnswer, document_id: str = "") -> frozenset[str]:
    """The passages it stands on as plain words; only those of `document_id` when one is named."""
    return frozenset(
        plain(source.quote) for source in one.sources if not document_id or source.document_id == document_id
    )


def made_from(draft: Draft) -> str:
    """Digest of the passages it was made from: as long as they read the same, it is no news."""
    parts = sorted({f"{source.document_id}:{plain(source.quote)}" for source in draft.sources})
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def times_asked(drafts: Mapping[str, Draft], past: Iterable[tuple[str, int]]) -> dict[str, int]:
    """How often past questions (text, how often) ask what each draft answers."""
    index = QuestionIndex(drafts.items())
    found = dict.fromkeys(drafts, 0)
    for text, times in past:
        for name in {name for lang in LANGS for name in index.put(text, lang)}:
            found[name] += times
    return found
