"""One way of writing for what is written so that a guard does not see it, with the place of each sign in the given text.

Full-width and circled signs, traditional characters, signs put between characters (最*佳), letters spaced out, syllables
and look-alikes in a character's place (zui佳, 蕞佳). Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, cast

from mercery.core.chinese import simplified
from mercery.core.yaml_files import read_yaml

_HAN: Final = re.compile("[\u3400-\u9fff]")
_BETWEEN: Final = frozenset(" \t*·•.-_~|/\\^+=#&'`’‘“”\"「」『』【】〔〕〖〗[](){}<>@$…。・﹒˙¨°")
"""What somebody puts between two characters of a word. Commas and the like end a clause and stay."""
_ENDS: Final = frozenset("。")
_MOST_BETWEEN: Final = 3
_SPACED: Final = re.compile(r"(?<![a-z0-9])(?:[a-z0-9][ .*_\-·]){2,}[a-z0-9](?![a-z0-9])")
_UNSEEN: Final = re.compile(r"[\^`]|  ")
"""Of ASCII what is not read as it stands: signs of their own kind, and spaces in a row."""
_SIGNS: Final = str.maketrans("’‘‛ʼ′“”„‐‑–—−", "'''''\"\"\"-----")


@dataclass(frozen=True, slots=True)
class Folded:
    """The folded text; `places[i]`: where its sign `i` stands in the given text, and one place more for the end."""

    text: str
    places: tuple[int, ...]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the given text behind a stretch of the folded one."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """The text as the rules read it."""
    if text.isascii() and not _UNSEEN.search(text):
        folded, places = text.lower(), list(range(len(text)))
    else:
        signs = _joined(list(_plain(text)))
        signs = [one for at, one in enumerate(signs) if not (at and one[0] == signs[at - 1][0] == " ")]
        folded = "".join(sign for sign, _ in signs)
        places = [place for _, place in signs]
    if _SPACED.search(folded):
        folded, places = _rewritten(folded, places, _SPACED, lambda found: re.sub(r"[^a-z0-9]", "", found[0]))
    if _HAN.search(folded):
        pattern, words = _disguised()
        folded, places = _rewritten(folded, places, pattern, lambda found: words[int(str(found.lastgroup)[1:])])
    return Folded(folded, (*places, len(text)))


def _plain(text: str) -> Iterator[tuple[str, int]]:
    """Small half-width simplified signs, those nobody sees left out."""
    for place, sign in enumerate(simplified(text)):
        for one in _written(sign):
            yield one, place


@lru_cache(maxsize=8_192)
def _written(sign: str) -> str:
    """How one sign is written plainly; empty where nobody sees it."""
    kind = unicodedata.category(sign)
    if kind in ("Cf", "Mn") or (kind in ("So", "Sk", "Cs") and sign not in "№℃°" and not _NUMBERED.match(sign)):
        return ""
    return sign if sign in "，。；！？：" else unicodedata.normalize("NFKC", sign).translate(_SIGNS).lower()


_NUMBERED: Final = re.compile("[①-⓿㈠-㉃㊀-㊉❶-➓]")


def _joined(signs: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without what stands between two Chinese characters and belongs to neither."""
    kept: list[tuple[str, int]] = []
    at = 0
    while at < len(signs):
        end = at
        while (
            end < len(signs) and signs[end][0] in _BETWEEN and signs[end][0] not in _ENDS and end - at < _MOST_BETWEEN
        ):
            end += 1
        between = end > at and kept and end < len(signs) and _HAN.match(kept[-1][0]) and _HAN.match(signs[end][0])
        if not between:
            end = max(end, at + 1)
            kept += signs[at:end]
        at = end
    return kept


def _rewritten(
    text: str, places: list[int], pattern: re.Pattern[str], written: Callable[[re.Match[str]], str]
) -> tuple[str, list[int]]:
    """The text with each match written anew; the signs of a match share the stretch it stood on."""
    made: list[str] = []
    stands: list[int] = []
    last = 0
    for found in pattern.finditer(text):
        new = written(found)
        made.append(text[last : found.start()] + new)
        stands += places[last : found.start()]
        own = places[found.start() : found.end()]
        stands += [own[min(at, len(own) - 1)] for at in range(len(new) - 1)] + [own[-1]]
        last = found.end()
    made.append(text[last:])
    stands += places[last:]
    return "".join(made), stands


@cache
def _disguised() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """One pattern for every word of disguises.yaml in another writing, a group a word."""
    rows = cast(
        list[dict[str, object]],
        read_yaml((files("mercery.claims.advertising_law") / "disguises.yaml").read_text("utf-8")),
    )
    groups: list[str] = []
    words: list[str] = []
    for row in rows:
        word, sounds = str(row["word"]), str(row["sounds"]).split()
        like = [str(one) for one in cast(list[object], row.get("like") or [""] * len(word))]
        each = [
            "(?:" + "|".join([sign, rf"(?<![a-z]){sound}(?![a-z])", *(re.escape(one) for one in alike)]) + ")"
            for sign, sound, alike in zip(word, sounds, like, strict=True)
        ]
        gap = r"[ *·._\-]?"
        groups.append(f"(?P<w{len(words)}>(?!{word}){gap.join(each)})")
        words.append(word)
    return re.compile("|".join(groups)), tuple(words)
