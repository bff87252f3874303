"""What is there, what is gone, and how many pieces are left."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.left_alone import all_but, only_left, only_there
from mercery.claims.grammar.no_date import TELLING, WHEN
from mercery.claims.grammar.no_date import cannot_tell_when as _cannot_tell_when
from mercery.claims.grammar.priced import fact, segments, targets
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import VariantView


def stock(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    variants = targets(segment)
    if segment.has("stock:nodate") or _denied_date(reading, segment):
        unknown = _cannot_tell_when(segment)
        if (
            any(one.stocked is None or one.stocked.quantity != 0 or one.stocked.restock is not None for one in variants)
            or not variants
        ):
            raise Blocked("a date of return is known", subject=view.id, attribute="stock")
        reading.claim("restock", None, fact(variants, "stock"), subject=view.id)
        segment.use_keys("stock", "stock:nodate", "stock:back", "c:return")
        segment.use([one for one in segment.tokens if one.text in ("we have", "have it", "got", "有")], "stock")
        segment.use_kinds("stock", "neg")
        segment.use(
            [
                token
                for token in segment.tokens
                if token.text in ("date", "日期", "时间", "消息", "news", "known", "when", "more")
            ],
            "stock",
        )
        segment.use(segment.chosen, "stock")
        if unknown:
            segment.use([one for one in segment.open() if one.text in WHEN or one.text in TELLING], "stock")
    _counts(reading, segment)
    _there_or_gone(reading, segment)
    dated = any(token.amount is not None and token.amount.kind in ("date", "weekday") for token in segment.tokens)
    if dated and segment.has("stock:out") and not segment.has("stock:back") and _BARE_OUT.isdisjoint(_texts(segment)):
        raise Blocked("a day is told on which it is gone", subject=view.id, attribute="stock")


_BARE_OUT: Final = frozenset({"until", "till", "before", "至", "直到", "到", "等", "才", "前"})


def _texts(segment: Segment) -> set[str]:
    return {token.text for token in segment.tokens}


def _denied_date(reading: Reading, segment: Segment) -> bool:
    earlier = any(
        one.has("stock:out") or any(token.by == "stock" and token.is_a("neg") for token in one.tokens)
        for one in segments(reading, segment)
    )
    if (segment.has("stock:back") or earlier) and _cannot_tell_when(segment):
        return True
    about_date = (segment.has("stock:back") or earlier) and any(
        token.text in ("date", "日期", "时间", "when") for token in segment.tokens
    )
    return about_date and any(token.is_a("neg") for token in segment.tokens)


def _counts(reading: Reading, segment: Segment) -> None:
    """Numbers of pieces: `two left`, `黑色六枚`, `the last one`."""
    view = segment.view
    assert view is not None
    cue = _stock_cue(reading, segment)
    counts = [token for token in segment.open() if _may_count(segment, token, cue)]
    last = [
        token
        for token in segment.open()
        if token.text in ("last", "last one", "very last", "the very last", "the very last one", "最后", "最后的")
        and _is_last(segment, token)
    ]
    if last and segment.negative(last[0]):
        raise Blocked("“last” is denied", subject=view.id, attribute="stock")
    if not counts and last:
        _prove_count(reading, segment, last[0], Decimal(1))
        return
    if not counts or not (cue or segment.selected) or _only_sizes(segment, counts):
        return
    if last and counts[0].amount and counts[0].amount.value == 1:
        segment.use(last, "stock")
    if any(segment.negative(token) for token in counts) or len(counts) > 1:
        raise Blocked("numbers of pieces that cannot be told apart", subject=view.id, attribute="stock")
    if any(one.has(*_VAGUE) for one in (*segment.before(counts[0], 2), *segment.after(counts[0], 1))):
        raise Blocked("a vague number of pieces", subject=view.id, attribute="stock")
    if segment.has(*_OF_SOMETHING_ELSE) or (segment.a("part") and not segment.selected):
        return
    assert counts[0].amount is not None
    _prove_count(reading, segment, counts[0], counts[0].amount.value)


_VAGUE: Final = ("quant:about", "quant:least", "quant:most", "quant:some", "cmp:more", "cmp:less")


_OF_SOMETHING_ELSE: Final = ("c:include", "c:pocket", "c:wheel", "c:wick", "c:lock")


_PIECES: Final = frozenset(
    {
        "in all",
        "altogether",
        "in total",
        "pairs",
        "pair",
        "pair of",
        "pairs of",
        "a pair of",
        "pieces",
        "piece",
        "of",
        "them",
        "left",
        "only",
    }
)


def _stock_cue(reading: Reading, segment: Segment) -> bool:
    """A word of stock in the segment, or in its sentence where nothing else is said in the segment."""
    if segment.has("stock:left", "stock:in", "stock:out"):
        return True
    if (
        segment.selected
        and any(one.text in ("has", "have", "有") for one in segment.tokens)
        and not segment.a("c", "mat")
    ):
        return True
    bare = all(one in segment.chosen or one.is_a("n") or one.amount or one.text in _PIECES for one in segment.open())
    if bare and _after_a_choice(reading, segment):
        return True
    return bare and any(one.has("stock:left", "stock:in", "stock:out") for one in segments(reading, segment))


def _after_a_choice(reading: Reading, segment: Segment) -> bool:
    """`Size 37 in black: four pairs`: the segment before is nothing but the choice."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence or not earlier.selected:
        return False
    return all(token in earlier.chosen or token.punctuation or token.is_a("n") for token in earlier.tokens)


def _may_count(segment: Segment, token: Token, cue: bool) -> bool:
    if token.amount is None or token.amount.kind not in ("count", "number") or token in segment.chosen:
        return False
    if token.amount.kind == "count" or _counted(segment, token):
        return True
    here = segment.has("stock:in", "stock:left")
    if segment.selected and _in_a_row(segment, token):
        return True
    alone = all(one is token or one.is_a("n") or one.text in _PIECES for one in segment.open())
    return cue and not here and (segment.selected or alone)


def _only_sizes(segment: Segment, counts: Sequence[Token]) -> bool:
    """`in black, 36`: a bare number beside a colour of goods that come in sizes may be a size there is not."""
    view = segment.view
    numbered = view is not None and any(size.isdigit() for one in view.variants for size in one.sizes)
    return numbered and all(
        one.amount is not None and one.amount.kind == "number" and one.amount.value >= 30 for one in counts
    )


def _in_a_row(segment: Segment, token: Token) -> bool:
    """`Five in green, two in blue`: a number and a colour, and nothing else."""
    rest = [one for one in segment.tokens if not one.punctuation and one is not token and one not in segment.chosen]
    named = any(one.is_a("col", "mat") or (one.amount and one.amount.kind == "size") for one in segment.chosen)
    return named and all(one.text in ("in", "and", "we", "have", "the", "of") for one in rest)


def _is_last(segment: Segment, token: Token) -> bool:
    """`the last one`, not `they last eight hours`."""
    before, after = segment.before(token, 1), segment.after(token, 1)
    if after and after[0].amount is not None and after[0].amount.kind == "quantity":
        return False
    return token.has("stock:left") and (
        not token.text.isascii()
        or not before
        or before[0].text in ("the", "our", "its", "their", "very", "is", "are", "just")
    )


def _counted(segment: Segment, token: Token) -> bool:
    """Whether a bare number counts pieces: beside pairs, pieces, a noun, left, or with a stock word."""
    if not segment.has("stock:left", "stock:in"):
        return False
    after = segment.after(token, 3)
    words = {one.text for one in after}
    return (
        not after
        or bool(
            words
            & {
                "pairs",
                "pair",
                "pair of",
                "pairs of",
                "pieces",
                "left",
                "in",
                "of",
                "remain",
                "remaining",
                "items",
                "on",
            }
        )
        or any(one.is_a("noun", "col", "stock") or one.names for one in after)
    )


def _prove_count(reading: Reading, segment: Segment, token: Token, value: Decimal) -> None:
    view = segment.view
    assert view is not None
    variants = targets(segment)
    each = segment.has("quant:each") or (len(variants) > 1 and len({one.id for one in variants}) == len(segment.chosen))
    wrong = not variants or any(one.stocked is None or one.stocked.quantity != value for one in variants)
    if not each and len(variants) > 1 and _together(variants) == value:
        wrong = False
        each = True
    if wrong or (len(variants) > 1 and not each):
        raise Blocked(f"“{token.text}” is not the number of pieces", subject=view.id, attribute="stock")
    reading.claim(
        "stock", value, fact(variants, "stock"), subject=view.id, unit="piece", quantifier="each" if each else ""
    )
    _use_chosen_before(reading, segment)
    segment.use([token, *segment.chosen], "stock")
    segment.use_keys("stock", "stock:left", "stock:in", "quant:each", "quant:only", "quant:both", "time:still")
    segment.use([one for one in segment.tokens if one.text in _PIECES], "stock")
    segment.use([one for one in segment.tokens if one.text in ("pairs", "pair", "pieces", "one")], "stock")


def _together(variants: Sequence[VariantView]) -> Decimal | None:
    """How many pieces several variants have between them; None where one of them does not say."""
    found = [one.stocked.quantity if one.stocked else None for one in variants]
    return None if None in found else Decimal(sum(many for many in found if many is not None))


_HAVE: Final = frozenset({"有", "got", "库存"})


def _there_or_gone(reading: Reading, segment: Segment) -> None:
    view = segment.view
    assert view is not None
    cues = [
        token
        for token in segment.open()
        if token.has("stock:in", "stock:out") and not token.has("stock:back") and not token.is_a("n")
    ]
    cues = [token for token in cues if not _no_stock_word(segment, token)]
    if any(one.by == "stock" for one in segment.tokens):
        cues = [
            token
            for token in cues
            if token.text not in ("we have", "still have", "have it", "there is", "got", "back in stock")
        ]
    if not cues and segment.selected and (gone := _no_such(segment)):
        _prove_there(reading, segment, gone, True)
        return
    cues = [
        token for token in cues if token.text not in _HAVE or (segment.selected and not _more_to_say(segment, token))
    ]
    for token in cues:
        out = token.has("stock:out")
        out = out != (segment.negative(token) and not token.text.startswith(("not", "no", "没", "无", "none")))
        _prove_there(reading, segment, token, out)
    if not cues and only_left(reading, segment):
        return
    if segment.selected and not cues and _elliptic(reading, segment):
        previous = reading.segments[reading.segments.index(segment) - 1]
        out = previous.has("stock:out")
        _prove_there(reading, segment, segment.chosen[0], not out)


def _no_such(segment: Segment) -> Token | None:
    """`no 44 at present`, `没有39码了`: a denied choice with nothing else said."""
    rest = [
        one
        for one in segment.open()
        if one not in segment.chosen and not one.is_a("n", "time") and not one.has("att:size", "stock:left")
    ]
    if (
        len(rest) == 1
        and rest[0].has("neg:no")
        and (
            any(one.amount and one.amount.kind in ("size", "number") for one in segment.chosen)
            or segment.before(rest[0], 1)[:1] in [[one] for one in segment.chosen]
            or (segment.before(rest[0], 2) and any(one in segment.chosen for one in segment.before(rest[0], 2)))
        )
    ):
        return rest[0]
    return None


def _no_stock_word(segment: Segment, token: Token) -> bool:
    """`out of the rain`; `available in white`, which tells the colours and not the stock."""
    if token.text == "out":
        return not segment.before(token, 1) or segment.before(token, 1)[0].text not in ("is", "are", "sold", "all")
    sizes = {one.sizes for one in segment.variants}
    only_colours = bool(segment.chosen) and all(one.is_a("col", "mat", "part") for one in segment.chosen)
    return token.text in ("available", "可选", "obtainable") and only_colours and len(sizes) > 1


def _more_to_say(segment: Segment, token: Token) -> bool:
    """Whether 有 is the verb of something else (has a zip)."""
    return any(
        one.is_a("c", "part", "mat") and one not in segment.chosen and not one.has("c:change")
        for one in segment.after(token)
    )


def _elliptic(reading: Reading, segment: Segment) -> bool:
    """`…, the blue one isn't`: the stock word of the segment before, denied or not."""
    place = reading.segments.index(segment)
    if not place or not reading.segments[place - 1].has("stock:in", "stock:out"):
        return False
    rest = [token for token in segment.open() if token not in segment.chosen and not token.is_a("n", "neg")]
    if any(token.text in ("there", "here") for token in segment.tokens):
        return False  # `is not there` says itself that it is gone
    return not rest and any(token.is_a("neg") for token in segment.tokens)


def _prove_there(reading: Reading, segment: Segment, token: Token, out: bool) -> None:
    view = segment.view
    assert view is not None
    if any(
        one.has("neg:no")
        and one.text.isascii()
        and any(other.by == "noun" or other.names for other in segment.after(one, 3))
        for one in segment.before(token)
    ):
        raise Blocked("“no” of several goods", subject=view.id, attribute="stock")
    variants = (
        _all_of(reading, segment)
        if segment.has("quant:all", "quant:both") and not segment.selected
        else targets(segment)
    )
    if segment.has("quant:only"):
        only_there(segment, out)
    elif segment.has("quant:all") and segment.chosen and any(one.has("att:size") for one in segment.tokens):
        colours = {colour for one in variants for colour in one.colours}
        variants = [one for one in view.variants if one.colours & colours]
    if segment.has("neg:but") and (segment.has("quant:all") or any(one.text in ("都", "均") for one in segment.tokens)):
        all_but(reading, segment, token, out)
        return
    if segment.has("quant:some", "neg:but"):
        raise Blocked("a vague statement of stock", subject=view.id, attribute="stock")
    if not variants or any(one.stocked is None or one.stocked.available == out for one in variants):
        raise Blocked(f"“{token.text}” is not so", subject=view.id, attribute="stock")
    reading.claim("stock", "out" if out else "in", fact(variants, "stock"), subject=view.id)
    segment.use([token, *segment.chosen], "stock")
    _use_chosen_before(reading, segment)
    segment.use_keys(
        "stock",
        "stock:in",
        "stock:out",
        "stock:left",
        "quant:all",
        "quant:both",
        "quant:only",
        "time:still",
        "quant:again",
    )
    if any(one.is_a("neg") for one in segment.tokens):
        segment.use_kinds("stock", "neg")
    segment.use([one for one in segment.tokens if one.has("att:size", "att:colour", "noun:item")], "stock")


def _use_chosen_before(reading: Reading, segment: Segment) -> None:
    """`If you're a 43, there's one left`: the choice that a segment before made, where the stock is told of just that."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    asked = [
        one for one in reading.segments[max(0, place - 1) : place] if any(token.text in "?？" for token in one.tokens)
    ]
    for one in [*segments(reading, segment), *asked]:
        bare = all(token in one.chosen or token.is_a("n") or token.is_a("neg") for token in one.open())
        if one is not segment and one.selected and bare and one.variants == segment.variants and not one.a("neg"):
            one.use(one.chosen, "stock")


def _all_of(reading: Reading, segment: Segment) -> list[VariantView]:
    """All that were named before in the sentence, else all there are."""
    view = segment.view
    assert view is not None
    named = [
        one
        for earlier in segments(reading, segment)
        if earlier.selected and earlier.tokens[0].segment < segment.tokens[0].segment
        for one in earlier.variants
    ]
    return named or list(view.variants)
