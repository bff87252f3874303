"""Which of the values found in a product's words are worth a person's look: not what is recorded already, not what a buyer
chooses between, each attribute once. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from mercery.catalog.attributes import typed_value
from mercery.catalog.product import Attribute, Product
from mercery.catalog.value_words import value_words
from mercery.claims.values import Dimensions, Materials, Quantity, Terms, Text, Value, value_to_json
from mercery.claims.vocabulary import materials_in, same_or_kind_of
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang, Words
from mercery.studio.extracting.found import Field, Found
from mercery.studio.extracting.found import Text as Source
from mercery.studio.extracting.words_of_goods import lang_of

LEAST: Final = 0.35
"""Below it nobody is asked."""
_SIDES: Final = frozenset(["width", "height", "depth", "length"])
_CHOSEN: Final[dict[str, frozenset[str]]] = {
    "colour": frozenset(["colour", "color", "colours", "shade", "finish", "颜色"]),
    "size": frozenset(["size", "尺码"]),
    "material": frozenset(["material", "材质", "leather"]),
    "volume": frozenset(["size", "volume", "容量", "规格"]),
    "weight": frozenset(["weight", "size", "规格", "净含量"]),
    "pieces": frozenset(["pieces", "quantity", "数量", "件数"]),
    "length": frozenset(["length", "size", "长度"]),
}
"""Options that say the same as an attribute: what a buyer chooses differs from variant to variant."""


def texts_of(product: Product) -> list[Source]:
    """The words of a product, each with its language as it is written."""
    fields: list[tuple[Field, Words]] = [("title", product.title), ("description", product.description)]
    return [
        Source(field=field, lang=lang_of(content), content=content)
        for field, words in fields
        for content in dict.fromkeys((words.en, words.zh))
        if content
    ]


def digest_of(product: Product, reader: str) -> str:
    """Changes when the words of a product change, or who reads them."""
    told = [
        product.title.en,
        product.title.zh,
        product.description.en,
        product.description.zh,
        *product.category_names,
        reader,
    ]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


def value_digest(value: Value) -> str:
    """The same value has the same."""
    return hashlib.sha256(json.dumps(value_to_json(value), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def proposed(product: Product, found: Iterable[Found]) -> list[Found]:
    """What is worth deciding on, the surest first."""
    best: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: -one.score):
        if one.score < LEAST or chosen(product, one.attribute) or _said_elsewhere(product, one.attribute):
            continue
        known = best.get(one.attribute)
        best[one.attribute] = one if known is None else _joined(known, one)
    if "dimensions" in best or product.attribute("dimensions") is not None:
        best = {name: one for name, one in best.items() if name not in _SIDES}
    kept = [one for one in best.values() if not agrees(product.attribute(one.attribute), one.value)]
    return sorted(kept, key=lambda one: (-one.score, one.attribute))


def chosen(product: Product, attribute: str) -> bool:
    """Whether a buyer chooses between values of it."""
    same = _CHOSEN.get(attribute, frozenset()) | {attribute}
    return any(option.name in same for option in product.options)


def _said_elsewhere(product: Product, attribute: str) -> bool:
    """Whether it is kept with each variant, or in a field of its own."""
    if attribute == "gender" and product.audience is not None:
        return True
    return any(one.name == attribute for variant in product.variants for one in variant.attributes)


def _joined(first: Found, second: Found) -> Found:
    """Of two finds of one attribute the surer, with the other's language beside its own where both say the same thing."""
    value = _both(first.value, second.value, second.lang) if first.lang != second.lang else None
    if value is None:
        return first
    return replace(first, value=value, score=max(first.score, second.score))


def _both(first: Value, second: Value, lang: Lang) -> Value | None:
    if isinstance(first, Materials) and isinstance(second, Materials):
        alike = [(part.part, part.percent) for part in first.parts] == [
            (part.part, part.percent) for part in second.parts
        ]
        if not alike:
            return None
        return Materials(
            tuple(
                replace(part, material=_filled(part.material, other.material, lang))
                for part, other in zip(first.parts, second.parts, strict=True)
            )
        )
    if isinstance(first, Text) and isinstance(second, Text):
        return Text(_filled(first.words, second.words, lang))
    return None


def _filled(first: Words, second: Words, lang: Lang) -> Words:
    """Each language as it was written, not as a list translates it; `lang`: what the second was written in."""
    if lang == "zh":
        return Words(first.en or second.en, second.zh or first.zh)
    return Words(second.en or first.en, first.zh or second.zh)


def agrees(recorded: Attribute | None, value: Value) -> bool:
    """Whether what is recorded says it already."""
    if recorded is None:
        return False
    if recorded.value == value:
        return True
    if isinstance(value, Quantity | Dimensions) or isinstance(recorded.value, Quantity | Dimensions):
        return False
    known, new = value_words(recorded.value), value_words(value)
    if isinstance(value, Materials) and _made_of(known, new):
        return True
    if isinstance(value, Text) and _same_stems(known.en, new.en):
        return True
    return any(one and other and _within(one, other) for one, other in ((new.en, known.en), (new.zh, known.zh)))


def _made_of(known: Words, new: Words) -> bool:
    """Whether each new material is one that is recorded, or what one of those is a kind of: calfskin is leather."""
    recorded = [*materials_in(known.en), *materials_in(known.zh)]
    asked = materials_in(new.en) or materials_in(new.zh)
    return bool(asked) and all(any(same_or_kind_of(one, other) for one in recorded) for other in asked)


def _same_stems(known: str, new: str) -> bool:
    """Whether every longer word stands there in some form: `machine washable` in `Machine-wash at 30 °C`."""
    words = [word for word in re.findall(r"[a-z]+", new.casefold()) if len(word) > 3]
    return bool(words) and all(word[:4] in known.casefold() for word in words)


def _within(new: str, known: str) -> bool:
    """Whether each piece of the new words stands among the known."""
    held = known.casefold()
    pieces = [
        piece.strip() for piece in new.casefold().replace("；", ";").replace("、", ",").replace(";", ",").split(",")
    ]
    return all(piece.split(":")[-1].split("：")[-1].strip() in held for piece in pieces if piece)


def shown(value: Value, lang: Lang) -> str:
    """A value as it stands in the field where it can be changed."""
    return value_words(value).text(lang)


def changed(attribute: str, value: Value, typed: str, lang: Lang) -> Value:
    """The value after somebody typed `typed` into its field; the same where nothing was changed. Invalid when it is no
    value of that kind."""
    typed = " ".join(typed.split())
    if not typed:
        raise Invalid(
            "A value cannot be empty.", remedy="Type a value, or refuse the draft.", zh="请填写属性值，或选择不采用。"
        )
    if typed == " ".join(shown(value, lang).split()):
        return value
    if isinstance(value, Materials):
        return typed_value("material", typed.replace("：", ":"))
    made = typed_value(attribute, typed)
    if isinstance(value, Quantity | Dimensions) and not isinstance(made, Quantity | Dimensions):
        raise Invalid(
            f"'{typed}' is no measure.",
            remedy="Write a number with its unit: 27 × 19 × 9 cm, 780 g, 2 years.",
            zh="请写数字与单位，如 27 × 19 × 9 cm、780 克、2 年。",
        )
    if isinstance(value, Terms) and isinstance(made, Text):
        items = [piece.strip() for piece in typed.replace("、", ",").replace("，", ",").split(",") if piece.strip()]
        return Terms(tuple(Words("", item) if lang_of(item) == "zh" else Words(item) for item in items))
    return made


def with_attribute(product: Product, attribute: Attribute) -> tuple[Attribute, ...]:
    """The product's attributes with this one in the place of an earlier one, or at the end."""
    if product.attribute(attribute.name) is None:
        return (*product.attributes, attribute)
    return tuple(attribute if one.name == attribute.name else one for one in product.attributes)


def stitched(
    texts: Sequence[Source], drafts: Iterable[tuple[str, Lang, int, int]]
) -> list[tuple[Source, list[tuple[str, bool]]]]:
    """Each text as runs of words, those that were read marked. Overlapping places become one."""
    places = list(drafts)
    found = []
    for text in texts:
        own = sorted((start, stop) for field, lang, start, stop in places if field == text.field and lang == text.lang)
        runs: list[tuple[str, bool]] = []
        at = 0
        for start, stop in own:
            if start < at or stop > len(text.content):
                continue
            runs += [(text.content[at:start], False), (text.content[start:stop], True)]
            at = stop
        found.append((text, [(words, mark) for words, mark in (*runs, (text.content[at:], False)) if words]))
    return found
