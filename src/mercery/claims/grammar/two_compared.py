"""Which two products a comparison is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.kinds import audience_of
from mercery.claims.grammar.pointing import bulk
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView


def pair_of(reading: Reading, segment: Segment, cues: Sequence[Token]) -> tuple[ProductView, ProductView] | None:
    """The two compared: as named in order; one that follows `than`, 比 is the second; the rest of a pair is understood."""
    pool = _pool(reading, segment)
    found = mentions_in(reading, segment, pool)
    if not found or len(found) > 2:
        return None
    index, view = found[0]
    second = any(token.text in ("than", "比", "unlike") for token in segment.tokens[:index])
    if len(found) == 2:
        return None if second else (view, found[1][1])
    if second:
        first = _before(reading, segment) or reading.about
        return (first, view) if first is not None and first is not view else None
    others = [one for one in pool if one is not view]
    if len(others) == 1:
        return view, others[0]
    return None


def mentions_in(
    reading: Reading, segment: Segment, pool: Sequence[ProductView] | None = None
) -> list[tuple[int, ProductView]]:
    """The products a segment names one by one, each with its place; one on both sides of `than` is compared with itself."""
    pool = _pool(reading, segment) if pool is None else pool
    found: list[tuple[int, ProductView]] = []
    for index, token in enumerate(segment.tokens):
        view = mentioned(reading, segment, index, token, pool)
        if view is None or (found and view is found[0][1]) or spoken_of(reading, segment) is view:
            view = _the_other(reading, segment, index, found) or view
        if view is None:
            continue
        first = next((place for place, one in found if one is view), None)
        if first is None:
            found.append((index, view))
        elif any(one.has("cmp:than") for one in segment.tokens[first:index]):
            raise Blocked("compares a piece with itself", subject=view.id)
    return found


def said_of_second(segment: Segment, first: ProductView, second: ProductView) -> None:
    """`than the merino scarf`: what stands right before the second is said of it, and has to be so."""
    for place, token in enumerate(segment.tokens):
        if token.refers == (first.id,) and any(one.has("cmp:than") for one in segment.before(token, 2)):
            raise Blocked("compares a piece with itself", subject=first.id)
        if second.id not in token.refers and not (
            token.is_a("noun") and any(f"noun:{noun}" in token.keys for noun in second.nouns)
        ):
            continue
        before = segment.tokens[place - 1] if place else None
        if before is None or before.by or not before.is_a("mat", "col"):
            continue
        held = any(made.is_of(name) for made in second.made for name in before.of("mat"))
        held = held or bool(set(before.of("col")) & second.colours)
        if not held and not any(made.is_of(name) for made in first.primary() for name in before.of("mat")):
            continue
        if not held:
            raise Blocked(f"“{before.text}” is not what it is", subject=second.id, attribute="material")
        segment.use([before], "name")


def spoken_of(reading: Reading, segment: Segment) -> ProductView | None:
    """What the sentence, or the conversation, was about before the segment."""
    return _before(reading, segment) or reading.about


def _the_other(
    reading: Reading, segment: Segment, index: int, found: Sequence[tuple[int, ProductView]]
) -> ProductView | None:
    """`the band …, €1,020 less than the ring`: a noun right after `than` means another than the one it is compared with."""
    token = segment.tokens[index]
    before = [one for one in segment.before(token, 2) if one.text not in ("the", "our", "那款", "这款", "那")]
    first = found[0][1] if found else spoken_of(reading, segment)
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    if first is None or not nouns or token.names or not before or not before[0].has("cmp:than"):
        return None
    others = [
        view
        for view in reading.grounds.products.values()
        if view is not first and any(noun in view.nouns for noun in nouns)
    ]
    return single(others) or single([view for view in others if _siblings(view, first)])


def _before(reading: Reading, segment: Segment) -> ProductView | None:
    """The one product that the segments before in the sentence are about (`A weighs 4.3 kg, which is … than B`)."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = [one for one in reading.segments[:place] if one.tokens[0].sentence == segment.tokens[0].sentence]
    return earlier[-1].view if earlier else None


def _pool(reading: Reading, segment: Segment) -> list[ProductView]:
    """The goods a comparison may be about: those of the sentence, a kind of which there are two, or the one sibling."""
    sentence = [one for one in reading.segments if one.tokens[0].sentence == segment.tokens[0].sentence]
    views: list[ProductView] = []
    for one in sentence:
        views += [view for view in one.views if view not in views]
    if len(views) == 2:
        return views
    if not reading.grounds.complete:
        return views[:1] or ([reading.about] if reading.about else [])
    for token in (token for one in sentence for token in one.tokens):
        kind = [
            view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in token.of("noun"))
        ]
        if len(kind) == 2 and (not views or any(view in kind for view in views)):
            return kind
    base = views[:1] or ([reading.about] if reading.about else [])
    return [
        *base,
        *[
            view
            for view in reading.grounds.products.values()
            if base and view is not base[0] and _siblings(view, base[0])
        ],
    ]


def mentioned(
    reading: Reading, segment: Segment, index: int, token: Token, pool: Sequence[ProductView]
) -> ProductView | None:
    """The one product that a name, a noun or a pointing word (`the small one`, 石英款) means."""
    if token.punctuation or token.amount is not None:
        return None
    if len(token.refers) == 1:
        return reading.grounds.products[token.refers[0]]
    if audience := set(token.of("aud")):
        meant = single([view for view in pool if audience <= audience_of(view)]) if len(pool) > 1 else None
        if meant is not None:
            segment.use([token], "pointed")
        return meant
    if token.by == "name" or token.names:
        return _by_one_name(reading, segment, token, pool)
    after = segment.tokens[index + 1] if index + 1 < len(segment.tokens) else None
    pointed = _told_apart(token, after, pool)
    if pointed is not None:
        segment.use([token], "pointed")
        return pointed
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    kind = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)]
    before = segment.tokens[index - 1] if index else None
    if len(kind) > 1 and before is not None and not before.by and (names := before.of("mat")):
        own = single([view for view in kind if any(made.is_of(name) for made in view.primary() for name in names)])
        if own is not None:
            segment.use([before, token], "pointed")
            token.refers = (own.id,)
            return own
    return single(kind)


def single(views: Sequence[ProductView]) -> ProductView | None:
    return views[0] if len(views) == 1 else None


def _by_one_name(reading: Reading, segment: Segment, token: Token, pool: Sequence[ProductView]) -> ProductView | None:
    if len(token.names) == 1:
        return reading.grounds.products[next(iter(token.names))]
    plain = single([view for view in segment.views if view.id in token.names])
    if plain is not None and not segment.group:
        return plain
    return single([view for view in pool if view.id in token.names])


def _told_apart(token: Token, after: Token | None, pool: Sequence[ProductView]) -> ProductView | None:
    """The one of the pool that a word of its name, its material or its size tells from the others."""
    one = after is not None and after.text in _POINTED_AT
    pointing = one or (after is not None and (after.is_a("noun") or bool(after.names)))
    keys = {key for key in token.keys if key.startswith(("c:", "mat:", "col:", "noun:"))} - {"noun:item"}
    if len(pool) > 1 and keys and (pointing or token.is_a("noun")):
        fitting = [view for view in pool if bool(keys & view.title_senses) != token.is_a("neg")]
        if not fitting and one and all(view.made for view in pool):
            names = token.of("mat")
            fitting = [view for view in pool if any(made.is_of(name) for made in view.primary() for name in names)]
        if not fitting and pointing:
            own = {key for key in keys if key.startswith("c:")}
            fitting = [view for view in pool if any(own & clause.affirmed for clause in view.clauses)]
        if len(fitting) == 1:
            return fitting[0]
    alone = token.text in ("小号", "大号", "小的", "大的", "小款", "大款", "小瓶", "大瓶")
    if token.text in _SMALL | _LARGE and (pointing or alone) and len(pool) == 2:
        first, second = bulk(pool[0]), bulk(pool[1])
        if first is not None and second is not None and first != second:
            return pool[0] if (first < second) == (token.text in _SMALL) else pool[1]
    return None


_POINTED_AT: Final = frozenset(
    {
        "one",
        "ones",
        "款",
        "model",
        "version",
        "sibling",
        "counterpart",
        "companion",
        "cousin",
        "brother",
        "pair",
        "的那款",
        "那款",
    }
)
_SMALL: Final = frozenset({"small", "little", "smaller", "小", "mini", "小号", "小的", "小款", "小瓶"})


_LARGE: Final = frozenset({"large", "big", "grand", "larger", "bigger", "大", "大号", "大的", "大款", "大瓶"})


def _siblings(one: ProductView, view: ProductView) -> bool:
    first = (one.title.en or one.title.zh).split()[:1]
    return first == (view.title.en or view.title.zh).split()[:1]
