"""Which variants of its one product the colours and sizes of a segment choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView, VariantView


def select(reading: Reading, segment: Segment) -> None:
    """Which variants of its one product the colours and sizes of the segment choose."""
    view = segment.view
    if view is None:
        return
    sizes = [token for token in segment.tokens if sizes_of(token, view) and not _counts_pieces(segment, token)]
    colours = [token for token in segment.tokens if colours_of(token, view) and not token.is_a("noun")]
    between = _sizes_between(segment, sizes, view)
    chosen = [
        variant
        for variant in view.variants
        if (
            not sizes
            or bool(between & variant.sizes)
            or any(sizes_of(token, view) & (variant.sizes | variant.volumes) for token in sizes)
        )
        and (not colours or any(colours_of(token, view) & variant.colours for token in colours))
    ]
    if len(sizes) > 1 and colours and any(not _exist(view, size, colours) for size in sizes):
        chosen = []
    if not sizes and (bottle := _bottle(segment, view)) is not None:
        sizes, chosen = [bottle[0]], [one for one in chosen if one is bottle[1]]
        segment.use([one for one in segment.tokens if one.has("att:volume", "noun:item")], "size")
    segment.chosen = [*sizes, *colours, *(_joints(segment, sizes) if between else [])]
    segment.chosen += [token for token in segment.tokens if colours and _in_option(token, chosen)]
    segment.selected = bool(segment.chosen)
    segment.variants = chosen if segment.selected else _spoken_of(reading, segment) or _default(reading, view)
    if sizes and not colours:
        same = _of_colour_before(reading, segment, chosen)
        segment.variants = chosen if same is None else same


def _counts_pieces(segment: Segment, token: Token) -> bool:
    """`seven pairs`: pieces, and not the size 7."""
    after = segment.after(token, 1)
    counted = after[:1] and after[0].text in (
        "pairs",
        "pieces",
        "pair",
        "piece",
        "pairs of",
        "pair of",
        "left",
        "remain",
        "of",
    )
    return token.amount is not None and token.amount.kind == "number" and bool(counted)


_ORDER: Final = ("xxs", "xs", "s", "m", "l", "xl", "xxl")


def _sizes_between(segment: Segment, sizes: Sequence[Token], view: ProductView) -> frozenset[str]:
    """`from XS to L`, 36到39码: the two sizes and those between them."""
    if len(sizes) != 2:
        return frozenset()
    first, last = (next(index for index, one in enumerate(segment.tokens) if one is token) for token in sizes)
    joint = [token.text for token in segment.tokens[first + 1 : last] if not token.punctuation]
    if not joint or any(word not in ("to", "through", "until", "up to", "up", "到", "至") for word in joint):
        return frozenset()
    low, high = (_rank(next(iter(sorted(sizes_of(token, view))), "")) for token in sizes)
    if low is None or high is None:
        return frozenset()
    every = {size for variant in view.variants for size in variant.sizes}
    return frozenset(size for size in every if (rank := _rank(size)) is not None and low <= rank <= high)


def _joints(segment: Segment, sizes: Sequence[Token]) -> list[Token]:
    """The `from` and `to` of a range."""
    first, last = (next(index for index, one in enumerate(segment.tokens) if one is token) for token in sizes)
    before = segment.before(sizes[0], 1)
    opens = [one for one in before if one.text in ("from", "between", "从")]
    return [*opens, *[token for token in segment.tokens[first + 1 : last] if not token.punctuation]]


def _rank(size: str) -> float | None:
    if size in _ORDER:
        return float(_ORDER.index(size))
    try:
        return float(size)
    except ValueError:
        return None


def _exist(view: ProductView, size: Token, colours: Sequence[Token]) -> bool:
    """Whether the size is there in one of the colours."""
    return any(
        sizes_of(size, view) & (one.sizes | one.volumes)
        and any(colours_of(token, view) & one.colours for token in colours)
        for one in view.variants
    )


BOTTLES: Final = frozenset(
    {"large", "big", "larger", "bigger", "small", "smaller", "little", "大瓶", "大", "小瓶", "小"}
)
"""Words that choose the larger or the smaller of the volumes there are."""


def _bottle(segment: Segment, view: ProductView) -> tuple[Token, VariantView] | None:
    """`the large bottle`, 大瓶: by the volumes there are."""
    volumes = sorted(
        ((float(text.split()[0]), one) for one in view.variants for text in one.volumes), key=lambda pair: pair[0]
    )
    if len(volumes) < 2:
        return None
    for token in segment.tokens:
        if token.text in ("large", "big", "larger", "bigger", "大瓶", "大"):
            return token, volumes[-1][1]
        if token.text in ("small", "smaller", "little", "小瓶", "小"):
            return token, volumes[0][1]
    return None


def _spoken_of(reading: Reading, segment: Segment) -> list[VariantView]:
    """What `it` means after a segment that selected (`38 is sold out; it comes back …`)."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    for earlier in reversed(reading.segments[:place]):
        if earlier.view is not segment.view:
            return []
        if earlier.selected:
            return list(earlier.variants)
    return []


def _in_option(token: Token, chosen: Sequence[VariantView]) -> bool:
    """The rest of an option's name: the dial of `black dial`, `盘` of 黑盘."""
    return bool(chosen) and token.is_a("part") and all(set(token.of("part")) & set(one.option_parts) for one in chosen)


def _of_colour_before(reading: Reading, segment: Segment, chosen: Sequence[VariantView]) -> list[VariantView] | None:
    """Sizes without a colour: of the colour the segment before selected, else of the variant in question."""
    for earlier in reversed(reading.segments):
        if earlier is segment or earlier.tokens[0].segment > segment.tokens[0].segment or not earlier.selected:
            continue
        colours = {one.colours for one in earlier.variants}
        told = any(token.is_a("col") for token in earlier.chosen)
        if len(colours) == 1 and told and earlier.view is segment.view:
            return [one for one in chosen if one.colours in colours]
    if reading.variant is None:
        return None
    return [one for one in chosen if one.colours == reading.variant.colours] or None


def _default(reading: Reading, view: ProductView) -> list[VariantView]:
    if reading.variant is not None and any(one.id == reading.variant.id for one in view.variants):
        return [reading.variant]
    return list(view.variants)


def sizes_of(token: Token, view: ProductView) -> frozenset[str]:
    every = frozenset(size for variant in view.variants for size in variant.sizes | variant.volumes)
    if token.amount is None:
        return frozenset()
    one = token.amount
    match one.kind:
        case "size":
            return every & {one.word, f"{one.word}y"}
        case "number":
            return every & {f"{one.value.normalize():f}", f"{one.value.normalize():f}y"}
        case "quantity" if one.high is None:
            return every & {f"{one.value.normalize():f} {one.unit}"}
        case _:
            return frozenset()


def colours_of(token: Token, view: ProductView) -> frozenset[str]:
    """Colours of the product that the token means; `green` may be bottle green where that is its only green."""
    names = {*token.of("col"), *(f"mat:{name}" for name in token.of("mat"))}
    every = {colour for variant in view.variants for colour in variant.colours}
    found = every & names
    if found or not names:
        return frozenset(found)
    wide = {
        colour for colour in every for name in names if colour.endswith(f" {name}") or colour in FAMILIES.get(name, ())
    }
    return frozenset(wide) if len(wide) == 1 else frozenset()


FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "green": frozenset({"bottle green", "emerald", "olive", "forest green", "sage"}),
    "red": frozenset({"bordeaux", "burgundy"}),
    "blue": frozenset({"navy"}),
    "grey": frozenset({"charcoal", "graphite", "gunmetal"}),
}
"""A general colour and what it may mean where only one of them is there."""
