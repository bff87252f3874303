"""The shop's own words for the values of its facets, with what else shoppers call them. Pure.

A word chooses a value when it is its name, the head of its name ("watches" of "dress watches") or a family it belongs to
(leather of calfskin, blue of navy); only where the shop uses no such word, what means the same is tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.catalog.facets import Facet
from mercery.claims.vocabulary import MATERIALS, PARTS, materials_in, same_or_kind_of
from mercery.search.document import MADE_OF
from mercery.search.measures import Known
from mercery.search.query.amounts import amounts
from mercery.search.query.sizes import Sizes
from mercery.search.query.writing import plain
from mercery.search.synonyms.synonym import Synonym
from mercery.search.synonyms.thesaurus import Thesaurus, thesaurus
from mercery.search.words import EMPTY_WORDS, is_chinese, key_of

READ_FACETS: Final = ("category", "colour", "color", "material", "brand", "audience")
"""Facets that words of a query may choose; the others would take words such as `large` too literally."""
MOST_REMEMBERED: Final = 20_000
_FILES: Final = {"category": "things", "colour": "colours", "color": "colours", "material": "materials"}
_FAMILIES: Final = frozenset({"category", "colour", "color", "material"})
_AND: Final = re.compile(r"\s+(?:and|&)\s+|\s*[,/&]\s*|[与和及、]", re.IGNORECASE)
_COLOUR_END: Final = "色"
_HOUSES: Final = frozenset(
    [
        "maison",
        "house",
        "home",
        "company",
        "co",
        "inc",
        "ltd",
        "group",
        "studio",
        "atelier",
        "design",
        "designs",
        "fashion",
        "paris",
        "london",
        "milano",
        "new",
        "york",
        "italia",
        "parfums",
        "perfumes",
        "horlogerie",
        "watches",
        "jewellery",
        "shoes",
        "leather",
        "goods",
        "north",
        "south",
        "east",
        "west",
        "face",
        "free",
        "people",
        "old",
    ]
)
"""Words of brands' names that many names share: alone they mean no brand."""
_ALIKE: Final = (("strap", "bracelet"), ("handle", "handles"), ("lens", "lenses"))
_PART_WORDS: Final = {
    key_of(text): part for part, words in PARTS.items() for text in (words.en, *words.zh.split("、")) if part != "main"
} | {
    "表带": "strap",
    "肩带": "strap",
    "内衬": "lining",
    "衬里": "lining",
    "手柄": "handles",
    "把手": "handles",
    "包带": "strap",
    "鞋底": "sole",
    "鞋面": "upper",
    "链": "chain",
}

_THINGS: Final = thesaurus((), "things")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The facet a word chooses from, and its values."""

    name: str
    values: tuple[Facet, ...]


@dataclass(slots=True)
class _Names:
    """The values of one facet by the keys that choose them."""

    by_key: dict[str, dict[str, Facet]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, key: str, facet: Facet) -> None:
        if key and key not in EMPTY_WORDS:
            self.by_key[key][facet.value] = facet


class Lexicon:
    """The words of one shop."""

    def __init__(
        self,
        facets: Iterable[Facet],
        known: Known = Known(),
        own: tuple[Synonym, ...] = (),
        is_distinct: Callable[[str, Sequence[Facet]], bool] | None = None,
    ) -> None:
        """`own`: the shop's rows of synonyms. `is_distinct`: whether a single word of brands' names means these brands and
        nothing else in the shop."""
        every = list(facets)
        self.known = known
        self.synonyms: Thesaurus = thesaurus(own)
        self.kinds: Thesaurus = thesaurus(own, "things", "materials", "qualities")
        """What is a kind of a plain word: of a colour only the shop's own values are, since ink is black to nobody else."""
        self.inseparable: Thesaurus = thesaurus(own, "materials", "colours")
        """Phrases whose words mean something else alone: `vegan leather`, `rose gold`."""
        self._rows = {
            name: thesaurus(own, _FILES[name]) if name in _FILES else thesaurus(own, "") for name in READ_FACETS
        }
        self._names = {name: _Names() for name in READ_FACETS}
        self.sizes = Sizes(every)
        self.audiences = {facet.value: facet for facet in every if facet.name == "audience"}
        self._amounts: dict[str, list[Facet]] = defaultdict(list)
        self._made_of = [facet for facet in every if facet.name == MADE_OF]
        self._parts: dict[str, list[Facet]] | None = None
        self._found: dict[str, Chosen | None] = {}
        self._materials: dict[str, tuple[Facet, ...]] = {}
        for facet in every:
            if facet.name in READ_FACETS:
                _register(self._names[facet.name], facet)
            self._take_amount(facet)
        self._take_brand_words([facet for facet in every if facet.name == "brand"], is_distinct)

    def _take_amount(self, facet: Facet) -> None:
        for text in (facet.label.en, facet.label.zh):
            found = list(amounts(plain(text)))
            whole = len(found) == 1 and found[0].end - found[0].start == len(text.strip())
            if whole and facet not in self._amounts[found[0].term]:
                self._amounts[found[0].term].append(facet)

    def _take_brand_words(
        self, brands: Sequence[Facet], is_distinct: Callable[[str, Sequence[Facet]], bool] | None
    ) -> None:
        by_word: dict[str, list[Facet]] = defaultdict(list)
        for facet in brands:
            words = key_of(facet.label.en).split()
            for word in words if len(words) > 1 else ():
                if len(word) > 2 and word not in EMPTY_WORDS | _HOUSES and not self.synonyms.knows(word):
                    by_word[word].append(facet)
        for word, having in by_word.items():
            if is_distinct is None or is_distinct(word, having):
                for facet in having:
                    self._names["brand"].add(word, facet)

    def choose(self, key: str) -> Chosen | None:
        """What a word or phrase (`key_of`) chooses; None when the shop calls nothing so."""
        if key not in self._found:
            if len(self._found) > MOST_REMEMBERED:
                self._found.clear()
            self._found[key] = self._chosen(key)
        return self._found[key]

    def _chosen(self, key: str) -> Chosen | None:
        if not key or key in EMPTY_WORDS:
            return None
        for ways in (_exactly, _same, _kinds):
            for name in READ_FACETS:
                found = ways(self._names[name], self._rows[name], key, name)
                found = [facet for facet in found if not self._apart(key, facet)]
                if found:
                    return Chosen(name, tuple(self._categories(found, key) if name == "category" else found))
        return None

    def _apart(self, key: str, facet: Facet) -> bool:
        names = (key_of(facet.label.en), key_of(facet.label.zh))
        return key not in names and any(self.synonyms.apart(key, name) for name in names)

    def _categories(self, found: list[Facet], key: str) -> list[Facet]:
        """Where only half of a name was met ("scarves" of "scarves and knits"), what means the same beside it."""
        if all(_AND.search(facet.label.en or facet.label.zh) for facet in found):
            found = [*found, *_same(self._names["category"], self._rows["category"], key, "category")]
        return _pruned(list({facet.value: facet for facet in found}.values()))

    def amount(self, term: str) -> tuple[Facet, ...]:
        """The values of one facet that are this amount (`50ml`), where the shop lets one choose by it."""
        found = self._amounts.get(term, [])
        return tuple(facet for facet in found if facet.name == found[0].name)

    def part_of(self, key: str) -> str | None:
        """The part of a product that a word names: `strap`."""
        return _PART_WORDS.get(key)

    def made_of(self, materials: Iterable[Facet], part: str | None = None) -> tuple[Facet, ...]:
        """Parts that are of one of these materials; of one part only, where it is named."""
        wanted = {facet.value for facet in materials}
        parts = next((set(pair) for pair in _ALIKE if part in pair), {part})
        return tuple(
            facet
            for facet in self._made_of
            if facet.value.partition(".")[2] in wanted and (part is None or facet.value.partition(".")[0] in parts)
        )

    def materials(self, key: str) -> tuple[Facet, ...]:
        """Every material of any part that a word names, also such as no product is mainly made of."""
        if key not in self._materials:
            if len(self._materials) > MOST_REMEMBERED:
                self._materials.clear()
            self._materials[key] = self._materials_by(key)
        return self._materials[key]

    def _materials_by(self, key: str) -> tuple[Facet, ...]:
        found = {facet.value: facet for facet in self._parts_by_key().get(key, ())}
        rows = self._rows["material"]
        for other in (*rows.same(key), *rows.kinds(key)):
            found |= {facet.value: facet for facet in self._parts_by_key().get(other, ())}
        return tuple(found.values())

    def _parts_by_key(self) -> dict[str, list[Facet]]:
        if self._parts is None:
            names = _Names()
            for facet in self._made_of:
                material = Facet(name="material", value=facet.value.partition(".")[2], label=facet.label)
                _register(names, material)
            self._parts = {key: list(values.values()) for key, values in names.by_key.items()}
        return self._parts


def _register(names: _Names, facet: Facet) -> None:
    for text in (facet.label.en, facet.label.zh):
        if not text:
            continue
        key = key_of(text)
        pieces = [piece for piece in _AND.split(text) if piece.strip()] if facet.name == "category" else [text]
        names.add(key, facet)
        if "&" in text:
            names.add(key_of(text.replace("&", " and ")), facet)
        for place, piece in enumerate(pieces):
            whole = key_of(piece)
            if place and not _THINGS.knows(whole):
                continue  # "Backpacks and travel": who asks for travel asks for no thing.
            names.add(whole, facet)
            for head in _heads(whole, facet.name):
                names.add(head, facet)
    if facet.name == "material":
        _register_material(names, facet)


def _heads(key: str, name: str) -> Iterator[str]:
    """What a longer name is a kind of: its last words; a Chinese colour without 色."""
    if name in ("brand", "audience"):
        return
    if is_chinese(key):
        bare = key[:-1] if name in ("colour", "color") and len(key) > 1 and key.endswith(_COLOUR_END) else key
        if bare != key:
            yield bare
        if name in ("colour", "color"):
            yield from (bare[-1:], bare[-1:] + _COLOUR_END) if len(bare) > 1 else (bare + _COLOUR_END,)
        else:
            yield from (key[at:] for at in range(1, len(key) - 1))
        return
    words = key.split()
    for at in range(1, len(words)):
        rest = " ".join(words[at:])
        if name != "category" or len(words) - at == 1 or len(words) > 2:
            yield rest


def _register_material(names: _Names, facet: Facet) -> None:
    """A material is chosen by what it is a kind of, too: calfskin by leather, in either language."""
    for one in dict.fromkeys((*materials_in(facet.label.en), *materials_in(plain(facet.label.zh)))):
        for kind, (_, chinese) in MATERIALS.items():
            if same_or_kind_of(one, kind):
                names.add(key_of(kind), facet)
                for word in chinese:
                    names.add(key_of(word), facet)


def _exactly(names: _Names, rows: Thesaurus, key: str, name: str) -> list[Facet]:
    found = dict(names.by_key.get(key, {}))
    if found and name in _FAMILIES:
        for kind in rows.kinds(key):
            found |= names.by_key.get(kind, {})
    return list(found.values())


def _same(names: _Names, rows: Thesaurus, key: str, name: str) -> list[Facet]:
    found: dict[str, Facet] = {}
    for other in rows.same(key):
        found |= {facet.value: facet for facet in _exactly(names, rows, other, name)}
    return list(found.values())


def _kinds(names: _Names, rows: Thesaurus, key: str, name: str) -> list[Facet]:
    if name not in _FAMILIES:
        return []
    found: dict[str, Facet] = {}
    for kind in rows.kinds(key):
        found |= names.by_key.get(kind, {})
    return list(found.values())


def _pruned(found: Sequence[Facet]) -> list[Facet]:
    """Without what lies below another one that is chosen, and without one that is chosen by half of its name ("scarves
    and knits") where one below it is meant."""
    halved = {facet.value for facet in found if _AND.search(facet.label.en or facet.label.zh)}
    whole = {facet.value for facet in found} - halved
    kept = []
    for facet in found:
        below = any(value.startswith(facet.value + "/") for value in halved | whole)
        above = any(facet.value.startswith(value + "/") for value in whole)
        if not above and not (below and facet.value in halved):
            kept.append(facet)
    return kept or list(found)
