"""Words as the shop writes them: typing mistakes, words written together or apart, and what else a word may be called. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mercery.search.query.lexicon import Lexicon
from mercery.search.query.shop_words import ShopWords
from mercery.search.query.tokens import Token
from mercery.search.spelling import Correction
from mercery.search.words import EMPTY_WORDS, Also, Word, fold, is_chinese, stem, words

SAME_WEIGHT: Final = 0.7
KIND_WEIGHT: Final = 0.6
APART_WEIGHT: Final = 0.9
MOST_OTHERS: Final = 8
FUNCTION_WORDS: Final = frozenset(
    [
        "without",
        "except",
        "excepting",
        "excluding",
        "exclude",
        "neither",
        "either",
        "nor",
        "not",
        "no",
        "non",
        "never",
        "avoid",
        "minus",
        "other",
        "than",
        "apart",
        "under",
        "below",
        "over",
        "above",
        "between",
        "about",
        "around",
        "more",
        "less",
        "most",
        "least",
        "size",
        "sizes",
        "colour",
        "color",
        "made",
        "isnt",
        "dont",
        "doesnt",
        "arent",
        "please",
        "also",
        "only",
        "just",
        "very",
        "really",
        "best",
        "good",
        "nice",
        "great",
        "new",
        "free",
        "gift",
        "gifts",
        "present",
        "presents",
        "price",
        "prices",
        "budget",
        "ship",
        "ships",
        "shipped",
        "shipping",
        "deliver",
        "delivers",
        "delivered",
        "delivery",
        "post",
        "return",
        "returns",
        "refund",
        "refunds",
        "exchange",
        "order",
        "orders",
        "pay",
        "paid",
        "payment",
        "open",
        "opening",
        "hours",
        "repair",
        "repairs",
        "resize",
        "buy",
        "sell",
        "send",
        "track",
        "tax",
        "store",
        "shop",
    ]
)
"""Words of a sentence, never misspelt names of things."""
_EDGE: Final = re.compile(r"(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])")
_HALF: Final = 3
_NAMED: Final = re.compile(r"[a-z][A-Z]|[^\x00-\x7f]")
"""`iPhone` is a name that is spelt so, whatever the shop has that is like it."""


def repaired(
    found: Sequence[Word], same: str, lexicon: Lexicon, shop: ShopWords
) -> tuple[list[Word], list[Correction]]:
    """The words with those nobody uses put right, where there is a way that the shop knows."""
    made: list[Word] = []
    corrections: list[Correction] = []
    at = 0
    while at < len(found):
        word, following = found[at], found[at + 1] if at + 1 < len(found) else None
        known = _known(word, lexicon, shop)
        if following is not None and not (known and _known(following, lexicon, shop)):
            joined = _joined(word, following, same, lexicon, shop)
            if joined is not None:
                made.append(joined)
                at += 2
                continue
        at += 1
        if known:
            made.append(word)
            continue
        meant = shop.nearest(fold(word.surface)) if _NAMED.search(word.surface) is None else None
        if meant is not None:
            made.append(replace(word, surface=meant, term=stem(meant)))
            corrections.append(Correction(said=word.surface, meant=meant))
            continue
        made += _split(word, lexicon, shop) or [word]
    return made, corrections


def _known(word: Word, lexicon: Lexicon, shop: ShopWords) -> bool:
    plain = word.surface.lower()
    if word.chinese or plain in EMPTY_WORDS or plain in FUNCTION_WORDS or plain.isdigit():
        return True
    return _is_word(word.term, lexicon, shop)


def _is_word(term: str, lexicon: Lexicon, shop: ShopWords) -> bool:
    return shop.has(term) or lexicon.choose(term) is not None or lexicon.synonyms.knows(term)


def _joined(one: Word, other: Word, same: str, lexicon: Lexicon, shop: ShopWords) -> Word | None:
    """Two words that the shop writes as one: `wh 1000xm4`, `note book`."""
    if one.chinese or other.chinese or same[one.end : other.start].strip(" -"):
        return None
    if one.surface.lower() in EMPTY_WORDS | FUNCTION_WORDS or other.surface.lower() in EMPTY_WORDS | FUNCTION_WORDS:
        return None
    surface = one.surface + other.surface
    if not surface.isalnum():
        return None
    term = stem(surface)
    if len(surface) < 4 or not shop.has(term):
        return None
    return Word(surface, term, one.start, other.end)


def _split(word: Word, lexicon: Lexicon, shop: ShopWords) -> list[Word]:
    """One word that the shop writes as two: `wh1000xm4`, `blackbag`."""
    low = word.surface.lower()
    if word.end - word.start != len(low):
        return []
    edges = [match.start() for match in _EDGE.finditer(low)]
    places = edges if edges else range(_HALF, len(low) - _HALF + 1) if low.isalpha() else ()
    for place in places:
        halves = [
            Word(word.surface[:place], stem(low[:place]), word.start, word.start + place),
            Word(word.surface[place:], stem(low[place:]), word.start + place, word.end),
        ]
        if all(_is_word(half.term, lexicon, shop) for half in halves):
            return halves
    return []


def plain_words(left: Sequence[Token], lexicon: Lexicon, shop: ShopWords) -> Iterator[Word]:
    """The words to search for: what no limit was read from, each with what else it may be called."""
    for token in left:
        others = _others(token, lexicon, shop)
        if token.chinese and not shop.has(token.key):
            yield from _chinese_words(token, others)
        elif len(token.words) > 1:
            yield from _phrase_words(token, others, lexicon, shop)
        else:
            yield from _single_words(token.words[0], others, shop)


def _single_words(word: Word, others: tuple[Also, ...], shop: ShopWords) -> Iterator[Word]:
    if word.term[:1].isdigit() and word.term != word.surface.lower() and not shop.has(word.term):
        pieces = [Word(match.group(), stem(match.group()), word.start + match.start(), word.start + match.end())
                  for match in re.finditer(r"\d+(?:\.\d+)?|[A-Za-z]+|[\u3400-\u9fff]+", word.surface)]  # fmt: skip
        yield from pieces or [word]
        return
    yield replace(word, also=others) if others else word


def _phrase_words(token: Token, others: tuple[Also, ...], lexicon: Lexicon, shop: ShopWords) -> Iterator[Word]:
    """A phrase of the synonyms: written together where the shop does so ("lap top"); of a material or colour only as a whole
    ("vegan leather" is no leather); else its own words, unless the shop only knows what else it is called."""
    surface = " ".join(word.surface for word in token.words)
    if " " not in token.key and shop.has(token.key):
        apart = Also(tuple(word.term for word in token.words), APART_WEIGHT)
        yield Word(surface, token.key, token.start, token.end, (apart, *others))
        return
    if lexicon.inseparable.knows(token.key):
        together = Also(tuple(word.term for word in token.words), 1.0)
        yield Word(surface, token.key, token.start, token.end, (together, *others))
        return
    if not others or all(shop.has(word.term) for word in token.words):
        yield from token.words
        return
    first = next((one.terms[0] for one in others if len(one.terms) == 1), token.key)
    yield Word(surface, first, token.start, token.end, tuple(one for one in others if one.terms != (first,)))


def _chinese_words(token: Token, others: tuple[Also, ...]) -> Iterator[Word]:
    """A Chinese word that the index has in pieces."""
    surface = "".join(word.surface for word in token.words)
    pieces = [Word(one.surface, one.term, token.start + one.start, token.start + one.end) for one in words(surface)]
    if not others or len(pieces) == 1:
        yield from (replace(one, also=others) for one in pieces)
        return
    apart = Also(tuple(one.term for one in pieces), APART_WEIGHT)
    yield Word(surface, token.key, token.start, token.end, (apart, *others))


def synonym_words(lexicon: Lexicon, shop: ShopWords) -> Iterator[str]:
    """English words that mean something the shop has, as shoppers write them: worth correcting to."""
    for key, surface in lexicon.synonyms.surfaces.items():
        if surface.isascii() and (lexicon.choose(key) is not None or _means_known(key, lexicon, shop)):
            yield from (word for word in surface.lower().replace("-", " ").split() if word.isalpha())


def _means_known(key: str, lexicon: Lexicon, shop: ShopWords) -> bool:
    ways = [other.split() for other in lexicon.synonyms.same(key) if not is_chinese(other)]
    return any(all(shop.has(term) for term in terms) for terms in ways)


def _others(token: Token, lexicon: Lexicon, shop: ShopWords) -> tuple[Also, ...]:
    """What means the same and what is a kind of it, as far as the shop has such words."""
    ways = [(key, SAME_WEIGHT) for key in lexicon.synonyms.same(token.key)]
    ways += [(key, KIND_WEIGHT) for key in lexicon.kinds.kinds(token.key)]
    own = [word.term for word in token.words]
    found: dict[tuple[str, ...], float] = {}
    for key, weight in ways:
        terms = tuple(key.split()) if not is_chinese(key) else tuple(word.term for word in words(key))
        implied = any(set(shorter) <= set(terms) for shorter in (own, (token.key,), *found))
        if not implied and all(shop.has(term) for term in terms):
            found[terms] = weight
        if len(found) >= MOST_OTHERS:
            break
    return tuple(Also(terms, weight) for terms, weight in found.items())
