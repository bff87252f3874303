"""Phrases as data: what each says, in which form, and when it can be used.

A file of `phrases/` is a list of groups. A group may limit what stands in it (`kinds`, `channels`, `topics`, `when`) and holds
lists by form: `titles leads sentences asides things fragments rows headings captions narrations greetings calls cues remarks
tags joints`. Full stops at the end are added by the engine. `headings`, `greetings`, `calls`, `cues`, `remarks` and `tags` tell no
fact; what stands in them is approved by standing here, and may never say anything of goods, prices or service.
A phrase is a string, or a mapping with `say` and limits of its own. In braces stand:

- `{weight}` `{material.lining}` `{closure:a}`: the value of a fact, after the colon how (see `slots.py`);
- `{engraving.yes|can be engraved}`: words that stand on that fact;
- `{any}` `{label}`: the value of whatever is to be told, and what it is called; `{tagged}`: the title as a tag, without spaces;
- `{it}` `{its}` `{them}`: the product as subject, owner, object: a name or a pronoun; `{name}` the name always; `{title}` the bare
  title; `{kind}` the kind of goods in a word;
- `{is/are}`: what agrees with one or several.

`joints` say how clauses become one sentence: `{sentence}` and `{second}` stand for whole clauses, `{aside}` for what stands beside the
subject, `{thing}` for what it has, `{predicate}` and `{third}` for a clause about it without its subject. Asides, things and
predicates only join a clause that begins with `{it}`. A phrase with a colon, a semicolon or `when: [alone]` is joined to nothing.

`when` may hold: `first` / `later` (place in the passage), `alone`, `long` (takes whole sentences too), `several` / `single` (how many
values it names), `before` / `after` (an aside that only stands before, or after, its sentence), `imperative`, `closing`
(the closure closes: no open top), a season. `needs` names topics and attributes a heading speaks of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal, cast

from mercery.core.i18n import Lang
from mercery.core.yaml_files import read_yaml

Form = Literal[
    "title", "lead", "sentence", "aside", "thing", "fragment", "heading", "caption", "narration", "call", "cue", "remark",
    "tag", "greeting", "joint", "row",
]  # fmt: skip
_FORMS: Final[dict[str, Form]] = {
    "titles": "title", "leads": "lead", "sentences": "sentence", "asides": "aside", "things": "thing", "fragments": "fragment",
    "headings": "heading", "captions": "caption", "narrations": "narration", "calls": "call", "cues": "cue",
    "remarks": "remark", "tags": "tag", "greetings": "greeting", "joints": "joint", "rows": "row",
}  # fmt: skip
NAMING: Final = frozenset({"it", "its", "them", "name", "title", "kind", "label", "tagged"})
CLAUSES: Final = frozenset({"sentence", "aside", "second", "thing", "predicate", "third"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a template, or a slot in it."""

    words: str = ""
    fact: str = ""
    """Key of a point; empty for words."""
    way: str = ""
    """How its value is written (`a`, `low`)."""
    naming: str = ""
    """`it`, `its`, …"""
    agreeing: tuple[str, str] | None = None
    """`is`, `are`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One way of saying something."""

    id: str
    form: Form
    text: str
    pieces: tuple[Piece, ...]
    says: tuple[str, ...]
    """Keys of the points it states, in order."""
    kinds: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    when: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    """Topics and attributes that have to be told below it: a heading promises nothing that does not come."""

    @property
    def about_it(self) -> bool:
        """Whether it is a clause whose subject is the product."""
        return bool(self.pieces) and self.pieces[0].naming == "it"

    @property
    def plain(self) -> str:
        """Its own words, without what stands in its slots."""
        return _SLOT.sub("", self.text)

    @property
    def joins(self) -> bool:
        """Whether it can stand beside another clause."""
        return (
            ":cap}" not in self.text
            and not ({":", ";", "：", "；"} & set(self.text) - _in_slots(self.text))
            and "alone" not in self.when
        )


def _in_slots(text: str) -> set[str]:
    return set(":;") if not re.search(r"[:;]", _SLOT.sub("", text)) else set()


_SLOT: Final = re.compile(r"\{([^{}]*)\}")


def _pieces(text: str) -> tuple[Piece, ...]:
    found, place = [], 0
    for slot in _SLOT.finditer(text):
        if slot.start() > place:
            found.append(Piece(words=text[place : slot.start()]))
        found.append(_slot(slot[1]))
        place = slot.end()
    return (*found, Piece(words=text[place:])) if place < len(text) else tuple(found)


def _slot(inner: str) -> Piece:
    if inner.partition(":")[0] in NAMING or inner in CLAUSES:
        name, _, way = inner.partition(":")
        return Piece(naming=name, way=way)
    key, bar, words = inner.partition("|")
    if bar:
        return Piece(fact=key, words=words)
    one, slash, many = inner.partition("/")
    if slash:
        return Piece(agreeing=(one, many))
    key, _, way = inner.partition(":")
    return Piece(fact=key, way=way)


def _phrase(form: Form, row: str | Mapping[str, Any], group: Mapping[str, Any], place: str) -> Phrase:
    own: Mapping[str, Any] = {"say": row} if isinstance(row, str) else row
    pieces = _pieces(own["say"])

    def limit(name: str) -> frozenset[str]:
        return frozenset(own.get(name) or group.get(name) or ())

    return Phrase(
        id=place, form=form, text=own["say"], pieces=pieces,
        says=tuple(dict.fromkeys(piece.fact for piece in pieces if piece.fact)),
        kinds=limit("kinds"), channels=limit("channels"), topics=limit("topics"),
        needs=limit("needs"),
        when=frozenset([*(own.get("when") or ()), *(group.get("when") or ())]),
    )  # fmt: skip


def _read(lang: Lang) -> Iterator[Phrase]:
    folder = files("mercery.studio.writing.phrases")
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if not entry.name.startswith(lang) or not entry.name.endswith(".yaml"):
            continue
        groups = cast("list[Mapping[str, Any]]", read_yaml(entry.read_text("utf-8")) or [])
        for number, group in enumerate(groups):
            for name, form in _FORMS.items():
                for place, row in enumerate(group.get(name) or ()):
                    yield _phrase(form, row, group, f"{entry.name.removesuffix('.yaml')}/{number}/{name}/{place}")


@cache
def phrases(lang: Lang) -> tuple[Phrase, ...]:
    """Every phrase of the language."""
    return tuple(_read(lang))


@cache
def book(lang: Lang, kind: str, channel: str, season: str | None) -> Mapping[Form, Mapping[str, tuple[Phrase, ...]]]:
    """What can be said of a kind of goods in a channel: by form, then by each point a phrase tells (`` where it tells none)."""
    found: dict[Form, dict[str, list[Phrase]]] = {form: defaultdict(list) for form in _FORMS.values()}
    for phrase in phrases(lang):
        seasons = phrase.when & {"spring", "summer", "autumn", "winter"}
        if (
            (not phrase.kinds or kind in phrase.kinds)
            and (not phrase.channels or channel in phrase.channels)
            and (not seasons or season in seasons)
        ):
            for key in phrase.says or ("",):
                found[phrase.form][key].append(phrase)
    return {form: {key: tuple(own) for key, own in rows.items()} for form, rows in found.items()}


@cache
def yes_words(lang: Lang) -> Mapping[str, tuple[str, ...]]:
    """The words a yes or no is told in: `strap_removable.yes` to `the strap comes off`."""
    found: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases(lang):
        for piece in phrase.pieces:
            if piece.fact and piece.words:
                found[piece.fact].append(piece.words.lower())
    return {key: tuple(sorted(words, key=len, reverse=True)) for key, words in found.items()}


@cache
def by_form(lang: Lang) -> Mapping[Form, tuple[Phrase, ...]]:
    """The phrases of each form."""
    found: dict[Form, list[Phrase]] = defaultdict(list)
    for phrase in phrases(lang):
        found[phrase.form].append(phrase)
    return {form: tuple(own) for form, own in found.items()}
