"""What each segment speaks of: the product named, else the one before, else the context."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.kinds import KINDS, audience_of, covers
from mercery.claims.grammar.pointing import LARGE, SMALL, bulk, pointed, sibling
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.selecting import colours_of, select
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView


def settle(reading: Reading) -> None:
    """Cut the text into segments and settle what each is about."""
    numbers = sorted({token.segment for token in reading.tokens})
    current = [reading.about] if reading.about else []
    group = False
    pending: list[ProductView] = []
    spoken = current
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
        if any(token.has("cmp:than") for token in segment.tokens) and (len(spoken) == 1 or len(current) == 2):
            # what is compared with is not spoken of afterwards
            current, group = (spoken if len(spoken) == 1 else current[:1]), False
        else:
            spoken = current
        held = [*pending, *[view for view in current if view not in pending]]
        pending = held if _only_names(segment) else []
        reading.segments.append(segment)
    _backfill(reading)
    for segment in reading.segments:
        select(reading, segment)
    _late_choice(reading)


def _late_choice(reading: Reading) -> None:
    """`Not before 10 December, for the black one`: a choice told afterwards is what the words before it are about."""
    spoken = [
        one for one in reading.segments if not all(token.by == "talk" or token.punctuation for token in one.tokens)
    ]
    for before, segment in pairwise(spoken):
        same = before.tokens[0].sentence == segment.tokens[0].sentence and before.views == segment.views
        bare = segment.selected and all(
            token in segment.chosen or token.punctuation or token.is_a("n") or token.has("noun:item")
            for token in segment.tokens
        )
        if same and bare and not before.selected and before.view is not None:
            before.variants = list(segment.variants)


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
    """The products a segment names, and whether it names a kind of them."""
    found: list[ProductView] = []
    kept: list[ProductView] = []
    group = False
    for token in segment.tokens:
        if token.by in ("noun", "pointed", "talk"):
            continue
        spoken = [*found, *current]
        one = _one_named(reading, segment, token, spoken)
        if one is not None:
            found += [view for view in one if view not in found]
        elif nouns := _nouns_of(token, spoken):
            views, plural = _by_noun(reading, segment, token, nouns, spoken)
            if not views and _fits_what_is_spoken_of(token):
                kept += [view for view in spoken if view not in kept and any(covers(noun, view) for noun in nouns)]
            group = group or plural
            found += [view for view in views if view not in found]
    if found and not kept and not group and any(token.has("cmp:same") for token in segment.tokens):
        kept = list(current)
    if found and kept and not group:
        found = [*[view for view in kept if view not in found], *found]
    return found, group


def _fits_what_is_spoken_of(token: Token) -> bool:
    return token.by == "noun"


def _one_named(
    reading: Reading, segment: Segment, token: Token, spoken: Sequence[ProductView]
) -> list[ProductView] | None:
    """What a name, a pointing word or a sibling's word means; None where the token is none of these."""
    if (feature := _by_feature(reading, token)) is not None:
        token.refers = (feature.id,)
        token.by = "name"
        return [feature]
    if token.names and not _is_other_word(reading, segment, token):
        meant = _by_name(reading, segment, token, spoken)
        token.by = "name"
        _material_before(reading, segment, token, meant)
    elif (one := pointed(reading, segment, token, spoken)) is not None:
        meant = [one]
    elif (other := sibling(reading, segment, token, spoken)) is not None:
        meant = [other]
        token.by = "name"
    else:
        return None
    token.refers = tuple(view.id for view in meant)
    return meant


def _material_before(reading: Reading, segment: Segment, token: Token, meant: Sequence[ProductView]) -> None:
    """`the titanium Diver`: a material right before a name is said of that piece, whatever else the segment names."""
    before = segment.before(token, 2)
    if len(meant) != 1 or len(before) < 2 or before[1].text not in ("the", "our") or not before[0].is_a("mat"):
        return
    names = before[0].of("mat")
    made = next((one for one in meant[0].primary() if any(one.is_of(name) for name in names)), None)
    if made is not None and not before[0].names:
        before[0].by = "name"
        reading.claim("material", before[0].text, made.fact_id, subject=meant[0].id, part=made.part)


def _by_feature(reading: Reading, token: Token) -> ProductView | None:
    """`the V-neck`, 圆领毛衣: a noun that names its feature means the one product of the kind whose name has it."""
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    features = {key for key in token.keys if key.startswith("c:")}
    if not nouns or not features or token.names:
        return None
    kind = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)]
    own = [view for view in kind if features & view.title_senses]
    return own[0] if len(own) == 1 and len(kind) > 1 and reading.about not in kind else None


def _nouns_of(token: Token, current: Sequence[ProductView]) -> list[str]:
    """The kinds of goods a token names; none where it is a colour, or a thing in the text, of what is spoken of."""
    nouns = [noun for noun in token.of("noun") if noun != "item"]
    if token.is_a("col") and any(colours_of(token, view) for view in current):
        return []
    for view in current:
        told = {f"noun:{noun}" for noun in nouns if not covers(noun, view)}
        if any(told & (clause.affirmed | clause.denied) for clause in view.clauses):
            return []
    return nouns


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
    if not first or (reading.eased and token.exact):
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
    views = [reading.grounds.products[key] for key in sorted(token.names)]
    if len(views) == 1 and (family := _counted_family(reading, segment, token, views[0])):
        return family
    if len(views) > 1:
        views = _narrowed(segment, views)
    if len(views) > 1 and not _plural(segment, token, views) and (plain := _plainest(token, views)):
        views = plain
    if len(views) > 1 and reading.about in views and not _plural(segment, token, views):
        views = [view for view in views if view is reading.about]
    return views


def _counted_family(reading: Reading, segment: Segment, token: Token, view: ProductView) -> list[ProductView]:
    """两款Fell夹克, `both Costa sunglasses`: as many of one name and kind as are counted right before it."""
    before = segment.before(token, 2)
    many = before[0].amount if before else None
    wanted = many.value if many is not None and many.kind == "kinds" else 0
    if _both_of(reading, segment, token, before):
        wanted = Decimal(2)
    if wanted < 2:
        return []
    first = view.title.en.split()[:1]
    family = [
        one
        for one in reading.grounds.products.values()
        if one.title.en.split()[:1] == first and bool(one.nouns & view.nouns)
    ]
    return family if len(family) == wanted else []


def _both_of(reading: Reading, segment: Segment, token: Token, before: Sequence[Token]) -> bool:
    """`both`, `our two` before one name; not `both the Costa and the Dawn`, nor two pieces of one."""
    if not before or any(one.names and one is not token for one in segment.tokens):
        return False
    two = before[0].amount is not None and before[0].amount.kind == "number" and before[0].amount.value == 2
    return before[0].has("quant:both") or (two and len(before) > 1 and before[1].text in ("our", "the", "these"))


def _plural(segment: Segment, token: Token, views: Sequence[ProductView]) -> bool:
    near = [*segment.before(token, 3), *segment.after(token, 3)]
    after = segment.after(token, 1)
    if after and after[0].is_a("noun") and after[0].text.isascii() and after[0].text.endswith("s"):
        singular = after[0].text.removesuffix("s")
        titles = [view.title.en.lower().split() for view in views]
        if len(views) > 1 and all(singular in words and after[0].text not in words for words in titles):
            return True
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
    left = segment.tokens[at - 1] if at else None
    if (sized := _of_size(views, left, right)) is not None:
        return sized
    if left is not None and left.text == "的" and at > 1:
        left = segment.tokens[at - 2]
    if left is not None and (own := _described_by(left, views)):
        left.by = "name"
        return own
    if (
        right is not None
        and (own := [view for view in views if {key for key in right.keys if key.startswith("c:")} & view.title_senses])
        and len(own) < len(views)
    ):
        views = own
        right.by = "name"
    beside = segment.tokens[max(0, at - 1) : at] + segment.tokens[at + 1 : at + 4]
    audience = {one for token in beside for one in token.of("aud")}
    kept = [view for view in views if not nouns or any(covers(noun, view) for noun in nouns)]
    if audience and (fitting := [view for view in kept if audience <= audience_of(view)]):
        kept = fitting
        for token in beside:
            if token.is_a("aud"):
                token.by = token.by or "name"
    return kept or views


def _of_size(views: Sequence[ProductView], left: Token | None, right: Token | None) -> list[ProductView] | None:
    """`the small Library`, Library大蜡烛: of two of one name the smaller or the larger."""
    word = next((one for one in (left, right) if one is not None and one.text in SMALL | LARGE), None)
    sizes = [bulk(view) for view in views]
    if word is None or len(views) != 2 or sizes[0] is None or sizes[1] is None or sizes[0] == sizes[1]:
        return None
    word.by = "name"
    return [views[0] if (sizes[0] < sizes[1]) == (word.text in SMALL) else views[1]]


def _described_by(word: Token, views: Sequence[ProductView]) -> list[ProductView]:
    """`the hooded Fell`: those the word right before the name tells from the others, by their name or material."""
    keys = {key for key in word.keys if key.startswith(("c:", "mat:"))}
    own = [view for view in views if keys & view.title_senses]
    if not own:
        own = [view for view in views if any(made.is_of(name) for made in view.primary() for name in word.of("mat"))]
    return own if 0 < len(own) < len(views) else []


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
    # A bag is any bag, not the one piece that has the word in its name.
    general = any(noun in KINDS for noun in nouns)
    views = [view for view in reading.grounds.products.values() if any(noun in view.nouns for noun in nouns)]
    if general or not views:
        views = [view for view in reading.grounds.products.values() if any(covers(noun, view) for noun in nouns)]
    if len(views) > 1 and token.text.isascii() and not general:
        views = [
            view
            for view in views
            if token.text in view.title.en.lower() or token.text.rstrip("s") in view.title.en.lower()
        ] or views
    if len(views) > 1 and not token.text.isascii() and reading.about is None and not general:
        views = [view for view in views if token.text in view.title.zh] or views
    views = _described(segment, token, views, general)
    if not views:
        return [], False
    token.by = token.by or "noun"
    _material_before(reading, segment, token, views)
    return views, len(views) > 1


def _described(segment: Segment, token: Token, views: list[ProductView], general: bool) -> list[ProductView]:
    """The kind's products for the audience standing right before the noun. Several of a general kind (`our women's shoes`)
    may be any that are not said to be for others."""
    audience = {one for near in segment.before(token, 2) for one in near.of("aud")}
    if not audience or len(views) < 2:
        return views
    several = general and (token.text.endswith("s") or segment.has("quant:all", "quant:both", "quant:some", "neg:no"))
    return [view for view in views if audience <= (own := audience_of(view)) or (several and not own)]
