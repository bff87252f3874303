"""Phrases as data: what people say when they do something, read from `words/*.txt`. Pure.

A file has named sections and one phrase a line. A phrase is a pattern in which a few signs are short for more:

- a blank stands for the space (or comma) between two words; in a phrase with 汉字 it means nothing;
- `~` stands for a few words (in Chinese: a few characters) that do not end the sentence;
- `<name>` stands for any of the words that a line `<name> = one | another` above lists;
- a line that begins with `!` is no such thing after all: a phrase it overlaps does not count;
- `#` begins a remark.

English phrases begin and end at the edges of words. Texts are made `plain` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from mercery.core.personal_numbers import narrow

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_LATIN: Final = re.compile(r"[0-9a-z]")
_CLASS: Final = re.compile(r"<([a-z_]+)>")
_QUOTES: Final = {ord("’"): "'", ord("‘"): "'", ord("`"): "'", ord("“"): '"', ord("”"): '"', ord("…"): "."}
_SPACE: Final = r"[\s,]{1,8}"
_WORDS: Final = r"(?:[^\s,.!?;。]{1,40}[\s,]{1,8}){0,5}?"
"""No sign is both of a word and between words, and no run is endless: a message that is all commas is read in no time."""
_BLANK: Final = re.compile(r"\[[^\]]*\]| ~ | \?| ")
"""A blank, alone or with what stands beside it; what stands in brackets is left alone."""
_BLANKS: Final[Mapping[str, str]] = {" ~ ": _SPACE + _WORDS, " ?": r"[\s,]{0,8}", " ": _SPACE}
_KEPT: Final = 512
_APART: Final = r"[^a-z0-9_\u4e00-\u9fff]"
_SIGNS: Final = r"[^.!?;。\n]{0,8}?"


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case with narrow signs and straight quotation marks; every sign keeps its place."""
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in narrow(text).translate(_QUOTES))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one section, and what is none of them; a text without 汉字 is not held against Chinese ones."""

    latin: _Said | None
    han: _Said | None
    _known: dict[str, re.Match[str] | None] = field(default_factory=dict, compare=False, repr=False)

    def all(self, text: str) -> Iterator[re.Match[str]]:
        """Where a `plain` text says one of them."""
        sides = [
            self.latin if self.latin and _LATIN.search(text) else None,
            self.han if self.han and _HAN.search(text) else None,
        ]
        void: list[tuple[int, int]] | None = None
        for side in sides:
            for found in side.said.finditer(text) if side else ():
                if void is None:
                    # What is no such thing is looked for only where something was said: most texts say nothing.
                    void = [one.span() for each in sides if each and each.but for one in each.but.finditer(text)]
                if not any(start < found.end() and found.start() < end for start, end in void):
                    yield found

    def find(self, text: str) -> re.Match[str] | None:
        """The first place. The same sentence is asked about by several detectors, so some are kept."""
        if text in self._known:
            return self._known[text]
        if len(self._known) >= _KEPT:
            self._known.clear()
        found = self._known[text] = next(self.all(text), None)
        return found

    def say(self, text: str) -> bool:
        """Whether there is one."""
        return self.find(text) is not None


@dataclass(frozen=True, slots=True)
class _Said:
    """The phrases of one script."""

    said: re.Pattern[str]
    but: re.Pattern[str] | None


@cache
def phrases(file: str, section: str) -> Phrases:
    """A section of `words/<file>.txt`."""
    return _sections(file)[section]


@cache
def _sections(file: str) -> Mapping[str, Phrases]:
    text = files("mercery.inspection.talk").joinpath("words", f"{file}.txt").read_text("utf-8")
    classes: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    but: dict[str, list[str]] = {}
    section = ""
    for line in (one.strip() for one in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if re.fullmatch(r"\[[a-z_.]+\]", line):
            section = line[1:-1]
            said[section], but[section] = [], []
        elif (named := re.match(r"<([a-z_]+)> = ", line)) is not None:
            words = [one.strip() for one in line[named.end() :].split(" | ")]
            classes[named[1]] = "|".join(_spread(one, classes) for one in words)
        elif line.startswith("!"):
            but[section].append(_spread(line[1:].strip(), classes))
        else:
            said[section].append(_spread(line, classes))
    return {
        name: Phrases(_side(parts, but[name], False), _side(parts, but[name], True)) for name, parts in said.items()
    }


def _side(said: Sequence[str], but: Sequence[str], han: bool) -> _Said | None:
    """The phrases of one script."""
    own = [one for one in said if bool(_HAN.search(one)) == han]
    void = [one for one in but if bool(_HAN.search(one)) == han]
    return _Said(_any(own, han), _any(void, han) if void else None) if own else None


def _any(patterns: Sequence[str], han: bool) -> re.Pattern[str]:
    one_of = "|".join(f"(?:{pattern})" for pattern in patterns)
    # The edges of words are asked for once, not by each phrase: only there is anything tried.
    return re.compile(one_of if han else rf"(?<![a-z0-9])(?:{one_of})(?![a-z0-9])", re.ASCII)


def _spread(line: str, classes: Mapping[str, str]) -> str:
    """The signs that are short for more, written out."""
    chinese = _HAN.search(line) is not None or any(_HAN.search(classes[name]) for name in _CLASS.findall(line))
    # 汉字 are no word characters in ASCII mode, but no punctuation either.
    line = line.replace(" | ", "|")
    for short, whole in ((r"\W*", f"{_APART}{{0,20}}"), (r"\W+", f"{_APART}{{1,20}}"), (r"\W", _APART)):
        line = line.replace(short, whole)
    if chinese:
        line = line.replace(" ", "").replace("~", _SIGNS)
    else:
        line = _BLANK.sub(lambda found: found[0] if found[0].startswith("[") else _BLANKS[found[0]], line)
    return _CLASS.sub(lambda found: f"(?:{classes[found[1]]})", line)
