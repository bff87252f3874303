"""Of which part, with which share and which adjectives a material is told."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token

PURE: Final = frozenset(
    {
        "pure",
        "purely",
        "all",
        "entirely",
        "纯",
        "全",
        "百分之百",
        "100%",
        "solid",
        "whole",
        "completely",
        "pure and simple",
        "100 %",
    }
)

ALIKE: Final = (
    {"main", "shell", "upper", "other"},
    {"strap", "bracelet", "chain"},
    {"glass", "crystal"},
    {"stone", "other"},
    {"hardware", "clasp"},
    {"pearl", "main"},
    {"post", "other"},
    {"chain", "other"},
    {"case", "main"},
    {"edge", "trim"},
)
"""Parts that a shop may name one for the other."""


def part_before(reading: Reading, segment: Segment, token: Token) -> list[str]:
    """`The crystal is mineral, not sapphire`: the part of the segment before."""
    if not segment.tokens or segment.a("part"):
        return []
    place = reading.segments.index(segment)
    turned = place > 0 and reading.segments[place - 1].tokens[-1].text in ("but", "而是")
    corrects = segment.tokens[0].text in ("是", "而是", "but", "it") or segment.tokens[0].is_a("neg")
    if not corrects and not turned:
        return []
    place = reading.segments.index(segment)
    earlier = reading.segments[place - 1] if place else None
    if earlier is None or earlier.tokens[0].sentence != segment.tokens[0].sentence:
        return []
    told = [one for one in earlier.tokens if one.by == "material" and (not one.is_a("mat") or one.has("part:glass"))]
    return [part for one in told for part in one.of("part")]


def alike(part: str) -> set[str]:
    return {part, *(other for group in ALIKE if part in group for other in group)}


def percent_at(segment: Segment, token: Token, *, shares: bool = False) -> float | None:
    """The share that stands before the material, or after it in Chinese (羊绒15%)."""
    for one in segment.before(token, 3):
        if one.amount and (one.amount.kind in ("percent", "fraction") or (one.amount.kind == "number" and shares)):
            return float(one.amount.value)
        if one.is_a("mat") or one.amount:
            break
    if token.text.isascii():
        return _share_after(segment, token)
    if not token.text.isascii() or not token.text:
        for one in segment.after(token, 3):
            if one.amount and one.amount.kind in ("percent", "fraction"):
                return float(one.amount.value)
            if one.is_a("mat") or one.amount:
                break
    return None


def _share_after(segment: Segment, token: Token) -> float | None:
    """`merino makes up 70% of it`, `cashmere the other 30%`: a share after the material, and of no other."""
    for one in segment.after(token, 4):
        if one.amount is not None and one.amount.kind in ("percent", "fraction"):
            of_another = any(two.is_a("mat") for two in segment.after(one, 2))
            return None if of_another else float(one.amount.value)
        if one.is_a("mat", "part") or one.amount is not None or one.text in ("and", "with", "plus", "or"):
            return None
    return None


ADJECTIVES: Final = frozenset(
    {
        "c:grained",
        "c:smooth",
        "c:polished",
        "c:recycled",
        "c:organic",
        "c:coated",
        "c:waxed",
        "c:plated",
        "c:embossed",
        "c:lab_grown",
    }
)


_COATS: Final = frozenset({"c:plated", "c:embossed"})


def adjectives_at(segment: Segment, token: Token) -> set[str]:
    found: set[str] = set()
    before, after = segment.before(token, 2), segment.after(token, 1)
    for one in [*before, *after]:
        if one.is_a("mat") and one.is_a("part"):
            break
        found |= set(one.keys & ADJECTIVES)
    if token.text.isascii() and before and before[0].keys & _COATS:
        found -= _COATS  # `gold-plated steel`: the steel is not plated gold
    if len([one for one in segment.tokens if one.is_a("mat")]) == 1:
        found |= {key for one in segment.tokens for key in one.keys & ADJECTIVES}
    if (after and after[0].text == "over") or any(
        one.text in ("layer", "coat", "coating") for one in segment.before(token, 3)
    ):
        found.add("over")
    return {one for one in found if one != "c:polish"}


def parts_at(segment: Segment, token: Token) -> list[str]:
    """The part a material is said of: `suede lining`, `the lining is suede`, `lined in suede`, `提手和包身都是…`."""
    if token.text == "钢带":
        return ["strap"]
    if all(name.endswith(" crystal") for name in token.of("mat")):
        said_of, linked = _parts_before(segment, token)
        return said_of if linked and "glass" not in said_of and "crystal" not in said_of else ["glass"]
    english = token.text.isascii()
    first = segment.before(token, 1)
    if first and first[0].text == "on" and not segment.a("part"):
        held = {made.part for view in segment.views for made in view.made}
        if own := next((part for part in ("strap", "sole") if part in held), ""):
            return [own]
    after = _parts_after(segment, token)
    before, linked = _parts_before(segment, token)
    strong = any(one.text in _STRONG for one in segment.before(token, 4)) or not english
    first = segment.before(token, 1)
    if not english and first and first[0].of("part") and not first[0].is_a("mat") and before:
        return before
    if after and (not linked or not strong):
        return after
    nearest = segment.before(token, 1)
    beside = bool(nearest) and bool(nearest[0].of("part")) and not nearest[0].is_a("mat")
    if before and (linked or beside or not english):
        return before
    return after


def _parts_after(segment: Segment, token: Token) -> list[str]:
    """`suede lining`, `leather on the outside`, `a jute and rubber sole`."""
    found: list[str] = []
    if used := _used_for(segment, token):
        return used
    before = segment.before(token, 1)
    article = bool(before) and before[0].text in ("a", "an")
    for one in segment.after(token, 4):
        if one.has("c:lined") and one.text == "lining":
            found.append("lining")
        elif one.of("part") and not one.is_a("mat"):
            found += one.of("part")
        elif not _leads_to_part(one, token, begun=bool(found), article=article):
            break
    return list(dict.fromkeys(found))


_USE: Final = frozenset(
    {
        "chosen",
        "was",
        "were",
        "picked",
        "serves",
        "as",
        "is",
        "are",
        "only",
        "just",
        "mainly",
        "used",
        "reserved",
        "kept",
        "for",
        "on",
        "in",
        "the",
        "its",
        "what",
        "it",
        "with",
        "只",
        "仅",
        "用",
        "用在",
        "用于",
        "在",
        "于",
        "做",
        "了",
        "都",
    }
)


def _used_for(segment: Segment, token: Token) -> list[str]:
    """`leather is only used for the trim`, `cotton is what it is lined with`, 小牛皮只用在饰边, `suede lines the inside`."""
    words = segment.after(token, 8)
    if words and words[0].has("c:lined") and words[0].text == "lines":
        return ["lining"]
    texts = [one.text for one in words]
    opens = texts[:2] in (["is", "what"], ["are", "what"]) or any(
        word in ("used", "reserved", "kept", "chosen", "picked", "serves", "用", "用在", "用于") for word in texts[:3]
    )
    if not opens:
        return []
    for one in words:
        if one.has("c:lined"):
            return ["lining"]
        if one.of("part") and not one.is_a("mat"):
            return one.of("part")
        if one.text not in _USE:
            return []
    return []


def _leads_to_part(one: Token, token: Token, *, begun: bool, article: bool) -> bool:
    """Whether a word may stand between a material and its part."""
    english = token.text.isascii()
    if one.text in ("and", "和", "的", "&"):
        return begun or (article and one.text == "and") or (one.text == "的" and not english)
    if begun:
        return False
    if not english and one.text in ("做", "制", "做的", "制的", "材质", "质"):
        return True
    return (english and (one.text in _PLACES or one.is_a("mat"))) or bool(one.keys & ADJECTIVES)


_PLACES: Final = frozenset({"as", "on", "the", "for", "at", "its"})


def _parts_before(segment: Segment, token: Token) -> tuple[list[str], bool]:
    """`the lining is suede`, 里衬是麂皮; and whether a linking word stands between."""
    found: list[str] = []
    linked = False
    for one in segment.before(token, 10):
        if one.is_a("mat") and not one.is_a("part"):
            if linked or found:
                break
        elif one.amount and one.amount.kind not in ("percent", "count", "number"):
            break
        elif one.text in _LINKS:
            linked = True
        elif one.has("c:lined"):
            found.append("lining")
            linked = True
        elif one.of("part"):
            found += one.of("part")
        elif not _may_stand_between(one):
            break
    return list(dict.fromkeys(found)), linked


def _may_stand_between(one: Token) -> bool:
    if one.text in ("加", "和", "与", "、", "plus", "and", "及", "&"):
        return True
    plain = not one.keys or one.is_a("n", "s", "quant", "neg", "noun", "col") or one.has("c:include", "att:material")
    return bool(plain or one.keys & ADJECTIVES or one.text in PURE or one.amount or one.names or one.by)


_STRONG: Final = frozenset({"is", "are", "was", "were", "made of", "made from", "of"})
_LINKS: Final = frozenset(
    {
        "is",
        "are",
        "of",
        "in",
        "with",
        "是",
        "为",
        "用",
        "用的是",
        "用的",
        "采用",
        "选用",
        "made of",
        "made from",
        "的",
        "were",
        "was",
        "a",
    }
)
