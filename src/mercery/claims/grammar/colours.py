"""In which colours and sizes goods come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import kind_of
from mercery.claims.values import Terms, Text, Value
from mercery.claims.views import ProductView
from mercery.claims.vocabulary import colours_in
from mercery.core.i18n import Words


def colours(reading: Reading, segment: Segment) -> None:
    view = segment.view
    colours = [token for token in segment.open() if token.is_a("col") and not token.is_a("part")]
    if any(token.has("att:scent") for token in reading.tokens) and any(
        name in view.facts for view in segment.views for name in ("scent_notes", "scent")
    ):
        colours = [token for token in colours if not token.is_a("mat")]
    if view is None or (not colours and not _kinds(segment)):
        return
    plain = [token for token in colours if not _of_a_part(segment, token) and not _of_another_part(segment, token)]
    denied = [token for token in plain if segment.negative(token)]
    told = [token for token in plain if token not in denied]
    listing = (
        segment.has("stock:in", "att:colour", "c:include", "quant:only", "quant:both")
        or any(token.text in ("come", "comes", "comes in", "available", "choose") for token in segment.tokens)
        or bool(_kinds(segment))
        or len(told) > 1
    )
    for token in denied:
        recorded = view.colours | _named_colours(view, _COLOUR_ATTRIBUTES)
        if not recorded:
            raise Blocked("its colours are not on record", subject=view.id, attribute="colour")
        if token in segment.chosen or set(token.of("col")) & (recorded | _named_colours(view, ("description",))):
            raise Blocked(f"it does come in “{token.text}”", subject=view.id, attribute="colour")
        _keep_colour(reading, segment, token, view, "not")
    for token in told:
        if _may_be_material(segment, token, view):
            raise Blocked(f"“{token.text}” may be taken for its material", subject=view.id, attribute="colour")
        options = view.colours if listing else frozenset(colour for one in segment.variants for colour in one.colours)
        if token not in segment.chosen and not set(token.of("col")) & options:
            raise Blocked(f"“{token.text}” is not its colour", subject=view.id, attribute="colour")
        if (
            not listing
            and reading.variant
            and any(one.id == reading.variant.id for one in view.variants)
            and not set(token.of("col")) & reading.variant.colours
            and token not in segment.chosen
        ):
            raise Blocked(f"“{token.text}” is not this one's colour", subject=view.id, attribute="colour")
        _keep_colour(reading, segment, token, view, "")
    _how_many(segment, view, told)


_COLOUR_ATTRIBUTES: Final = ("colour", "color", "colours", "colors")


def _named_colours(view: ProductView, attributes: Iterable[str]) -> frozenset[str]:
    """The colours these facts of the product name; a colour it comes in need not be an option."""
    facts = (view.facts[name] for name in attributes if name in view.facts)
    words = (one for fact in facts for one in _words_of(fact.value))
    return frozenset(colour for one in words for text in (one.en, one.zh) if text for colour in colours_in(text))


def _words_of(value: Value) -> tuple[Words, ...]:
    match value:
        case Text(words):
            return (words,)
        case Terms(items):
            return items
        case _:
            return ()


_AS_COLOUR: Final = frozenset(
    {"in", "one", "ones", "version", "pair", "colour", "color", "tone", "色", "款", "的", "finish", "dial", "盘"}
)


def _may_be_material(segment: Segment, token: Token, view: ProductView) -> bool:
    """`gold` of a gold-tone frame: a bare word that is a material too says more than its colour."""
    names = token.of("mat")
    if not any(kind_of(name, metal) for name in names for metal in ("gold", "silver", "platinum")) or any(
        made.is_of(name) for made in view.made for name in names
    ):
        return False
    near = [*segment.before(token, 1), *segment.after(token, 1)]
    return not segment.a("stock", "price") and not any(one.text in _AS_COLOUR or one.is_a("part") for one in near)


def _keep_colour(reading: Reading, segment: Segment, token: Token, view: ProductView, qualifier: str) -> None:
    fact = view.facts.get("colour")
    reading.claim("colour", token.text, fact.id if fact else "", subject=view.id, qualifier=qualifier)
    segment.use([token], "colour")
    options = {part for one in view.variants for part in one.option_parts}
    segment.use(
        [one for one in segment.after(token, 1) if one.is_a("part") and set(one.of("part")) & options], "colour"
    )
    segment.use_keys("colour", "att:colour")
    segment.use(
        [
            one
            for one in segment.tokens
            if one.text in ("有", "comes", "come", "come in", "comes in", "available", "in stock")
            and not segment.has("stock:out")
        ],
        "colour",
    )
    if qualifier:
        segment.use_kinds("colour", "neg")


def _of_a_part(segment: Segment, token: Token) -> bool:
    """`red stone`, `green enamel`, `white dial`: left to the material or text that says it, unless it is an option."""
    after = segment.after(token, 1)
    return bool(
        after
        and (after[0].is_a("part") or (after[0].is_a("mat") and not after[0].is_a("col")))
        and token not in segment.chosen
    )


def _of_another_part(segment: Segment, token: Token) -> bool:
    """`blue rubber strap` where only the dial is blue."""
    options = {part for one in segment.variants for part in one.option_parts}
    if not options:
        return False
    for one in segment.after(token, 3):
        if one.is_a("part"):
            return not set(one.of("part")) & options
        if not one.is_a("mat"):
            return False
    return False


def _kinds(segment: Segment) -> list[Token]:
    return [
        token
        for token in segment.open()
        if token.amount and token.amount.kind == "kinds" and token.amount.word in ("colour", "种", "size")
    ]


def _how_many(segment: Segment, view: ProductView, told: Sequence[Token]) -> None:
    colours = {one.colour_text for one in view.variants if one.colour_text}
    for token in _kinds(segment):
        assert token.amount is not None
        every = {one.sizes | one.volumes for one in view.variants}
        right = len(every) if token.amount.word == "size" else len(colours)
        if token.amount.value != right or (told and token.amount.word != "size" and len(told) != right):
            raise Blocked(f"“{token.text}” is not how many there are", subject=view.id, attribute="colour")
        segment.use([token], "colour")
        segment.use_keys("colour", "quant:only", "att:colour", "stock:in", "c:include")
    sizes = [one for one in segment.chosen if one.amount]
    if told and sizes and segment.has("quant:only") and not segment.has("stock:left", "stock:out"):
        said = {name for token in told for name in token.of("col")}
        if any(one.colours & said and one not in segment.variants for one in view.variants):
            raise Blocked("it comes in other sizes too", subject=view.id, attribute="size")
        segment.use(
            [
                *segment.chosen,
                *[
                    one
                    for one in segment.tokens
                    if one.text in ("comes in", "come in", "only", "exist", "只有", "有", "尺码", "sizes")
                ],
            ],
            "colour",
        )
    elif told and segment.has("quant:only") and not segment.a("stock"):
        said = {name for token in told for name in token.of("col")}
        if any(not one.colours & said for one in view.variants):
            raise Blocked("it comes in other colours too", subject=view.id, attribute="colour")
        segment.use_keys("colour", "quant:only")
