"""Completing what a shopper types: searches that led somewhere, categories, brands, colours, materials, names of products.

The names of values lie sorted in memory, once for each version; products are asked of the index. What is typed by its
sounds (`tuote`, `ttb` for 托特包) and with a slip of the finger is found too, after what is typed right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from tantivy import Occur, Query

from mercery.catalog.facets import Facet
from mercery.core.i18n import Lang, Words
from mercery.search.index import Row, SearchIndex
from mercery.search.query.lexicon import READ_FACETS, Lexicon
from mercery.search.query.sounds import Sounds, sounds
from mercery.search.query.writing import plain
from mercery.search.result import Suggestion
from mercery.search.spelling import Spelling, distance
from mercery.search.words import fold, is_chinese, words

_PLACES: Final = {name: place for place, name in enumerate(READ_FACETS)}
_SEARCHES: Final = 3
_CATEGORIES: Final = 3
_OTHERS: Final = 3
_LOOKED_AT: Final = 200
_SHORTEST_SLIP: Final = 4
_MOST_COMPARED: Final = 400
MOST_TITLES_BY_SOUND: Final = 20_000
"""Up to so many products, their names are found by initials as well."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a facet that can be completed to."""

    facet: Facet
    whole: bool
    """Whether the key is its whole name, not a later word of it."""


class Completer:
    """What can be completed to in one shop, made once for the words it has."""

    def __init__(self, index: SearchIndex, lexicon: Lexicon, spelling: Spelling) -> None:
        self._index, self._lexicon, self._spelling = index, lexicon, spelling
        pairs = sorted(_keys(index.rows.labels.values(), lexicon), key=lambda pair: pair[0])
        self._keys = [key for key, _ in pairs]
        self._values = [value for _, value in pairs]

    def complete(
        self, prefix: str, lang: Lang, *, limit: int, past: Mapping[str, int] | None = None
    ) -> list[Suggestion]:
        """The likeliest completions first; empty for an empty text. `past`: searches that led somewhere, the most made
        first."""
        said = words(prefix)
        if not said:
            return []
        searches = list(_searches(prefix, past or {}))[:_SEARCHES]
        values = self._facets(prefix, lang)
        products = self._products(prefix, lang, limit)
        if not values and not products:
            values, products = self._by_sound(prefix, lang, limit)
        if not values and not products:
            values, products = self._slipped(prefix, lang, limit)
        if len(said) > 1 and not values:
            searches += self._continued(prefix, lang)
        return list(_once([*searches, *values, *products]))[:limit]

    # Values of facets.

    def _facets(self, prefix: str, lang: Lang) -> list[Suggestion]:
        return self._suggestions(self._beginning(_folded(prefix)), lang)

    def _beginning(self, typed: str) -> list[_Value]:
        start = bisect_left(self._keys, typed)
        found: list[_Value] = []
        for place in range(start, min(start + _LOOKED_AT, len(self._keys))):
            if not self._keys[place].startswith(typed):
                break
            found.append(self._values[place])
        return found

    def _suggestions(self, values: Iterable[_Value], lang: Lang) -> list[Suggestion]:
        best: dict[tuple[str, str], _Value] = {}
        for value in values:
            key = (value.facet.name, value.facet.value)
            if key not in best or value.whole:
                best[key] = value
        ranked = sorted(
            best.values(),
            key=lambda one: (_PLACES[one.facet.name], not one.whole, -self._count(one.facet), one.facet.value),
        )
        categories = [one for one in ranked if one.facet.name == "category"][:_CATEGORIES]
        others = [one for one in ranked if one.facet.name != "category"][:_OTHERS]
        return [
            Suggestion(text=one.facet.label.text(lang), kind=one.facet.name, value=one.facet.value)
            for one in (*categories, *others)
        ]

    def _count(self, facet: Facet) -> int:
        return int(self._index.searcher().doc_freq("facet", f"{facet.name}={facet.value}"))

    def _continued(self, prefix: str, lang: Lang) -> Iterator[Suggestion]:
        """Whole searches whose last word is being typed: "black to" is on its way to black totes."""
        head, _, last = prefix.rstrip().rpartition(" ")
        chosen = [self._lexicon.choose(word.term) for word in words(head)]
        musts = [
            (Occur.Must, self._index.facet_query(one.name, [value.value for value in one.values]))
            for one in chosen
            if one is not None
        ]
        if not last or not head.strip() or len(musts) < len(chosen):
            return
        for one in self._suggestions(self._beginning(_folded(last)), lang)[:_CATEGORIES]:
            ending = (Occur.Must, self._index.facet_query(one.kind, [one.value or ""]))
            if self._index.count(Query.boolean_query([*musts, ending])):
                text = one.text if one.kind == "brand" else one.text.lower()
                yield Suggestion(text=f"{head.strip()} {text}", kind="search")

    # Products.

    def _products(self, prefix: str, lang: Lang, limit: int) -> list[Suggestion]:
        said = words(prefix)
        queries = [
            (Occur.Must, self._word(word.term if word.chinese else word.surface, word is said[-1])) for word in said
        ]
        return self._titles(Query.boolean_query(queries), lang, limit)

    def _word(self, surface: str, last: bool) -> Query:
        if is_chinese(surface):
            pairs = [surface[at : at + 2] for at in range(max(1, len(surface) - 1))]
            return Query.boolean_query(
                [(Occur.Must, Query.term_query(self._index.schema, "gram", pair, "freq")) for pair in pairs]
            )
        word = fold(surface)
        return self._index.prefix_query(word) if last else self._index.exact_word_query(word)

    def _titles(self, query: Query, lang: Lang, limit: int) -> list[Suggestion]:
        return [_product(row, lang) for _, row in self._index.found(query, limit * 2)[1]]

    # By sound, and with a slip.

    @cached_property
    def _sounds(self) -> Sounds:
        return Sounds(self._index.vocabulary())

    @cached_property
    def _sounding(self) -> list[tuple[str, _Value | int]]:
        """Sounds of values' names and of products' names, sorted."""
        found: list[tuple[str, _Value | int]] = []
        for facet in self._index.rows.labels.values():
            if facet.name in READ_FACETS and is_chinese(facet.label.zh):
                found += [(one, _Value(facet, at == 0)) for at, one in enumerate(sounds(facet.label.zh))]
        for key, surface in self._lexicon.synonyms.surfaces.items():
            chosen = self._lexicon.choose(key) if is_chinese(surface) else None
            if chosen is not None and chosen.name == "category" and len(chosen.values) == 1:
                found += [(one, _Value(chosen.values[0], False)) for one in sounds(surface) if len(one) > 2]
        rows = self._index.rows
        for number in range(len(rows)) if len(rows) <= MOST_TITLES_BY_SOUND else ():
            title = rows.titles(number)[1]
            if is_chinese(title):
                found += [(one, number) for one in sounds(title) if len(one) > 2]
        return sorted(found, key=lambda pair: pair[0])

    def _by_sound(self, prefix: str, lang: Lang, limit: int) -> tuple[list[Suggestion], list[Suggestion]]:
        typed = "".join(_folded(prefix).split())
        if len(typed) < 2 or not (typed.isascii() and typed.isalpha()):
            return [], []
        values: list[_Value] = []
        numbers: list[int] = []
        start = bisect_left(self._sounding, typed, key=lambda pair: pair[0])
        for sound, one in self._sounding[start : start + _LOOKED_AT]:
            if not sound.startswith(typed):
                break
            values += [one] if isinstance(one, _Value) else []
            numbers += [one] if isinstance(one, int) else []
        gone = self._index.rows.gone
        kept = [number for number in dict.fromkeys(numbers) if not gone[number]][: limit * 2]
        products = [_product(row, lang) for row in self._index.rows.several(np.array(kept, dtype=np.int64))]
        if not products:
            products = self._spoken(typed, lang, limit)
        return self._suggestions(values, lang), products

    def _spoken(self, typed: str, lang: Lang, limit: int) -> list[Suggestion]:
        for phrase in self._sounds.phrases(typed):
            each = [
                Query.boolean_query([(Occur.Should, self._index.exact_word_query(word)) for word in either])
                for either in phrase
            ]
            found = self._titles(Query.boolean_query([(Occur.Must, one) for one in each]), lang, limit)
            if found:
                return found
        return []

    def _slipped(self, prefix: str, lang: Lang, limit: int) -> tuple[list[Suggestion], list[Suggestion]]:
        typed = _folded(prefix)
        if len(typed) < _SHORTEST_SLIP or not typed.isascii():
            return [], []
        said = [word.surface for word in words(prefix) if not word.chinese]
        mended = [self._spelling.nearest(fold(one)) or fold(one) for one in said[:-1]]
        last = fold(said[-1]) if said else ""
        ends = self._words_near(last)
        meant = self._spelling.nearest(last)
        ends += [meant] if meant else []
        values = self._suggestions((self._values[place] for place in self._places_near(typed, self._keys)), lang)
        if not ends:
            return values, []
        either = Query.boolean_query([(Occur.Should, self._index.exact_word_query(word)) for word in ends])
        whole = [(Occur.Must, self._index.exact_word_query(word)) for word in mended]
        return values, self._titles(Query.boolean_query([*whole, (Occur.Must, either)]), lang, limit)

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(word for word in self._index.vocabulary() if word.isascii() and word.isalpha())

    def _words_near(self, last: str) -> list[str]:
        if len(last) < _SHORTEST_SLIP:
            return []
        return [self._vocabulary[place] for place in self._places_near(last, self._vocabulary)]

    def _places_near(self, typed: str, among: Sequence[str]) -> Iterator[int]:
        """Where words stand that begin, but for one slip, with what was typed: the first letter is seldom wrong."""
        compared = 0
        for place in range(bisect_left(among, typed[:1]), bisect_left(among, typed[:1] + "\uffff")):
            key = among[place]
            if len(key) < len(typed) - 1 or (typed[1:2] not in key[1:3] and typed[2:3] not in key[1:4]):
                continue
            compared += 1
            if compared > _MOST_COMPARED:
                return
            if min(distance(typed, key[: len(typed) + more], 1.0) for more in (0, 1, -1)) <= 1.0:
                yield place


def _keys(facets: Iterable[Facet], lexicon: Lexicon) -> Iterator[tuple[str, _Value]]:
    """The beginnings by which a value is found: its name in either language, its later words, what else it is called."""
    for facet in facets:
        if facet.name not in READ_FACETS:
            continue
        for text in dict.fromkeys((facet.label.en, facet.label.zh)):
            key = _folded(text)
            if not key:
                continue
            yield key, _Value(facet, True)
            if is_chinese(key):
                yield from ((key[at:], _Value(facet, False)) for at in range(1, len(key)))
            else:
                parts = key.split(" ")
                yield from ((" ".join(parts[at:]), _Value(facet, False)) for at in range(1, len(parts)))
    for key, surface in lexicon.synonyms.surfaces.items():
        chosen = lexicon.choose(key)
        if chosen is not None and chosen.name == "category" and len(chosen.values) == 1:
            yield _folded(surface), _Value(chosen.values[0], False)


def _folded(text: str) -> str:
    """As keys are compared: one way of writing, no accents, single spaces."""
    return " ".join(
        fold(piece) if piece.isalnum() and not is_chinese(piece) else piece.lower() for piece in plain(text).split()
    )


def _searches(prefix: str, past: Mapping[str, int]) -> Iterator[Suggestion]:
    """Searches that begin so, then those with a word that does."""
    wanted = _folded(prefix)
    folded = {text: _folded(text) for text in past}
    begins = [text for text, key in folded.items() if key.startswith(wanted) and key != wanted]
    within = [text for text, key in folded.items() if f" {wanted}" in key]
    yield from (Suggestion(text=text, kind="search") for text in dict.fromkeys((*begins, *within)))


def _product(row: Row, lang: Lang) -> Suggestion:
    title = Words(*row.titles)
    return Suggestion(text=title.text(lang), kind="product", product_id=row.product_id)


def _once(found: Sequence[Suggestion]) -> Iterator[Suggestion]:
    seen: set[tuple[str, str]] = set()
    for one in found:
        kind = one.kind if one.kind in ("product", "search") else "value"
        if (kind, one.text.casefold()) not in seen:
            seen.add((kind, one.text.casefold()))
            yield one
