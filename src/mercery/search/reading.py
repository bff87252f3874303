"""How a query is understood: limits of price, values of facets and what is not wanted, and the words that are left. Pure.

Each part can be taken away by the shopper: its `key` is sent back in `kept_as_words` and is then searched as plain words;
what was not wanted is then only no longer excluded. Nothing is read twice, and what is not understood stays a word.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from mercery.claims.mentions import Mention, mentions
from mercery.core.i18n import Words
from mercery.search.filters import Filters
from mercery.search.measures import Asked, Known, MeasureLimit, asked_amount, asked_fit
from mercery.search.query.asides import read_asides
from mercery.search.query.flags import Flags, read_flags
from mercery.search.query.lexicon import READ_FACETS, Lexicon
from mercery.search.query.negation import CHINESE_CUES
from mercery.search.query.parts import Draft, Part, PartKind, Reading
from mercery.search.query.people import LABELS, VALUES, people_in
from mercery.search.query.prices import bound_of, read_price
from mercery.search.query.questions import is_question
from mercery.search.query.repairs import plain_words, repaired
from mercery.search.query.shop_words import ShopWords
from mercery.search.query.tokens import tokens
from mercery.search.query.values import Values, read_values
from mercery.search.query.writing import plain, typed
from mercery.search.words import EMPTY_WORDS, Word, stem, words

__all__ = ["READ_FACETS", "Lexicon", "Part", "PartKind", "Reading", "read"]
_GIFT_WORDS: Final = frozenset(["gift", "gifts", "present", "presents", "礼物", "礼品", "送", "送给", "生日礼物"])
_ALWAYS_KNOWN: Final = CHINESE_CUES | frozenset(["以外", "之外", "有没有", "的", "都可以"])


class _NoIndex:
    """Every word is taken for known where there is no index to ask."""

    def has(self, term: str) -> bool:
        return True

    def in_names(self, term: str) -> bool:
        return False

    def nearest(self, word: str) -> str | None:
        return None


def read(
    text: str,
    lexicon: Lexicon,
    *,
    currency: str,
    names_a_product: bool = False,
    kept_as_words: Collection[str] = (),
    shop_words: ShopWords = _NoIndex(),
) -> Reading:
    """Understand `text`; amounts in another currency than `currency` are named and left out, never converted.

    `names_a_product`: all its words stand in one product's name, so none of them is read as a limit.
    """
    text = typed(text)
    draft = Draft(text, plain(text), kept_as_words)
    low, high = read_price(draft, currency)
    if not names_a_product:
        read_asides(draft)
    measures = () if names_a_product else _measures(draft, lexicon.known)
    flags = Flags() if names_a_product else read_flags(draft)
    facets = {} if names_a_product else _people(draft, lexicon) | _sizes(draft, lexicon, shop_words)
    found = [word for word in words(text) if draft.free(word.start, word.end)]
    found, corrections = repaired(found, draft.same, lexicon, shop_words)
    pieces = tokens(text, draft.same, found, _Known(lexicon))
    values = read_values(
        draft, pieces, lexicon, lambda joined: shop_words.has(stem(joined)), names_a_product=names_a_product
    )
    left = _left(values, draft, lexicon, shop_words)
    draft.parts.sort(key=lambda part: part.start)
    return Reading(
        text=text,
        words=tuple(left),
        parts=tuple(draft.parts),
        filters=Filters(
            facets={**facets, **values.facets},
            price_min=low,
            price_max=high,
            in_stock=flags.in_stock,
            on_sale=flags.on_sale,
            measures=measures,
            excluded=values.excluded,
            unwanted=values.unwanted,
        ),
        sort=flags.sort,
        question=is_question(
            draft.same, things=any(part.kind not in ("other_currency", "aside") for part in draft.parts)
        ),
        corrections=tuple(dict.fromkeys(corrections)),
    )


class _Known:
    """The words and phrases of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def chooses(self, key: str) -> bool:
        return self._lexicon.choose(key) is not None or bool(self._lexicon.materials(key))

    def names_a_thing(self, key: str) -> bool:
        chosen = self._lexicon.choose(key)
        return chosen is not None and chosen.name == "category"

    def knows(self, key: str) -> bool:
        return key in _ALWAYS_KNOWN or self.chooses(key) or self._lexicon.synonyms.knows(key)


def _left(values: Values, draft: Draft, lexicon: Lexicon, shop_words: ShopWords) -> list[Word]:
    """The plain words, each once; empty ones only where nothing else was said."""
    said = [
        token
        for token in values.left
        if not all(word.surface.lower() in EMPTY_WORDS for word in token.words) and token.key not in EMPTY_WORDS
    ]
    if draft.parts or len(said) > 1:
        others = [token for token in said if not _is_gift(token.words, shop_words)]
        said = others if others or draft.parts else said[:1]
    left = plain_words(said if said or draft.parts else values.left, lexicon, shop_words)
    return list({word.term: word for word in reversed(list(left))}.values())[::-1]


def _is_gift(said: Sequence[Word], shop_words: ShopWords) -> bool:
    return all(word.surface.lower() in _GIFT_WORDS and not shop_words.in_names(word.term) for word in said)


def _people(draft: Draft, lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """For whom, where the shop tells its goods apart so; what is for everybody goes along."""
    chosen: dict[str, None] = {}
    for audience, start, end in people_in(draft.same):
        value = VALUES.get(audience, audience)
        if value not in lexicon.audiences or f"audience:{audience}" in draft.kept or not draft.free(start, end):
            continue
        both = ("unisex",) if "unisex" in lexicon.audiences and audience != "kids" else ()
        chosen |= dict.fromkeys((value, *both))
        draft.take(
            Part(
                key=f"audience:{audience}", kind="facet", label=LABELS[audience], said=draft.said(start, end),
                facet="audience", limits=(("audience", (value, *both)),), start=start, end=end,
            )
        )  # fmt: skip
    return {"audience": tuple(chosen)} if chosen else {}


def _sizes(draft: Draft, lexicon: Lexicon, shop_words: ShopWords) -> dict[str, tuple[str, ...]]:
    if not lexicon.sizes or any(key.startswith("size:") for key in draft.kept):
        return {}
    size = lexicon.sizes.read(draft.same, draft.free, shop_words.in_names)
    if size is None:
        return {}
    first = size.values[0]
    label = Words(f"Size {first.label.en or first.label.zh}", f"尺码 {first.label.zh or first.label.en}")
    said, values = draft.said(size.start, size.end), tuple(one.value for one in size.values)
    draft.take(
        Part(
            key=f"size:{first.value}", kind="facet", label=label, said=said, facet=first.name,
            limits=((first.name, values),), start=size.start, end=size.end,
        )
    )  # fmt: skip
    return {first.name: values}


def _measures(draft: Draft, known: Known) -> tuple[MeasureLimit, ...]:
    found = [
        asked
        for mention in mentions(draft.same)
        if mention.kind == "quantity"
        and draft.free(mention.start, mention.end)
        and (asked := _measure(draft.same, mention, known))
    ]
    if not found and (fit := asked_fit(draft.same, known)):
        found.append(fit)
    taken = [asked for asked in found if asked.limit.key not in draft.kept]
    for asked in taken:
        start, end = asked.spans[0]
        part = Part(
            key=asked.limit.key, kind="measure", label=asked.label, said=draft.said(start, end), names=asked.limit.names,
            start=start, end=end,
        )  # fmt: skip
        draft.take(part, asked.spans)
    return tuple(asked.limit for asked in taken)


def _measure(text: str, mention: Mention, known: Known) -> Asked | None:
    span, bound = bound_of(text, mention.start, mention.end)
    return asked_amount(text, mention, known, span=span, bound=bound)
