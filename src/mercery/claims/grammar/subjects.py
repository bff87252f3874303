"""What each segment speaks of: the product named, else the one before, else the context; and which variants it selects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import ProductView, VariantView
from mercery.claims.measures import in_base
from mercery.claims.values import Quantity

KINDS: Final[Mapping[str, frozenset[str]]] = {
    "bag": frozenset({"bag", "tote", "crossbody", "clutch", "backpack", "bucket", "weekender"}),
    "shoe": frozenset({"shoe", "loafer", "boot", "sneaker", "espadrille", "slipper", "sandal"}),
    "watch": frozenset({"watch", "diver"}),
    "jewel": frozenset({"jewel", "earring", "pendant", "necklace", "ring", "band", "bracelet_n", "bangle", "brooch"}),
    "necklace": frozenset({"necklace", "pendant"}),
    "clothing": frozenset({"clothing", "jacket", "coat", "raincoat", "sweater", "dress", "skirt", "shirt", "trouser"}),
    "perfume": frozenset({"perfume", "toilette"}),
    "scarf": frozenset({"scarf", "stole"}),
    "toy": frozenset({"toy", "bear"}),
}
"""A general noun and what it covers."""


def settle(reading: Reading) -> None:
    """Cut the text into segments and settle what each is about."""
    numbers = sorted({token.segment for token in reading.tokens})
    current = [reading.about] if reading.about else []
    group = False
    pending: list[ProductView] = []
    for number in numbers:
        segment = Segment([token for token in reading.tokens if token.segment == number])
        if all(token.by == "talk" for token in segment.tokens):
            segment.views = list(current)
            reading.segments.append(segment)
            continue
        named, is_group = _named(reading, segment, current)
        if named:
            current, group = named, is_group
        if pending and not named:
            current = [*pending, *[view for view in current if view not in pending]]
        segment.views, segment.group = list(current), group
        held = [*pending, *[view for view in current if view not in pending]]
        pending = held if _only_names(segment) else []
        reading.segments.append(segment)
    _backfill(reading)
    for segment in reading.segments:
        select(reading, segment)


def _backfill(reading: Reading) -> None:
    """What comes before the one product a text names is about it too (`A sapphire crystal, …: the Dawn 36`)."""
    if reading.about is not None:
        return
    single = {segment.views[0].id: segment.views[0] for segment in reading.segments if len(segment.views) == 1}
    if len(single) != 1:
        return
    view = next(iter(single.values()))
    for segment in reading.segments:
        if not segment.views or (segment.group and view in segment.views):
            segment.views, segment.group = [view], False


def _only_names(segment: Segment) -> bool:
    """A segment that names goods and says nothing of them (`The pendant, like the earrings, …`)."""
    rest = [token for token in segment.tokens if not token.punctuation and token.by not in ("name", "noun")]
    return any(token.by in ("name", "noun") for token in segment.tokens) and all(
        token.is_a("n", "quant") or token.has("cmp:same") for token in rest
    )


def _named(reading: Reading, segment: Segment, current: Sequence[ProductView]) -> tuple[list[ProductView], bool]:
    found: list[ProductView] = []
    kept: list[ProductView] = []
    group = False
    for token in segment.tokens:
        if token.names and not _is_other_word(reading, segment, token):
            meant = _by_name(reading, segment, token, current)
            token.refers = tuple(view.id for view in meant)
            for view in meant:
                if view not in found:
                    found.append(view)
            token.by = "name"
        elif pointed := _pointed(reading, segment, token, [*found, *current]):
            token.refers = (pointed.id,)
            found += [view for view in [pointed] if view not in found]
        elif sibling := _sibling(reading, segment, token, [*found, *current]):
            token.refers = (sibling.id,)
            found += [view for view in [sibling] if view not in found]
            token.by = "name"
        elif (token.is_a("col") and any(_colours_of(token, view) for view in current)) or any(
            f"noun:{noun}" in clause.affirmed | clause.denied
            for noun in token.of("noun")
            for view in current
            if not covers(noun, view)
            for clause in view.clauses
        ):
            continue
        elif nouns := [noun for noun in token.of("noun") if noun != "item"]:
            views, plural = _by_noun(reading, segment, token, nouns, [*found, *current])
            if not views and token.by == "noun":
                kept += [
                    view
                    for view in [*found, *current]
                    if any(covers(noun, view) for noun in nouns) and view not in kept
                ]
            group = group or plural
            found += [view for view in views if view not in found]
    if found and not kept and not group and current and any(token.has("cmp:same") for token in segment.tokens):
        kept = list(current)
    if found and kept and not group:
        found = [*[view for view in kept if view not in found], *found]
    return found, group


SMALL: Final = frozenset({"small", "little", "smaller", "小", "小号", "小的"})
LARGE: Final = frozenset({"large", "big", "grand", "larger", "bigger", "大", "大号", "大的"})


def _pointed(reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]) -> ProductView | None:
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
        own = bulk(reading.about) if reading.about else None
        if own is not None and None not in sizes:
            known = [size for size in sizes if size is not None]
            if own == (min(known) if token.text in SMALL else max(known)) and known.count(own) == 1:
                token.by = "pointed"
                return reading.about
    if after[0].text not in ("one", "款", "版") or len(pool) < 2:
        return None
    keys = {key for key in token.keys if key.startswith(("c:", "noun:", "mat:"))} - {"noun:item"}
    fitting = [
        view
        for view in pool
        if keys & view.title_senses
        or (token.text.isalpha() and token.text.isascii() and f" {token.text} " in f" {view.title.en.lower()} ")
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


def _sibling(reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]) -> ProductView | None:
    """`the women's` after the men's, `than the Automatic`: the product of the same family that the word tells apart."""
    audience = set(token.of("aud"))
    if not current or (segment.before(token, 1) and segment.before(token, 1)[0].by == "name"):
        return None
    if audience:
        if any(audience <= audience_of(view) for view in current) or any(one.names for one in segment.tokens):
            return None
        family = [view for view in _family(reading, current[-1]) if audience <= audience_of(view)]
        return family[0] if len(family) == 1 else None
    word = token.text.capitalize()
    if (
        not token.text.isalpha()
        or not token.text.isascii()
        or word not in reading.text
        or reading.text.startswith(word)
    ):
        return None
    family = [
        view
        for view in _family(reading, current[-1])
        if word in view.title.en.split() and word not in current[-1].title.en.split()
    ]
    return family[0] if len(family) == 1 and token.is_a("c", "noun", "mat", "col") else None


def _family(reading: Reading, view: ProductView) -> list[ProductView]:
    """Products whose name begins with the same word."""
    first = view.title.en.split()[:1] or view.title.zh[:2].split()
    return [one for one in reading.grounds.products.values() if one is not view and one.title.en.split()[:1] == first]


def _is_other_word(reading: Reading, segment: Segment, token: Token) -> bool:
    """A single English word of a name counts as the name only when written with a capital."""
    words = token.text.split()
    if (
        len(words) > 1
        and not token.exact
        and token.text.isascii()
        and not any(word.capitalize() in reading.text for word in words if word.isalpha())
    ):
        token.names = frozenset()
        return True
    if len(words) != 1 or not token.text.isascii() or not token.text.isalpha():
        return False
    title = token.text.capitalize()
    if title not in reading.text and token.text.upper() not in reading.text:
        token.names = frozenset()
        return True
    first = reading.text.lstrip("\"'“‘ ").startswith(title)
    if not first:
        return False
    nexts = segment.after(token, 1)
    if nexts and (
        nexts[0].text in _VERBS
        or not nexts[0].text.isascii()
        or nexts[0].is_a("aud")
        or nexts[0].is_a("noun")
        or nexts[0].by == "name"
    ):
        return False
    token.names = frozenset()
    return True


_VERBS: Final = frozenset(
    {"is", "are", "has", "have", "comes", "come", "measures", "weighs", "costs", "was", "does", "will", "and"}
)


def _by_name(reading: Reading, segment: Segment, token: Token, current: Sequence[ProductView]) -> list[ProductView]:
    views = [reading.grounds.products[key] for key in token.names]
    if len(views) > 1:
        views = _narrowed(segment, views)
    if len(views) > 1 and not _plural(segment, token) and (plain := _plainest(token, views)):
        views = plain
    if len(views) > 1 and reading.about in views and not _plural(segment, token):
        views = [view for view in views if view is reading.about]
    return views


def _plural(segment: Segment, token: Token) -> bool:
    near = [*segment.before(token, 3), *segment.after(token, 3)]
    return any(
        one.is_a("quant") or (one.amount is not None and one.amount.kind in ("kinds", "number", "count"))
        for one in near
    )


def _narrowed(segment: Segment, views: list[ProductView]) -> list[ProductView]:
    """By the nouns, audience and materials that stand in the same segment."""
    at = next(
        (
            index
            for index, token in enumerate(segment.tokens)
            if token.names and {view.id for view in views} <= token.names
        ),
        0,
    )
    right = segment.tokens[at + 1] if at + 1 < len(segment.tokens) else None
    nouns = set(right.of("noun")) - {"item"} if right is not None else set()
    nouns = nouns or {noun for token in segment.tokens for noun in token.of("noun")} - {"item"}
    if own := [view for view in views if nouns & view.nouns]:
        views = own
    if (
        right is not None
        and (own := [view for view in views if {key for key in right.keys if key.startswith("c:")} & view.title_senses])
        and len(own) < len(views)
    ):
        views = own
        right.by = "name"
    audience = {one for token in segment.tokens for one in token.of("aud")}
    kept = [view for view in views if not nouns or any(covers(noun, view) for noun in nouns)]
    if audience:
        kept = [view for view in kept if audience <= audience_of(view)] or kept
    return kept or views


def audience_of(view: ProductView) -> set[str]:
    """For whom the product says it is."""
    text = f" {view.title.en.lower()} "
    found = {one for one in ("women", "men", "kids") if f" {one} " in text or f" {one}'s " in text}
    zh = view.title.zh
    found |= {key for key, signs in (("women", "女"), ("men", "男"), ("kids", "童")) if signs in zh}
    return found | ({"kids"} if "kids" in view.nouns else set())


def _plainest(token: Token, views: list[ProductView]) -> list[ProductView] | None:
    """`Air One` is the product called just so before it is the one called `Air One Lite`."""
    said = set(token.text.split())
    rest = {
        view.id: [word for word in view.title.en.lower().replace("&", " ").split() if word not in said]
        for view in views
    }
    plain = [
        view for view in views if len(rest[view.id]) <= 1 and not any(word[:1].isdigit() for word in rest[view.id])
    ]
    return plain if len(plain) == 1 and all(len(rest[view.id]) > 1 for view in views if view is not plain[0]) else None


def covers(noun: str, view: ProductView) -> bool:
    """Whether the noun can mean the product."""
    return noun in view.nouns or bool(KINDS.get(noun, frozenset()) & view.nouns)


def _by_noun(
    reading: Reading, segment: Segment, token: Token, nouns: Sequence[str], current: Sequence[ProductView]
) -> tuple[list[ProductView], bool]:
    """Nothing new where the noun fits what is spoken of; else the product or the kind it names."""
    if any(covers(noun, view) for noun in nouns for view in current):
        token.by = token.by or "noun"
        return [], False
    if any(covers(noun, view) for noun in nouns for view in [reading.about] if view):
        token.by = token.by or "noun"
        return [reading.about] if reading.about else [], False
    if token.is_a("c", "part", "mat", "att", "stock", "price") and (
        reading.about is not None or any(one.is_a("mat") for one in segment.before(token, 1))
    ):
        return [], False
    views = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)]
    if not views:
        views = [view for view in reading.grounds.products.values() if any(covers(noun, view) for noun in nouns)]
    if len(views) > 1 and token.text.isascii():
        views = [
            view
            for view in views
            if token.text in view.title.en.lower() or token.text.rstrip("s") in view.title.en.lower()
        ] or views
    views = _described(segment, token, views)
    if not views:
        return [], False
    token.by = token.by or "noun"
    return views, len(views) > 1


def _described(segment: Segment, token: Token, views: list[ProductView]) -> list[ProductView]:
    """The kind's products that have the colour, audience or feature standing right before the noun."""
    audience = {one for near in segment.before(token, 2) for one in near.of("aud")}
    if audience and len(views) > 1:
        views = [view for view in views if audience <= audience_of(view)]
    return views


def select(reading: Reading, segment: Segment) -> None:
    """Which variants of its one product the colours and sizes of the segment choose."""
    view = segment.view
    if view is None:
        return
    sizes = [token for token in segment.tokens if sizes_of(token, view)]
    colours = [token for token in segment.tokens if _colours_of(token, view) and not token.is_a("noun")]
    chosen = [
        variant
        for variant in view.variants
        if (not sizes or any(sizes_of(token, view) & (variant.sizes | variant.volumes) for token in sizes))
        and (not colours or any(_colours_of(token, view) & variant.colours for token in colours))
    ]
    if not sizes and (bottle := _bottle(segment, view)) is not None:
        sizes, chosen = [bottle[0]], [one for one in chosen if one is bottle[1]]
        segment.use([one for one in segment.tokens if one.has("att:volume", "noun:item")], "size")
    segment.chosen = [*sizes, *colours]
    segment.chosen += [token for token in segment.tokens if colours and _in_option(token, chosen)]
    segment.selected = bool(segment.chosen)
    segment.variants = chosen if segment.selected else _spoken_of(reading, segment) or _default(reading, view)
    if sizes and not colours:
        same = _of_colour_before(reading, segment, chosen)
        segment.variants = chosen if same is None else same


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
            return every & {one.word}
        case "number":
            return every & {f"{one.value.normalize():f}"}
        case "quantity" if one.high is None:
            return every & {f"{one.value.normalize():f} {one.unit}"}
        case _:
            return frozenset()


def _colours_of(token: Token, view: ProductView) -> frozenset[str]:
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
