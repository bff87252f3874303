"""Which values of facets a query chooses and which it does not want, token by token. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from mercery.catalog.facets import Facet
from mercery.claims.vocabulary import COLOURS, MATERIALS, colours_in, materials_in
from mercery.core.i18n import Words
from mercery.search.document import MADE_OF
from mercery.search.query.lexicon import Chosen, Lexicon
from mercery.search.query.negation import Negation, negations
from mercery.search.query.parts import Draft, Part, PartKind
from mercery.search.query.tokens import Token
from mercery.search.query.writing import plain
from mercery.search.words import EMPTY_WORDS, is_chinese, key_of

_MADE_FOR: Final = re.compile(
    r"(?:\b(?:for|fits|compatible with|works with)(?: the| my| an?)?|适用于?|适合|兼容|支持|配)\s*$", re.IGNORECASE
)
"""A case for a brand's phone need not be of that brand."""
_OR: frozenset[str] = frozenset({"or", "and", "和", "或", "或者", "及"})


@dataclass(slots=True)
class Values:
    """What was chosen, what is not wanted, and the tokens that are left."""

    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    excluded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: tuple[str, ...] = ()
    left: tuple[Token, ...] = ()


def read_values(
    draft: Draft,
    found: Sequence[Token],
    lexicon: Lexicon,
    is_name: Callable[[str], bool],
    *,
    names_a_product: bool,
) -> Values:
    """Read the tokens; `is_name` as for `negations`. Where the query is the name of a product, nothing is a limit."""
    if names_a_product:
        return Values(left=tuple(found))
    return _Reader(draft, found, lexicon, is_name).read()


class _Reader:
    def __init__(self, draft: Draft, found: Sequence[Token], lexicon: Lexicon, is_name: Callable[[str], bool]) -> None:
        self._draft, self._found, self._lexicon = draft, found, lexicon
        self._chosen = [None if token.key.isdigit() else lexicon.choose(token.key) for token in found]
        self._negations = negations(draft.same, found, self._facet_of, is_name, draft.free)
        self._values = Values()
        self._done: set[int] = set()

    def _facet_of(self, token: Token) -> str | None:
        chosen = None if token.key.isdigit() else self._lexicon.choose(token.key)
        return chosen.name if chosen else ("material" if self._lexicon.materials(token.key) else None)

    def read(self) -> Values:
        for one in self._negations:
            self._deny(one)
        self._categories()
        for place in range(len(self._found)):
            if place not in self._done:
                self._take(place)
        self._values.left = tuple(token for place, token in enumerate(self._found) if place not in self._done)
        return self._values

    # What is not wanted.

    def _deny(self, one: Negation) -> None:
        names = {place: self._facet_of(self._found[place]) for place in one.denied}
        others = [place for place in one.denied if names[place] not in ("category", None)]
        words = [place for place in one.denied if names[place] is None]
        for place in one.denied:
            name = names[place]
            if name == "category" and (others or words):
                continue
            if name is None:
                self._deny_word(place, one)
            else:
                self._deny_value(place, name, one)
        self._draft.covered.extend(one.spans)
        self._done.update(
            place
            for place, token in enumerate(self._found)
            if any(start <= token.start and token.end <= end for start, end in one.spans)
        )

    def _deny_word(self, place: int, one: Negation) -> None:
        token = self._found[place]
        part = self._lexicon.part_of(token.key)
        if part is not None and place - 1 in one.denied:
            self._done.add(place)
            return
        term = " ".join(word.term for word in token.words)
        key = f"not:word:{term}"
        self._done.add(place)
        if token.key in EMPTY_WORDS:
            return
        if key not in self._draft.kept:
            self._values.unwanted = (*self._values.unwanted, term)
            said = self._said(place)
            self._part(place, "unwanted", key, Words(f"Without “{said}”", f"不要“{said}”"))

    def _deny_value(self, place: int, name: str, one: Negation) -> None:
        token, chosen = self._found[place], self._chosen[place]
        self._done.add(place)
        key = f"not:{name}:{token.key}"
        if key in self._draft.kept:
            return
        values = chosen.values if chosen and chosen.name == name else ()
        if name == "material":
            materials = {facet.value: facet for facet in (*values, *self._lexicon.materials(token.key))}
            after = self._found[place + 1 : place + 2]
            part = self._lexicon.part_of(after[0].key) if after else None
            self._done.update([place + 1] if part is not None else [])
            limits = [(MADE_OF, self._lexicon.made_of(materials.values(), part))]
            limits += [("material", values)] if part is None else []
        else:
            limits = [(name, values)]
        for facet, gone in limits:
            self._exclude(facet, gone)
        label = self._label(place, Chosen(name, values) if values else None, only_exact=True)
        english = label.text("en") if name == "brand" else _lower(label.text("en"))
        self._part(place, "unwanted", key, Words(f"Not {english}", f"不要{label.text('zh')}"), name, limits)

    def _exclude(self, name: str, values: Sequence[Facet]) -> None:
        if values:
            before = self._values.excluded.get(name, ())
            self._values.excluded[name] = tuple(dict.fromkeys((*before, *(one.value for one in values))))

    # What is wanted.

    def _categories(self) -> None:
        """Of several kinds of things named in one go the last is meant ("dress shirt"); joined by "or", all are."""
        places = [
            place
            for place, chosen in enumerate(self._chosen)
            if chosen and chosen.name == "category" and place not in self._done and not self._kept(place)
        ]
        if not places:
            return
        chinese = is_chinese(self._found[places[-1]].key)
        head = places[0]
        for place in places[1:]:
            if place == head + 1 or chinese:
                head = place
        meant = [place for place in places if place == head or self._joined(place, head, places)]
        for place in meant:
            self._choose(place)
        # The same thing named once more says nothing more.
        again = {self._found[place].key for place in meant}
        self._done.update(place for place in places if self._found[place].key in again)

    def _joined(self, place: int, head: int, places: Sequence[int]) -> bool:
        low, high = sorted((place, head))
        between = self._found[low + 1 : high]
        gap = self._draft.same[self._found[low].end : self._found[high].start]
        return bool(between or "," in gap or "、" in gap or "/" in gap) and all(
            one.key in _OR or self._found.index(one) in places for one in between
        )

    def _take(self, place: int) -> None:
        chosen = self._chosen[place]
        if self._amount(place) or self._part_material(place):
            return
        if chosen is None or chosen.name in ("category", "audience") or self._kept(place):
            return
        if chosen.name == "brand" and _MADE_FOR.search(self._draft.same[: self._found[place].start]):
            return
        taken = self._values.facets.get(chosen.name)
        if taken is not None and not self._widens(place, chosen):
            return
        self._choose(place)

    def _widens(self, place: int, chosen: Chosen) -> bool:
        """Whether it is another value of the same facet behind "or": "red or bordeaux"."""
        before = self._found[place - 1] if place else None
        gap = self._draft.same[before.end : self._found[place].start] if before else ""
        joined = before is not None and (before.key in _OR or "," in gap or "、" in gap or "/" in gap)
        return joined and chosen.name in self._values.facets

    def _amount(self, place: int) -> bool:
        """An amount the shop lets one choose by: 50 ml."""
        values = self._lexicon.amount(self._found[place].key)
        if (
            not values
            or values[0].name in self._values.facets
            or f"{values[0].name}:{self._found[place].key}" in self._draft.kept
        ):
            return False
        self._chosen[place] = Chosen(values[0].name, values)
        self._choose(place)
        return True

    def _part_material(self, place: int) -> bool:
        """A material with the part it is of: "leather strap", 皮表带."""
        part = self._lexicon.part_of(self._found[place + 1].key) if place + 1 < len(self._found) else None
        if part is None or place + 1 in self._done:
            return False
        materials = self._lexicon.materials(self._found[place].key)
        values = self._lexicon.made_of(materials, part)
        key = f"{MADE_OF}:{self._found[place].key} {part}"
        if not values or key in self._draft.kept or MADE_OF in self._values.facets:
            return False
        self._values.facets[MADE_OF] = tuple(facet.value for facet in values)
        start, end = self._found[place].start, self._found[place + 1].end
        said = self._draft.said(start, end)
        self._draft.take(
            Part(
                key=key,
                kind="facet",
                label=Words(said.capitalize(), said),
                said=said,
                facet=MADE_OF,
                limits=((MADE_OF, self._values.facets[MADE_OF]),),
                start=start,
                end=end,
            )
        )
        self._done.update((place, place + 1))
        return True

    def _choose(self, place: int) -> None:
        chosen = self._chosen[place]
        assert chosen is not None
        before = self._values.facets.get(chosen.name, ())
        self._values.facets[chosen.name] = tuple(dict.fromkeys((*before, *(one.value for one in chosen.values))))
        key = f"{chosen.name}:{self._found[place].key}"
        self._part(place, "facet", key, self._label(place, chosen), chosen.name, [(chosen.name, chosen.values)])
        self._done.add(place)

    def _kept(self, place: int) -> bool:
        chosen = self._chosen[place]
        return chosen is not None and f"{chosen.name}:{self._found[place].key}" in self._draft.kept

    def _said(self, place: int) -> str:
        return self._draft.said(self._found[place].start, self._found[place].end)

    def _label(self, place: int, chosen: Chosen | None, *, only_exact: bool = False) -> Words:
        """The shop's own name of the value where it is one (with `only_exact`, where the shopper called it so); else the
        shopper's word."""
        key = self._found[place].key
        said = ("" if self._found[place].chinese else " ").join(word.surface for word in self._found[place].words)
        values = chosen.values if chosen else ()
        exact = [one.label for one in values if key in (key_of(one.label.en), key_of(one.label.zh))]
        if len(values) == 1 and not only_exact:
            return values[0].label
        return exact[0] if exact else _in_both(said, chosen.name if chosen else "")

    def _part(
        self,
        place: int,
        kind: PartKind,
        key: str,
        label: Words,
        facet: str = "",
        limits: Sequence[tuple[str, Sequence[Facet]]] = (),
    ) -> None:
        token = self._found[place]
        pairs = tuple((name, tuple(one.value for one in values)) for name, values in limits)
        self._draft.take(
            Part(
                key=key, kind=kind, label=label, said=self._said(place), facet=facet, limits=pairs,
                start=token.start, end=token.end,
            )
        )  # fmt: skip


def _in_both(said: str, name: str) -> Words:
    """The shopper's word, in both languages where it is a colour or material everybody knows."""
    if name in ("colour", "color") and len(found := colours_in(plain(said))) == 1:
        return Words(found[0].capitalize(), COLOURS[found[0]][0])
    if name == "material" and len(found := materials_in(plain(said))) == 1:
        return Words(found[0].capitalize(), MATERIALS[found[0]][1][0])
    return Words(said.capitalize(), said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
