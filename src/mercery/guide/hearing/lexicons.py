"""The words hearing knows, from its data files and the shop's own schema, in one lexicon for a version of a catalogue.

Keys say what a surface may stand for: `kind:loafer`, `mat:leather`, `col:green`, `value:bottle-green` (a colour of the
shop), `f:hood`, `who:women`, `place:FR`, `for:evening`, `brand:nordhal`, `title:sienne`, `cue:not`. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final
from weakref import WeakKeyDictionary

from babel import Locale

from mercery.claims import lexicon as claims_lexicon
from mercery.guide.hearing.kinds import kind_lexicon, kinds_in
from mercery.guide.hearing.known import KnownValue, Schema
from mercery.guide.hearing.lexicon import Lexicon, rows
from mercery.guide.hearing.text import Plain, Token, norm_of, plain, units
from mercery.search.spelling import Spelling, distance

_FILES: Final = {"f": "features", "who": "people", "place": "places", "for": "occasions", "cue": "cues"}
_SHADES: Final[dict[str, tuple[str, ...]]] = {
    "off white": ("ivory", "cream"), "dark blue": ("navy",), "navy blue": ("navy",), "deep blue": ("navy",), "wine red": ("burgundy", "bordeaux"), "wine": ("burgundy", "bordeaux"),
    "maroon": ("burgundy",), "oxblood": ("burgundy",), "claret": ("burgundy",), "scarlet": ("red",), "crimson": ("red",), "dark green": ("bottle green", "forest green"), "deep green": ("bottle green", "forest green"),
    "light brown": ("tan",), "dark grey": ("charcoal", "graphite"), "dark gray": ("charcoal", "graphite"), "charcoal grey": ("charcoal",), "anthracite": ("charcoal", "graphite"), "violet": ("purple",), "fuchsia": ("pink",),
    "turquoise blue": ("teal",), "nude": ("blush", "beige"), "light blue": ("sky",), "jet black": ("black",), "snow white": ("white",), "lemon yellow": ("yellow",),
    "深蓝": ("navy",), "深绿": ("bottle green", "forest green"), "深灰": ("charcoal", "graphite"), "大红": ("red",), "正红": ("red",), "咖色": ("brown",), "浅蓝": ("sky",), "浅棕": ("tan",), "奶白": ("cream",),
}  # fmt: skip
"""What people call shades that have names of their own."""
_MADE_OF: Final = {
    "animal skin": "leather", "animal hide": "leather", "real leather": "leather", "genuine leather": "leather", "animal leather": "leather", "动物皮": "leather",
    "钻戒": "diamond", "羊绒衫": "cashmere", "羊毛衫": "wool", "皮鞋": "leather", "皮包": "leather", "皮衣": "leather", "皮夹克": "leather",
    "银镯": "silver", "银手镯": "silver", "金镯": "gold", "玉镯": "jade", "珍珠项链": "pearl", "羊绒围巾": "cashmere", "真皮": "leather", "羊毛毯": "wool", "黄金": "gold",
}  # fmt: skip
"""Names of goods that say what they are made of."""
_MOST_TITLES: Final = 20_000
_TITLE_WORD: Final = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’]{2,}")


@dataclass(frozen=True, kw_only=True, eq=False)
class Vocabulary:
    """All surfaces for one schema, and the spelling of its words."""

    lexicon: Lexicon
    spelling: Spelling
    everyday: frozenset[str]
    """Words that are never taken for a misspelling."""

    def corrected(self, text: Plain) -> tuple[Token, ...]:
        """The tokens of a message with misspelt words put right; names, in capitals amid a sentence, stay."""
        return tuple(token if _is_name(text, at) else self._corrected(token) for at, token in enumerate(text.tokens))

    def _corrected(self, token: Token) -> Token:
        word = token.norm
        if len(word) < 4 or not word.isalpha() or not word.isascii() or word in self.everyday:
            return token
        meant = self.spelling.nearest(word)
        if (
            meant is None
            or meant[0] != word[0]
            or (meant[:2] != word[:2] and distance(word, meant) > 1)
            or (len(word) == 4 and len(meant) == 4 and sorted(meant) != sorted(word))
        ):
            return token
        return Token(meant, token.start, token.end)


def _is_name(text: Plain, at: int) -> bool:
    """Whether a word is written as a name: Emma, but neither EMMA nor the first of a sentence."""
    token = text.tokens[at]
    if not at or not text.tokens[at - 1].word:
        return False
    written = text.text[token.start : token.end]
    return written[:1].isupper() and written[1:].islower()


_COMPILED: WeakKeyDictionary[Schema, Vocabulary] = WeakKeyDictionary()


def vocabulary(schema: Schema) -> Vocabulary:
    """The words for `schema`, compiled once."""
    if schema not in _COMPILED:
        _COMPILED[schema] = _compiled(schema)
    return _COMPILED[schema]


def _compiled(schema: Schema) -> Vocabulary:
    own = [*_of_schema(schema)]
    whole = Lexicon([*_static(), *own])
    taught = _telling(Lexicon([*_goods(), *own]))
    known = whole.words | _claims_words() | _spelt_right()
    counts = {word: 1 for word in taught if len(word) >= 4}
    return Vocabulary(lexicon=whole, spelling=Spelling(counts), everyday=known)


def _telling(lexicon: Lexicon) -> set[str]:
    """The words that name something by themselves, and those of longer names that nobody uses otherwise."""
    alone = {forms[0] for forms, _ in lexicon.items() if len(forms) == 1}
    return {word for word in lexicon.words if word in alone or word not in _claims_words()}


@cache
def _spelt_right() -> frozenset[str]:
    """Ordinary words that look like a misspelling of one of ours."""
    lines = (line for line in _text("spelt_right").splitlines() if not line.startswith("#"))
    return frozenset(norm_of(word) for line in lines for word in line.split())


@cache
def _static() -> tuple[tuple[str, str], ...]:
    found = [*_goods()]
    for prefix in ("who", "place", "for", "cue"):
        found += [(f"{prefix}:{key}", surface) for key, names in rows(_text(_FILES[prefix])) for surface in names]
    found += list(_countries())
    return tuple(found)


@cache
def _goods() -> tuple[tuple[str, str], ...]:
    """Surfaces that describe goods, and may be misspelt."""
    found = [(f"kind:{kind}", " ".join(forms)) for forms, kinds in kind_lexicon().items() for kind in kinds]
    found += [(f"mat:{name}", " ".join(forms)) for forms, _ in kind_lexicon().items() for name in _materials_of(forms)]
    found += [(f"f:{key}", surface) for key, names in rows(_text("features")) for surface in names]
    found += [(f"mat:{name}", surface) for surface, name in _MADE_OF.items()]
    found += [(f"col:{name}", surface) for surface, names in _SHADES.items() for name in names]
    for forms, keys in claims_lexicon.entries().items():
        for key in keys:
            if key.startswith(("mat:", "col:")):
                found.append((key, " ".join(forms)))
    return tuple(found)


def _materials_of(forms: tuple[str, ...]) -> Iterator[str]:
    """The materials in a name of goods: a silk square is of silk, a straw hat of straw."""
    if len(forms) > 1 and forms[0].isascii():
        for form in forms[:-1]:
            yield from (key[4:] for key in claims_lexicon.entries().get((form,), ()) if key.startswith("mat:"))


@cache
def _countries() -> tuple[tuple[str, str], ...]:
    found = []
    for lang in ("en", "zh"):
        for code, name in Locale(lang).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO") and len(name) > 1:
                found.append((f"place:{code}", str(name)))
    return (*found, ("place:GB", "UK"), ("place:US", "USA"), ("place:GB", "Britain"), ("place:NL", "Holland"), ("place:CZ", "Czech Republic"))  # fmt: skip


@cache
def _claims_words() -> frozenset[str]:
    forms = (*claims_lexicon.entries(), *claims_lexicon.everyday())
    return frozenset(norm_of(word) for form in forms for word in form if word.isascii() and word.isalpha())


@cache
def material_names() -> frozenset[str]:
    """Every material of the vocabulary."""
    return frozenset(key[4:] for keys in claims_lexicon.entries().values() for key in keys if key.startswith("mat:"))


def _text(name: str) -> str:
    return (files("mercery.guide.hearing") / f"{name}.txt").read_text("utf-8")


def _of_schema(schema: Schema) -> Iterator[tuple[str, str]]:
    for category in schema.categories:
        if not (kinds_in(category.label.en) | kinds_in(category.label.zh)):
            yield from _labels(f"category:{category.value}", KnownValue(value=category.value, label=category.label))
    for brand in schema.brands:
        yield f"brand:{brand.value}", brand.label.en or brand.label.zh
    for colour in schema.colours:
        if not colour.terms or len(units(colour.label.en)) > 1:
            yield from _labels(f"value:{colour.value}", colour)
    yield from _titles(schema)


def _labels(key: str, value: KnownValue) -> Iterator[tuple[str, str]]:
    for text in {value.label.en, value.label.zh} - {""}:
        yield key, text


def _own_name(title: str) -> str:
    """What a piece is called before it is said what it is: "Silk Route" of "Silk Route Weekender"."""
    tokens = plain(title).tokens
    hits = kind_lexicon().find(tokens)
    own = tokens[: hits[0].first] if hits else ()
    return " ".join(token.norm for token in own if token.word)


def _titles(schema: Schema) -> Iterator[tuple[str, str]]:
    """Words of names that name nothing else: `Sienne`, not `tote`. Whole names as well."""
    if len(schema.titles) > _MOST_TITLES:
        return
    plain_words = _claims_words() | Lexicon(_static()).words
    brands = {unit for brand in schema.brands for unit in units(brand.label.en)}
    for product_id, title in schema.titles.items():
        for text in {title.en, title.zh} - {""}:
            yield f"piece:{product_id}", text
        if (name := _own_name(title.en)) and " " in name:
            yield f"title:{name}", name
        for word in _TITLE_WORD.findall(title.en):
            if (norm := norm_of(word)) not in plain_words and norm not in brands:
                yield f"title:{norm}", word
