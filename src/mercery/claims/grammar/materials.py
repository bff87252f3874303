"""What goods are made of: each material proved on its part, with its share; and what is not in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.absent_materials import absent
from mercery.claims.grammar.describing import HAVING
from mercery.claims.grammar.in_name_only import name_words
from mercery.claims.grammar.made_of import GEMS, all_of_it, bears, in_text, is_pure, proof, pure_at
from mercery.claims.grammar.parts import ADJECTIVES, PURE, adjectives_at, alike, part_before, parts_at, percent_at
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.views import Made, ProductView

_MOSTLY: Final = frozenset(
    {"mostly", "mainly", "predominantly", "largely", "主要", "主要是", "为主", "大部分", "大部分是", "most", "主"}
)

_COATINGS: Final = ("plating", "coating", "layer", "finish")


def materials(reading: Reading, segment: Segment) -> None:
    sentence = [
        token
        for one in reading.segments
        if one.tokens[0].sentence == segment.tokens[0].sentence
        for token in one.tokens
    ]
    scented = any(_has_scent(view) for view in segment.views) and not segment.a("part")
    of_scent = any(token.has("att:scent") for token in sentence) or all(
        "perfume" in view.nouns for view in segment.views
    )
    if scented and of_scent:
        return
    name_words(segment)
    for token in segment.open():
        if not token.is_a("mat"):
            continue
        if token in segment.chosen and not _is_material_too(segment, token) and not _made_of_it(segment, token):
            _dial(reading, segment, token)
            continue
        if token.is_a("c", "part") and not any(
            made.is_of(name) for view in segment.views for made in view.made for name in token.of("mat")
        ):
            continue
        _one_material(reading, segment, token)
    _anaphoric_share(reading, segment)
    if segment.open() and all(token.has("quant:only") or token.is_a("n") for token in segment.open()):
        _only(segment, [token for token in sentence if token.segment < segment.tokens[0].segment])
    if any(token.by == "material" for token in segment.tokens):
        segment.use(
            [
                token
                for token in segment.open()
                if token.has("quant:both") and (token.text in ("都", "均") or len(segment.views) == 2)
            ],
            "material",
        )
        segment.use_keys("material", "att:material", "att:origin" if _made_word(segment) else "att:material")
        segment.use(
            [
                token
                for token in segment.open()
                if token.text in _MOSTLY or token.text in PURE or (token.has("c:include") and not segment.a("cmp"))
            ],
            "material",
        )
        if not any(token.amount and token.amount.kind == "money" for token in segment.tokens):
            segment.use(
                [
                    token
                    for token in segment.open()
                    if (token.text in ("加", "plus", "over", "和") and not _laid_over_a_coating(segment, token))
                    or token.has("price:sum")
                ],
                "material",
            )
        segment.use(
            [
                one
                for place, one in enumerate(segment.tokens)
                if one.has("quant:only")
                and place + 1 < len(segment.tokens)
                and segment.tokens[place + 1].amount
                and segment.tokens[place + 1].by == "material"
            ],
            "material",
        )
        if segment.has("quant:only"):
            _only_part(segment)
            _only(segment)


def _has_scent(view: ProductView) -> bool:
    return "perfume" in view.nouns or any("att:scent" in clause.affirmed for clause in view.clauses)


def _dial(reading: Reading, segment: Segment, token: Token) -> None:
    """银盘: a choice named by a material and its part."""
    after = segment.after(token, 1)
    options = {part for one in segment.variants for part in one.option_parts}
    if segment.view is not None and after and after[0].is_a("part") and set(after[0].of("part")) & options:
        fact = segment.view.facts.get("colour")
        reading.claim("colour", token.text, fact.id if fact else "", subject=segment.view.id)
        segment.use([token, after[0]], "colour")


def _made_word(segment: Segment) -> bool:
    return not segment.a("place")


def _made_of_it(segment: Segment, token: Token) -> bool:
    """Whether the piece is of the material that the word may name beside a colour, so that both senses are true."""
    plain = not segment.a("stock", "price") and not any(
        one.amount and one.amount.kind in ("count", "date") for one in segment.tokens
    )
    names = token.of("mat")
    return plain and all(any(made.is_of(name) for made in view.made for name in names) for view in segment.views)


def _is_material_too(segment: Segment, token: Token) -> bool:
    """A word that is colour and material chooses a variant only where a stock or price word stands beside it."""
    after = segment.after(token, 1)
    options = {part for one in segment.variants for part in one.option_parts}
    if after and after[0].is_a("part"):
        return not set(after[0].of("part")) & options
    told = (
        segment.a("price")
        or any(one.is_a("stock") and one.text not in HAVING for one in segment.tokens)
        or any(one.amount and one.amount.kind in ("money", "count", "date", "number") for one in segment.tokens)
    )
    return not told and (
        segment.has("att:material")
        or not token.is_a("col")
        or any(one.text in ("is", "are", "是") for one in segment.before(token, 2))
    )


_HARDLY: Final = frozenset(
    {"far", "far from", "hardly", "barely", "scarcely", "anything but", "nowhere near", "nowhere"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a sentence tells of one material."""

    parts: Sequence[str]
    percent: float | None
    adjectives: set[str]


def _one_material(reading: Reading, segment: Segment, token: Token) -> None:
    after = [one for one in segment.after(token, 2) if one.text not in ("is", "are", "是", "为")]
    if token.is_a("part") and after and after[0].is_a("mat"):
        return
    sentence = [
        one for part in reading.segments if part.tokens[0].sentence == segment.tokens[0].sentence for one in part.tokens
    ]
    shares = any(one.amount and one.amount.kind == "percent" for one in sentence)
    told = _Told(
        parts=parts_at(segment, token) or part_before(reading, segment, token) or _part_corrected(segment, token),
        percent=percent_at(segment, token, shares=shares),
        adjectives=adjectives_at(segment, token),
    )
    denied = _denied(segment, token)
    if not denied and not told.parts and (thing := _said_of(segment, token)) is not None:
        raise Blocked(f"“{token.text}” is not said of its “{thing.text}”", attribute="material")
    for view in segment.views:
        if denied:
            absent(reading, segment, token, view, told.percent, told.parts)
        else:
            _present(reading, segment, token, view, told)
    reading.last_material = next(iter(token.of("mat")), "")
    _use(segment, token, told, denied=denied)


_INSTEAD: Final = frozenset({"rather than", "instead of", "而不是", "而非"})


def _part_corrected(segment: Segment, token: Token) -> list[str]:
    """`the glass is mineral crystal rather than sapphire`: the part of what stands instead."""
    before = segment.before(token, 1)
    if not before or before[0].text not in ("rather than", "instead of", "而不是", "而非", "not", "不是"):
        return []
    parts = [one for one in segment.before(token) if one.by == "material" and one.of("part")]
    return [part for one in parts for part in one.of("part")]


def _said_of(segment: Segment, token: Token) -> Token | None:
    """The detail (a hood, a pocket) that the material is said of: no fact tells what those are made of."""
    after = segment.after(token, 1)
    if after and after[0].has("c:hood", "c:pocket", "c:collar", "c:lock", "c:wheel", "c:closure") and after[0].by == "":
        return after[0] if not after[0].is_a("part", "noun", "mat") else None
    before = segment.before(token, 5)
    place = next((index for index, one in enumerate(before) if one.text in ("is", "are", "是", "为")), None)
    if place is None or place + 1 >= len(before):
        return None
    thing = before[place + 1]
    if any(one.is_a("neg") for one in before[place + 2 :]):
        return None
    named = thing.by in ("name", "noun", "pointed") or thing in segment.chosen
    return thing if thing.is_a("c") and not named and not thing.is_a("mat", "part", "noun", "col", "n") else None


def _present(reading: Reading, segment: Segment, token: Token, view: ProductView, told: _Told) -> None:
    """The material is in the part told of, with the share and the adjectives told."""
    made = proof(view, token, told.parts, told.percent, told.adjectives, of_all=_is_all(segment, token))
    loose = told.percent is None
    if made is None and loose and not told.parts and (_listed(segment, token) or _in_row(reading, segment)):
        made = next((one for one in view.made if bears(one, token.of("mat"), None, told.adjectives)), None)
    if made is None and loose and not told.parts and (parts := _parts_of_next(segment, token)):
        made = proof(view, token, parts, None, told.adjectives, of_all=False)
    if made is None and loose and (clause := in_text(view, token, told.parts)) is not None:
        reading.claim("material", token.text, clause.fact_id, subject=view.id)
        return
    reason = _against(segment, token, view, told, made)
    if made is None or reason:
        raise Blocked(reason, subject=view.id, attribute="material")
    share = f"{told.percent}%" if told.percent else ""
    reading.claim("material", token.text, made.fact_id, subject=view.id, part=made.part, qualifier=share)


def _parts_of_next(segment: Segment, token: Token) -> list[str]:
    """黄麻和橡胶鞋底: the part of the material it is joined to."""
    after = segment.after(token, 2)
    if (
        len(after) == 2
        and after[0].text in ("和", "and", "与", "、", "及", "加", "配", "plus")
        and after[1].is_a("mat")
    ):
        return parts_at(segment, after[1])
    return []


def _against(segment: Segment, token: Token, view: ProductView, told: _Told, made: Made | None) -> str:
    """Why the claim does not hold; empty where it does."""
    if made is None:
        return f"“{token.text}” is not its material" + (f" ({', '.join(told.parts)})" if told.parts else "")
    near = (*segment.before(token, 2), *segment.after(token, 2))
    if any(one.text.startswith("镶") for one in segment.before(token, 5)) and not set(token.of("mat")) & GEMS:
        return f"“{token.text}” is not set in it"
    if any(one.text in _MOSTLY for one in near) and not (made.percent and made.percent > 50):
        return f"not mostly “{token.text}”"
    if _names_the_kind(segment, token) and made.percent and made.percent < 50:
        return f"“{token.text}” is the lesser part of it"
    if _all_at(segment, token) and not all_of_it(view, token, told.parts):
        return f"not all “{token.text}”"
    if pure_at(segment, token) and not is_pure(view, token, made):
        return f"not only “{token.text}”"
    return ""


def _names_the_kind(segment: Segment, token: Token) -> bool:
    """`a silk shawl`, with no other material beside it."""
    after = segment.after(token, 1)
    alone = not any(one.is_a("mat") for one in segment.tokens if one is not token)
    whole = any(one.amount is not None or one.has("c:include") or one.of("part") for one in segment.tokens)
    return bool(after) and (after[0].is_a("noun") or after[0].by in ("name", "noun")) and alone and not whole


def _use(segment: Segment, token: Token, told: _Told, *, denied: bool) -> None:
    """Account for the words of a proved claim."""
    segment.use([token, *[one for one in segment.after(token, 4) if one.text in ("chosen", "picked")]], "material")
    if denied:
        segment.use_kinds("material", "neg")
        segment.use([one for one in segment.before(token, 1) if one.text in _INSTEAD], "material")
        segment.use([one for one in segment.tokens if one.text in ("any", "任何", "anywhere")], "material")
        place = next((index for index, one in enumerate(segment.tokens) if one.is_a("neg")), 0)
        segment.use([one for one in segment.tokens[:place] if one.has("quant:all", "quant:both")], "material")
        segment.use(
            [one for one in segment.after(token, 2) if one.text in ("free", "in it", "whatsoever", "about")], "material"
        )
    near = [*segment.before(token, 6), *segment.after(token, 6)]
    segment.use([one for one in near if one.of("part") and set(one.of("part")) & set(told.parts)], "material")
    segment.use([one for one in near if _of_made(segment, one, token)], "material")
    if told.percent is not None:
        shares = [one for one in near if one.amount and one.amount.kind in ("percent", "number", "fraction")]
        segment.use([one for one in shares if one.amount and float(one.amount.value) == told.percent], "material")


def _in_row(reading: Reading, segment: Segment) -> bool:
    """`Titanium, rubber, sapphire: …`: one of several segments that are each nothing but a material."""
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    beside = [one for one in reading.segments[max(0, place - 1) : place + 2] if one is not segment]
    return _only_material(segment) and any(
        _only_material(one) and one.views == segment.views and one.tokens[0].sentence == segment.tokens[0].sentence
        for one in beside
    )


def _only_material(segment: Segment) -> bool:
    words = [token for token in segment.tokens if not token.punctuation]
    return bool(words) and all(token.is_a("mat") or token.text in ("and", "和", "、", "plus") for token in words)


def _laid_over_a_coating(segment: Segment, token: Token) -> bool:
    """`silver over a rhodium plating` has the two the wrong way round."""
    return token.text == "over" and any(one.text in _COATINGS for one in segment.after(token, 4))


def _listed(segment: Segment, token: Token) -> bool:
    """`silver and enamel`: materials of the whole piece, named without their parts."""
    if segment.a("part"):
        return False
    near = [*segment.before(token, 2), *segment.after(token, 2)]
    joined = any(one.text in ("and", "和", "加", "配", "plus", "与", "、", "over") for one in near)
    return joined and any(one.is_a("mat") for one in near)


def _of_made(segment: Segment, one: Token, token: Token) -> bool:
    """Adjectives of the material, and amounts and colours its fact has (7 mm pearls, red garnet, 18k)."""
    if one.by or one.punctuation:
        return False
    for view in segment.views:
        for made in view.made:
            if not any(made.is_of(name) for name in token.of("mat")) and not made.coating & set(token.of("mat")):
                continue
            if any(key.removeprefix("c:") in name for key in one.keys & ADJECTIVES for name in made.materials):
                return True
            if one.keys & made.adjectives or set(one.of("col")) & made.colours or f"w:{one.text}" in made.adjectives:
                return True
            if one.amount and any(
                one.amount.value == amount.value and one.amount.unit == amount.unit for amount in made.amounts
            ):
                return True
    return False


def _denied(segment: Segment, token: Token) -> bool:
    after = segment.after(token, 1)
    if after and after[0].text == "free":
        # "Not nickel-free" says that there is nickel: it is no weaker way to say that there is none.
        return not (segment.negative(token) or _doubted(segment, token))
    return segment.negative(token) and not _doubted(segment, token)


def _doubted(segment: Segment, token: Token) -> bool:
    """`far from nickel-free`, `nickel-free it is not`: a denial without a word of denial, or one that follows."""
    said = [one for one in segment.tokens if not one.punctuation]
    return any(one.text in _HARDLY for one in segment.before(token)) or (
        said[-1].is_a("neg") and said[-1] is not token and said[-1].text.isascii()
    )


def _is_all(segment: Segment, token: Token) -> bool:
    """`the ring is diamond`: said of the whole piece."""
    before = segment.before(token, 1)
    return bool(before) and before[0].text in ("is", "are", "是", "made of")


def _all_at(segment: Segment, token: Token) -> bool:
    before = segment.before(token, 1)
    return bool(before) and before[0].text in (
        "all",
        "全",
        "whole",
        "entirely",
        "completely",
        "通体",
        "整只",
        "整双",
        "整件",
        "整条",
    )


def _anaphoric_share(reading: Reading, segment: Segment) -> None:
    """`There's 30% of it`: of the material named last."""
    if not reading.last_material:
        return
    for token in segment.open():
        if (
            token.amount is None
            or token.amount.kind != "percent"
            or any(one.is_a("price") and not one.has("price:sum") for one in segment.tokens)
        ):
            continue
        texts = [one.text for one in segment.after(token, 2)]
        bare = all(one is token or one.punctuation or one.is_a("n") or one.has("quant:only") for one in segment.tokens)
        if texts != ["of", "it"] and not bare:
            continue
        share = float(token.amount.value)
        for view in segment.views:
            made = next((one for one in view.made if one.is_of(reading.last_material)), None)
            if made is None or made.percent != share:
                raise Blocked(f"“{token.text}” is not the share", subject=view.id, attribute="material")
            reading.claim("material", reading.last_material, made.fact_id, subject=view.id, qualifier=f"{share}%")
        segment.use([token], "material")


def _only_part(segment: Segment) -> None:
    """`only the lining is cotton`: no other part is of it."""
    place = next((index for index, one in enumerate(segment.tokens) if one.has("quant:only")), -1)
    near = [one for one in segment.tokens[place + 1 : place + 6] if one.of("part") and one.by == "material"]
    if place < 0 or not near:
        return
    names = [name for one in segment.tokens if one.by == "material" for name in one.of("mat")]
    parts = {part for one in near for part in one.of("part")}
    if all(
        not any(made.is_of(name) for name in names) or parts & alike(made.part)
        for view in segment.views
        for made in view.made
    ):
        segment.use([segment.tokens[place]], "material")


def _only(segment: Segment, earlier: Sequence[Token] = ()) -> None:
    for view in segment.views:
        named = {name for token in (*segment.tokens, *earlier) if token.by == "material" for name in token.of("mat")}
        if view.complete and all(any(made.is_of(name) for name in named) for made in view.made):
            segment.use_keys("material", "quant:only")
