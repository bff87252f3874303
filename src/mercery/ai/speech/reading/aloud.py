"""A text as it is read aloud, part by part, so that each spoken word knows which written signs it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from mercery.ai.speech.reading.patterns import READERS
from mercery.core.i18n import Lang


@dataclass(frozen=True, slots=True)
class Part:
    """Words to say for the characters `start` to `end` of the written text. `figure`: whether they were worked out."""

    say: str
    start: int
    end: int
    figure: bool = False

    def among_words(self, lang: Lang) -> str:
        """What is said, apart from the words around it."""
        if not self.figure or lang == "zh":
            return self.say
        return f" {self.say}{'' if self.say.endswith('-') else ' '}"


_SAID: Final[dict[Lang, dict[str, str]]] = {
    "en": {"&": "and", "+": "plus", "@": "at", "/": "or", "№": "number", "—": ",", "–": ",", "-": ","},
    "zh": {"&": "和", "+": "加", "@": "at", "—": "，", "–": "，", "——": "，", "-": "，"},
}
"""Signs that stand alone."""
_SILENT: Final = re.compile(r"[\"“”„«»「」『』《》〈〉*_#~|<>\\\[\]{}^`=•·™®©]|(?<!\w)['‘’]|['‘’](?!\w)")
"""Signs that have no sound."""
_DASH: Final = re.compile(r"[—–]+|…+|\.{3,}")
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[—–]+|[^\s\u3400-\u9fff—–]+|\s+")


def aloud(text: str, lang: Lang) -> tuple[Part, ...]:
    """The parts in order; together they cover the text."""
    return tuple(part for part in _parts(text, lang) if part.say)


def spoken(text: str, lang: Lang) -> str:
    """The same as one text, for a voice that reads words and should not have to guess at figures."""
    joined = "".join(part.among_words(lang) for part in aloud(text, lang))
    return re.sub(r"\s+", " ", re.sub(r"\s+(?=[,.;:!?，。；：！？])", "", joined)).strip()


def _parts(text: str, lang: Lang) -> Iterator[Part]:
    at = 0
    for match, read in _figures(text, lang):
        yield from _plain(text, at, match.start(), lang)
        yield Part(read, match.start(), match.end(), figure=True)
        at = match.end()
    yield from _plain(text, at, len(text), lang)


def _figures(text: str, lang: Lang) -> Iterator[tuple[re.Match[str], str]]:
    """What some reader knows, from left to right; of those that begin at one place the first in the list."""
    at = 0
    while at < len(text):
        found = _next(text, at, lang)
        if found is None:
            return
        yield found
        at = found[0].end()


def _next(text: str, at: int, lang: Lang) -> tuple[re.Match[str], str] | None:
    best: tuple[re.Match[str], Callable[[re.Match[str], Lang], str]] | None = None
    for pattern, read in READERS[lang]:
        match = pattern.search(text, at)
        if match is not None and match.end() > match.start() and (best is None or match.start() < best[0].start()):
            best = (match, read)
    return (best[0], best[1](best[0], lang)) if best else None


def _plain(text: str, start: int, end: int, lang: Lang) -> Iterator[Part]:
    for one in _WORD.finditer(text, start, end):
        said = _SAID[lang].get(one.group(), one.group())
        said = _DASH.sub("，" if lang == "zh" else ",", _SILENT.sub("", said))
        yield Part(said, one.start(), one.end())
