"""What is said of a choice is said of that choice: no other colour of a strap, no size in which its colour does not exist, no
stones where there is one, no colour told as a material. It can only refuse."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.made_of import GEMS
from mercery.claims.grammar.own_words import FIRST, HELD, Own
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.selecting import colours_of
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import ProductView

_OF_CHOICES: Final = frozenset({"colour", "text", "size"})
_BETWEEN: Final = frozenset({"has", "have", "with", "on", "comes with", "是", "带", "配", "有", "的", "用"})
_JOINTS: Final = frozenset({"and", "or", "、", "和", "或", "及", "与", "but", "而"})
_REAL: Final = frozenset({"real", "genuine", "true", "actual", "natural", "真", "真的", "真正", "真正的", "天然", "纯"})
_SET: Final = frozenset({"set", "set with", "studded", "studded with", "inlaid", "镶", "镶了", "镶嵌", "镶着", "嵌"})


def refuse_other_choice(reading: Reading, owns: Sequence[Own]) -> None:
    """Blocks what was proved of the goods and is not so of the choice that is spoken of."""
    for segment in reading.segments:
        view = segment.view
        if view is None or segment.group or segment.a("neg"):
            continue
        _no_such_choice(segment, view, owns)
        _all_choices(segment, view)
        _two_colours(segment, view)
        _as_a_material(segment, view)
        _several_stones(segment, view)


_CHOICE: Final = frozenset({"one", "ones", "version", "的", "款", "色的", "色", "pair"})


def offers_other_choice(words: Sequence[Token], view: ProductView) -> bool:
    """`Would you like the ivory one?` of goods in other colours: to ask for it says that it is there."""
    return any(
        one.is_a("col") and two.text in _CHOICE and not one.is_a("part") and view.colours and not colours_of(one, view)
        for one, two in pairwise(words)
    )


def _no_such_choice(segment: Segment, view: ProductView, owns: Sequence[Own]) -> None:
    """`the red comes in 37, 38 and 39`, where red is there in 38 only."""
    coloured = any(token.is_a("col") for token in segment.chosen)
    listed = any(
        HELD.fullmatch(token.text) and owns[ord(token.text) - FIRST].fact.attribute == "size"
        for token in segment.tokens
    )
    sized = listed or any(token.amount is not None for token in segment.chosen)
    if not sized or not coloured or not any(token.by in _OF_CHOICES for token in segment.chosen):
        return
    own, every = ({size for one in variants for size in one.sizes} for variants in (segment.variants, view.variants))
    if not segment.variants or (listed and own != every):
        raise Blocked("there is no such choice", subject=view.id, attribute="size")


def _all_choices(segment: Segment, view: ProductView) -> None:
    """两个颜色都有货, proved on the one in question."""
    counted = any(
        token.amount is not None and token.amount.kind == "kinds" and token.amount.value > 1 for token in segment.tokens
    )
    told = counted or (segment.has("quant:all", "quant:each", "quant:both") and segment.has("att:colour", "att:size"))
    if (
        not told
        or segment.selected
        or not any(token.by == "stock" and token.has("stock:in") for token in segment.tokens)
    ):
        return
    if not all(one.stocked is not None and one.stocked.available for one in view.variants):
        raise Blocked("not all of them are there", subject=view.id, attribute="stock")


def _two_colours(segment: Segment, view: ProductView) -> None:
    """`the red watch has a taupe strap`, where the strap is what the colour is of."""
    options = {part for one in view.variants for part in one.option_parts}
    told = [(place, token) for place, token in enumerate(segment.tokens) if token.is_a("col")]
    for (place, first), (later, second) in pairwise(told):
        after = segment.tokens[later + 1 : later + 2]
        between = [one.text for one in segment.tokens[place + 1 : later]]
        if not after or not set(after[0].of("part")) & options or _JOINTS & set(between) or not _BETWEEN & set(between):
            continue
        if not any(_has(one.colours, first) and _has(one.colours, second) for one in view.variants):
            raise Blocked(f"“{second.text}” is another choice's colour", subject=view.id, attribute="colour")


def _has(colours: frozenset[str], token: Token) -> bool:
    return bool(colours & {*token.of("col"), *(f"mat:{name}" for name in token.of("mat"))})


def _as_a_material(segment: Segment, view: ProductView) -> None:
    """`it is real tortoiseshell`, `set with an emerald`: a colour is nothing that goods are made of."""
    for token in segment.tokens:
        if token.by not in ("colour", "name") or not token.is_a("col"):
            continue
        before = segment.before(token, 3)
        real = before[:1] and before[0].text in _REAL
        article = before[:1] and before[0].text in ("a", "an", "一颗", "颗", "一粒", "粒")
        is_set = any(one.text in _SET for one in before)
        made = any(one.is_of(name) for one in view.made for name in token.of("mat"))
        if (real or (is_set and (article or not token.text.isascii()))) and not made:
            raise Blocked(f"“{token.text}” is its colour, not its material", subject=view.id, attribute="material")


def _several_stones(segment: Segment, view: ProductView) -> None:
    """`set with diamonds`, where the texts have one."""
    for token in segment.tokens:
        if token.by != "material" or not set(token.of("mat")) & GEMS or not _plural(token.text):
            continue
        if not any(token.text in text for text in _english(view)):
            raise Blocked(f"“{token.text}”: there is one", subject=view.id, attribute="material")


def _plural(word: str) -> bool:
    return word.isascii() and word.endswith(("s", "stones")) and not word.endswith("ss")


def _english(view: ProductView) -> Sequence[str]:
    materials = [text.lower() for one in view.made for text in one.materials]
    return [*(clause.text for clause in view.clauses), *materials, view.title.en.lower()]
