"""`the small one`, `石英款`, `the Automatic`: one of several told apart by size, by a word of its name or by its audience."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.kinds import KINDS, audience_of, covers
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.measures import in_base
from mercery.claims.values import Quantity
from mercery.claims.views import ProductView

SMALL: Final = frozenset({"small", "little", "smaller", "小", "小号", "小的"})


LARGE: Final = frozenset({"large", "big", "grand", "larger", "bigger", "大", "大号", "大的"})


def pointed(reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]) -> ProductView | None:
    """`the small one`, 小蜡烛, 石英款, `the soft one`: one of two siblings, by size or by a word of its name."""
    after = segment.after(token, 1)
    if token.punctuation or token.amount or not after:
        return None
    nouns = [noun for noun in after[0].of("noun") if noun != "item"]
    if not (after[0].text in ("one", "款", "版") or nouns or after[0].names):
        return None
    pool = _pool(reading, after[0], nouns, current)
    if token.text in SMALL | LARGE and len(pool) == 2:
        one, other = bulk(pool[0]), bulk(pool[1])
        if one is None or other is None or one == other:
            return None
        token.by = "pointed"
        after[0].by = after[0].by or "noun"
        return pool[0] if (one < other) == (token.text in SMALL) else pool[1]
    if token.text in SMALL | LARGE and reading.about in pool and len(pool) > 2:
        sizes = [bulk(view) for view in pool]
        own = bulk(reading.about)
        if own is not None and None not in sizes:
            known = [size for size in sizes if size is not None]
            if own == (min(known) if token.text in SMALL else max(known)) and known.count(own) == 1:
                token.by = "pointed"
                after[0].names = frozenset({reading.about.id})
                return reading.about
    if after[0].text not in ("one", "款", "版") or len(pool) < 2:
        return None
    if token.has("c:classic"):
        return _plain_one(token, pool)
    return _by_word(token, pool)


def _plain_one(token: Token, pool: Sequence[ProductView]) -> ProductView | None:
    """经典款: the one whose name has no word that the others of its family lack."""
    words = [frozenset(view.title.en.lower().split()) for view in pool]
    plain = [view for view, own in zip(pool, words, strict=True) if all(own <= other for other in words)]
    if len(plain) != 1:
        return None
    token.by = "pointed"
    return plain[0]


def _by_word(token: Token, pool: Sequence[ProductView]) -> ProductView | None:
    """The one that a word of its name, or what it is made of, tells from the others; `hoodless` by what it lacks."""
    keys = {key for key in token.keys if key.startswith(("c:", "noun:", "mat:"))} - {"noun:item"}
    fitting = [
        view
        for view in pool
        if bool(keys & view.title_senses) != (token.is_a("neg") and bool(keys))
        or (token.text.isalpha() and token.text.isascii() and f" {token.text} " in f" {view.title.en.lower()} ")
    ]
    if not fitting and (names := token.of("mat")):
        fitting = [
            view for view in pool if view.made and any(made.is_of(name) for made in view.primary() for name in names)
        ]
    if len(fitting) != 1:
        return None
    token.by = "pointed"
    return fitting[0]


def _pool(reading: Reading, noun: Token, nouns: Sequence[str], current: Sequence[ProductView]) -> list[ProductView]:
    if noun.names:
        return [reading.grounds.products[key] for key in noun.names]
    if current:
        base = current[0]
        family = [base, *_family(reading, base)]
        if nouns:
            family = [view for view in family if any(covers(one, view) for one in nouns)]
        return family
    return [view for view in reading.grounds.products.values() if any(one in view.nouns for one in nouns)]


def bulk(view: ProductView) -> Decimal | None:
    """How big a piece is, by its weight or volume."""
    for name in ("weight", "volume"):
        fact = view.facts.get(name)
        if fact is not None and isinstance(fact.value, Quantity):
            return in_base(fact.value.low, fact.value.unit)
    return None


def sibling(reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]) -> ProductView | None:
    """`the women's` after the men's, `than the Automatic`: the product of the same family that the word tells apart."""
    if (one := _by_one_word(reading, segment, token, current)) is not None:
        return one
    audience = set(token.of("aud"))
    if not current or (segment.before(token, 1) and segment.before(token, 1)[0].by == "name"):
        return None
    if audience:
        if any(audience <= audience_of(view) for view in current) or any(one.names for one in segment.tokens):
            return None
        family = [view for view in _family(reading, current[-1]) if audience <= audience_of(view)]
        return family[0] if len(family) == 1 else None
    word = token.text.capitalize()
    spelt = word in reading.text and not reading.text.startswith(word)
    if not token.text.isalpha() or not token.text.isascii() or not (spelt or _stands_for_one(segment, token)):
        return None
    family = [
        view
        for view in _family(reading, current[-1])
        if word in view.title.en.split() and word not in current[-1].title.en.split()
    ]
    return family[0] if len(family) == 1 and token.is_a("c", "noun", "mat", "col") else None


def _stands_for_one(segment: Segment, token: Token) -> bool:
    """`half of the automatic`: a word of a name after `of the`, `than the`, with nothing after it that it could describe."""
    before = segment.before(token, 2)
    if len(before) < 2 or before[0].text != "the":
        return False
    led = before[1].text in ("of", "what", "as", "as much as") or before[1].has("cmp:than", "cmp:same")
    return led and _says(segment.after(token, 1))


def _by_one_word(
    reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]
) -> ProductView | None:
    """`自动款`, `the V-neck`: with no product in question, the only one of the shop whose name says it."""
    if reading.about is not None or token.is_a("noun") or token.amount is not None or token.punctuation or token.names:
        return None
    if token.is_a("aud") and _of_a_range(segment):
        return None
    before, after = segment.before(token, 1), segment.after(token, 1)
    chinese = not token.text.isascii()
    after_than = bool(before) and before[0].has("cmp:than")
    stands = after_than or (bool(after) and after[0].text in ("款", "的那款", "那款")) or (chinese and not before)
    if not stands and not (not chinese and before and before[0].text == "the" and _says(after)):
        return None
    keys = {key for key in token.keys if key.startswith(("c:", "aud:") if not chinese else ("c:", "aud:", "mat:"))}
    fitting = [view for view in reading.grounds.products.values() if keys & view.title_senses]
    return fitting[0] if len(fitting) == 1 else None


def _of_a_range(segment: Segment) -> bool:
    """女鞋, 女款都: all of them that are for women, whatever their names say."""
    general = any(noun in KINDS for token in segment.tokens for noun in token.of("noun"))
    return general or segment.has("quant:all", "quant:both")


_SAYS: Final = frozenset(
    {
        "is",
        "are",
        "has",
        "costs",
        "comes",
        "weighs",
        "at",
        "only",
        "isn",
        "runs",
        "runs for",
        "lasts",
        "measures",
        "holds",
        "goes",
        "and",
        "was",
        "takes",
        "with",
        "sells for",
        "does",
        "one",
    }
)


def _says(after: Sequence[Token]) -> bool:
    return not after or after[0].text in _SAYS


def _family(reading: Reading, view: ProductView) -> list[ProductView]:
    """Products whose name begins with the same word."""
    first = view.title.en.split()[:1] or view.title.zh[:2].split()
    return [one for one in reading.grounds.products.values() if one is not view and one.title.en.split()[:1] == first]
