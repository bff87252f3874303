"""Reading without examples: patterns and lists that hold for the goods of any shop. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from mercery.claims.values import Terms, Value
from mercery.claims.values import Text as TextValue
from mercery.claims.vocabulary import COLOURS
from mercery.core.i18n import Words
from mercery.studio.extracting.found import Found, Text
from mercery.studio.extracting.materials_said import made_of, materials
from mercery.studio.extracting.measures_said import measures
from mercery.studio.extracting.origin_said import origin
from mercery.studio.extracting.words_of_goods import denied, said

_MATERIAL: Final = Words("Material", "材质")
_ORIGIN: Final = Words("Origin", "产地")
_COLOUR: Final = Words("Colour", "颜色")
_FOR: Final = Words("For", "适用人群")
_AUDIENCE: Final = [
    (Words("women", "女士"), r"(?<![a-z])(?:women|woman|ladies)(?:['’]s|s['’])?(?![a-z])|女士|女款|女式"),
    (Words("men", "男士"), r"(?<![a-z])(?:men|man|gentlemen)(?:['’]s|s['’])?(?![a-z])|男士|男款|男式"),
    (Words("unisex", "男女通用"), r"(?<![a-z])unisex(?![a-z])|中性款?|男女通用|男女同款"),
    (Words("kids", "儿童"), r"(?<![a-z])(?:kids|children|girls|boys)(?:['’]s|s['’])?(?![a-z])|儿童|童款"),
]
_SEVERAL: Final = frozenset(["care", "texture"])
"""Attributes of which a text may say more than one value."""


def read(texts: Sequence[Text]) -> list[Found]:
    """What the texts say, each attribute at most once a text and value; the surest first."""
    found: list[Found] = []
    for text in texts:
        found += _measures(text)
        found += _kinds(text)
        found += _origin(text)
        if text.field == "title":
            found += _colours(text)
            found += _audience(text)
    found += _materials(texts)
    return sorted(found, key=lambda one: (-one.score, one.field != "title", one.start))


def _of(text: Text, attribute: str, label: Words, value: Value, place: tuple[int, int], score: float) -> Found:
    start, stop = place
    return Found(
        attribute=attribute, label=label, value=value, field=text.field, lang=text.lang, start=start, stop=stop,
        words=text.content[start:stop], score=score,
    )  # fmt: skip


def _measures(text: Text) -> Iterable[Found]:
    for one in measures(text.content):
        yield _of(text, one.attribute, one.label, one.value, (one.start, one.stop), one.score)


def _kinds(text: Text) -> Iterable[Found]:
    seen: set[str] = set()
    for kind, start, stop in said(text.content):
        if kind.attribute in seen and kind.attribute not in _SEVERAL:
            continue
        seen.add(kind.attribute)
        score = 0.85 if text.field == "title" or kind.attribute in ("closure", "care", "movement") else 0.75
        yield _of(text, kind.attribute, kind.label, TextValue(kind.value), (start, stop), score)


def _origin(text: Text) -> Iterable[Found]:
    place = origin(text.content)
    if place is not None:
        words, start, stop, score = place
        yield _of(text, "origin", _ORIGIN, TextValue(words), (start, stop), score)


def _materials(texts: Sequence[Text]) -> Iterable[Found]:
    """All texts of one language say one composition together."""
    for lang in ("en", "zh"):
        own = [text for text in texts if text.lang == lang]
        pieces = [(one, text) for text in own for one in made_of(text)]
        made = materials([one for one, _ in pieces])
        if made is not None:
            value, lead = made
            text = next(text for one, text in pieces if one is lead)
            yield _of(text, "material", _MATERIAL, value, (lead.start, lead.stop), lead.score)


def _colours(text: Text) -> Iterable[Found]:
    places: list[tuple[int, int, Words]] = []
    table = {
        form: Words(english, chinese[0])
        for english, chinese in COLOURS.items()
        for form in (english, *chinese)
        if len(form) > 1
    }
    for form in sorted(table, key=len, reverse=True):
        pattern = rf"(?<![a-z]){re.escape(form)}(?![a-z-])" if form.isascii() else re.escape(form)
        for match in re.finditer(pattern, text.content, re.IGNORECASE):
            apart = all(match.end() <= start or match.start() >= stop for start, stop, _ in places)
            if apart and not denied(text.content, match.start()):
                places.append((match.start(), match.end(), table[form]))
    if places:
        ordered = sorted(places, key=lambda place: place[0])
        value = Terms(tuple(dict.fromkeys(words for _, _, words in ordered)))
        yield _of(text, "colour", _COLOUR, value, (ordered[0][0], ordered[-1][1]), 0.7)


def _audience(text: Text) -> Iterable[Found]:
    for words, pattern in _AUDIENCE:
        match = re.search(pattern, text.content, re.IGNORECASE)
        if match:
            yield _of(text, "gender", _FOR, TextValue(words), match.span(), 0.8)
            return
