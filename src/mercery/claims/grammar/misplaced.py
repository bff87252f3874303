"""True words set beside the wrong thing: each is proved by itself, and together they say what no text of the shop says.

`the clasp is made in Ubrique`, 鞋跟为山羊皮, `the pocket closes with a magnet`: a value with a detail of the piece as its subject
holds only where one clause of the shop's own texts has both. Run last, over what has been accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mercery.claims.grammar.amount import same_amount
from mercery.claims.grammar.clauses import Clause, keys_of
from mercery.claims.grammar.normal_form import normalised
from mercery.claims.grammar.own_words import FIRST, HELD, Own
from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.values import Materials
from mercery.claims.views import ProductView

_VALUES: Final = frozenset({"measure", "material", "colour", "origin"})
_PROSE: Final = frozenset({"description", "notes", "care", "fit_note", "category", "brand"})
"""Attributes whose words name the thing they are said of."""
_JOINTS: Final = frozenset(
    {"and", "with", "和", "与", "及", "以及", "plus", "or", "、", "&", "并", "且", "over", "for", "on"}
)
_WHEN: Final = frozenset({"when", "if", "once", "unless", "until"})
_BOUNDS: Final = ("以下", "不到", "不足", "未满", "之下", "以上", "之上")
_BY_HAND: Final = re.compile(r"(?<![a-z])([a-z]{3,}) by hand(?![a-z])|(?<![a-z])hand[- ]([a-z]{4,})(?![a-z])")
_BY_HAND_ZH: Final = re.compile("(?:手工|手作|人手)([裁织印缝制做打编绘卷刻染绣雕磨抛镶锤吹钩])")
_BEARS: Final = re.compile("bears? the name|出品|品牌")
_OUT_OF: Final = frozenset({"from", "made from", "made of", "made with", "real", "natural"})
_WORKED: Final = re.compile(r"(?<![a-z])(?:woven|weaves?|knitted|knits?|crochet(?:ed)?)(?![a-z])|针织|钩织|织造|手织")
_STEMS: Final = {
    "wov": "wov|weav|织造|梭织", "weav": "wov|weav|织造|梭织", "knit": "knit|针织", "crochet": "crochet|钩",
    "针织": "针织|knit", "钩织": "钩|crochet", "织造": "织|wov|weav|knit", "手织": "手织|手工织|hand[- ]wov",
}  # fmt: skip
_ENDING: Final = re.compile(r"(?:ing|ed|es|s|en|n|e)$")
_FINE: Final = re.compile("足金|纯金|足银|纯银|全粒面|头层|full[- ]grain|top[- ]grain")


def refuse_misplaced(reading: Reading, owns: Sequence[Own]) -> None:
    """Blocks what was proved word by word and is said of something else."""
    for segment in reading.segments:
        view = segment.view
        if view is None or segment.group:
            continue
        for value, thing in _pairs(segment, owns):
            if reading.eased and {key for key in thing.keys if key.startswith("c:")} & view.title_senses:
                continue  # 月相表: what the piece is called after
            if _is_the_piece(thing, view):
                continue
            own = _own(value, owns)
            if not (_own_has(own, view, thing) if own else any(_has_both(one, value, thing) for one in view.clauses)):
                shown = own.words if own else value.text
                raise Blocked(f"“{shown}” is not said of “{thing.text}”", subject=view.id)
        _limited(segment, view)
        _dives(segment, view)
        _alone(segment, view)
        _in_row(reading, segment, view, owns)
    if reading.about is not None:
        _worked(reading, reading.about)


def _own(token: Token, owns: Sequence[Own]) -> Own | None:
    return owns[ord(token.text) - FIRST] if HELD.fullmatch(token.text) else None


def _pairs(segment: Segment, owns: Sequence[Own]) -> Iterator[tuple[Token, Token]]:
    """Each value with the detail right before it, of which it is told; a colour also with the part right after it."""
    for place, value in enumerate(segment.tokens):
        own = _own(value, owns)
        told = own.fact.attribute not in _PROSE if own else value.by in _VALUES and value.is_a("mat", "col", "place")
        if not (told or (value.by == "measure" and value.amount)):
            continue
        origin = own.fact.attribute == "origin" if own else value.by == "origin"
        thing = _thing(segment.tokens[:place][::-1], origin=origin)
        if thing is not None:
            yield value, thing
        after = segment.tokens[place + 1 : place + 2]
        if value.by == "colour" and after and after[0].by == "text" and after[0].is_a("part"):
            yield value, after[0]
        if value.by == "material" and not own and (detail := _detail(segment.tokens[place + 1 :])) is not None:
            yield value, detail


def _detail(after: Sequence[Token]) -> Token | None:
    """`a lambskin bow`, 小羊皮蝴蝶结: the detail right after a material, at the end of what is said of it."""
    words = after[1:] if after and after[0].text == "的" else after
    run = 1
    while run < len(words) and _single(words[0]) and _single(words[run]):
        run += 1
    rest = words[run : run + 1]
    ends = not rest or rest[0].punctuation or rest[0].text in _JOINTS or rest[0].text == "of" or rest[0].amount
    if not words or not ends or words[0].by != "text" or HELD.fullmatch(words[0].text) or words[0].amount is not None:
        return None
    if words[0].is_a("noun", "n") or words[0].text.endswith("ed"):
        return None
    return replace(words[0], text="".join(one.text for one in words[:run]))


def _single(token: Token) -> bool:
    """A sign no lexicon knows, which is a word only with those beside it."""
    return len(token.text) == 1 and not token.text.isascii() and not token.keys and token.by == "text"


def _thing(before: Sequence[Token], *, origin: bool) -> Token | None:
    """The detail of the piece that stands before a value, nearest first."""
    for one in before:
        if one.punctuation or one.text in _JOINTS or (one.text[0] in "带附含有" and not one.is_a("mat")):
            return None
        if one.has("c:include") or one.text in ("cleaning", "care", "清洁", "保养", "打理"):
            continue  # what is done with a piece is no detail of it
        if origin and one.by in ("material", "text") and one.is_a("mat"):
            return one
        if one.by == "text" and not one.is_a("noun", "n") and one.amount is None and not HELD.fullmatch(one.text):
            return one if one.is_a("c", "part", "att") or not one.keys else None
        if one.amount or one.by in ("name", "noun", "pointed", "text") or one.is_a("part", "mat", "col", "place"):
            return None
    return None


def _own_has(own: Own | None, view: ProductView, thing: Token) -> bool:
    """Whether the fact, its label or one clause of the description has the thing beside the value."""
    if own is None:
        return False
    label = normalised(f"{own.fact.label.en} {own.fact.label.zh}")
    if thing.text in label or any(thing.text in text for text in own.texts()):
        return True
    return any(
        clause.attribute == "description" and _names(clause, thing) and any(text in clause.text for text in own.texts())
        for clause in view.clauses
    )


def _has_both(clause: Clause, value: Token, thing: Token) -> bool:
    if not _names(clause, thing):
        return False
    if value.amount is not None:
        told = value.amount
        return any(
            same_amount(one, told)
            or (one.high is not None and one.unit == told.unit and told.value in (one.value, one.high))
            for one in clause.amounts
        )
    if value.is_a("mat"):
        return _touching(clause.text, value.text, thing.text)
    return value.text in clause.text or bool(value.keys & clause.affirmed)


_APART: Final = re.compile(r" with | and |、|和|配|[,，;；]")


def _touching(text: str, one: str, other: str) -> bool:
    """`lambskin with a grosgrain bow`: the bow is not of the lambskin."""
    places = sorted((text.find(word), len(word)) for word in (one, other))
    return places[0][0] >= 0 and not _APART.search(text[sum(places[0]) : places[1][0]])


def _names(clause: Clause, thing: Token) -> bool:
    keys = {key for key in keys_of(thing) if not key.startswith("n")}
    return thing.text in clause.text or bool(keys & clause.affirmed)


def _limited(segment: Segment, view: ProductView) -> None:
    """`780 g when full`, 780 克以下: a measure with a condition or a bound is another one."""
    _conditional(segment, view)
    for place, token in enumerate(segment.tokens):
        if token.by != "measure" or token.amount is None or token.amount.unit in ("in",):
            continue
        after = "".join(one.text for one in segment.tokens[place + 1 : place + 3])
        if after.startswith(_BOUNDS):
            raise Blocked(f"“{after}” makes another amount of it", subject=view.id)
    warranty = segment.has("att:warranty", "c:warranty") and any(one.by == "measure" for one in segment.tokens)
    part = next(
        (
            one
            for one in segment.tokens
            if one.by in ("material", "text")
            and (one.is_a("part", "mat") or one.has(*_DETAILS))
            and not _is_the_piece(one, view)
        ),
        None,
    )
    if warranty and part is not None:
        raise Blocked(f"the warranty is not said of “{part.text}”", subject=view.id, attribute="warranty")


_DETAILS: Final = ("c:wheel", "c:lock", "c:zip", "c:clasp", "c:pocket", "c:hood", "c:movement")


def _is_the_piece(token: Token, view: ProductView) -> bool:
    """`this case` of luggage: what a part of other goods is called, here the goods themselves."""
    return token.text in ("case", "shell", "cabin case") and "suitcase" in view.nouns


def _conditional(segment: Segment, view: ProductView) -> None:
    for place, token in enumerate(segment.tokens):
        told = any(one.by in ("measure", "text") for one in segment.tokens[:place])
        if told and token.text in _WHEN and not any(f" {token.text} " in f" {one.text} " for one in view.clauses):
            raise Blocked(f"“{token.text}”: it is said with a condition", subject=view.id)


def _in_row(reading: Reading, segment: Segment, view: ProductView, owns: Sequence[Own]) -> None:
    """`calfskin uppers, lining and soles`: parts listed after a material are told of it."""
    words = [token for token in segment.tokens if not token.punctuation and token.text not in _JOINTS]
    place = next(index for index, one in enumerate(reading.segments) if one is segment)
    if not place or not words or not all(one.is_a("part") and not one.is_a("mat") and one.by for one in words):
        return
    earlier = [one for one in reading.segments[place - 1].tokens if not one.punctuation]
    own_before = _own(earlier[-1], owns) if earlier and earlier[-1].sentence == words[0].sentence else None
    if own_before is not None and own_before.fact.attribute == "material":
        raise Blocked(f"“{own_before.words}” is not said of “{words[0].text}”", subject=view.id, attribute="material")
    before = [one for one in earlier if one.by == "material" and one.is_a("mat")]
    if not before or before[-1].sentence != words[0].sentence:
        return
    names = before[-1].of("mat")
    for part in (part for one in words for part in one.of("part")):
        own = [made for made in view.made if made.part == part]
        if own and not any(made.is_of(name) for made in own for name in names):
            raise Blocked(f"“{before[-1].text}” is not its material ({part})", subject=view.id, attribute="material")


def _alone(segment: Segment, view: ProductView) -> None:
    """`only in black` of a piece in two colours; 产自丝绸之路 of one that is made of silk."""
    told = {name for one in segment.tokens if one.by == "colour" for name in one.of("col")}
    others = any(one.colours and not one.colours & told for one in view.variants)
    for place, token in enumerate(segment.tokens):
        after = [one for one in segment.tokens[place + 1 : place + 4] if not one.is_a("n") and not one.punctuation]
        if token.text == "colours" and others and after and after[0].by == "colour":
            raise Blocked("it comes in other colours too", subject=view.id, attribute="colour")
        if token.has("quant:only") and others and after and after[0].by == "colour" and not segment.a("stock", "price"):
            raise Blocked("it comes in other colours too", subject=view.id, attribute="colour")
        before = segment.tokens[place - 1] if place else None
        if token.by == "text" and token.is_a("mat") and before and before.text in _OUT_OF and "perfume" in view.nouns:
            raise Blocked(f"nothing says that it is made from “{token.text}”", subject=view.id, attribute="material")
        if token.by == "text" and token.has("att:water", "c:waterproof", "c:water_repellent"):
            parts = [one for one in segment.tokens[:place][::-1] if not one.is_a("n")][:1]
            if parts and parts[0].is_a("part") and not any(_has_both(one, token, parts[0]) for one in view.clauses):
                raise Blocked(f"“{token.text}” is not said of “{parts[0].text}”", subject=view.id)
        if token.text in ("产自", "产于", "来自", "出自", "原产") and after and after[0].is_a("mat"):
            raise Blocked(f"“{after[0].text}” is no place", subject=view.id, attribute="origin")


def _dives(segment: Segment, view: ProductView) -> None:
    """Water resistance to 50 m is no leave to dive to 50 m."""
    told = any(one.has("c:dive") and not segment.negative(one) for one in segment.tokens)
    if told and any(one.amount for one in segment.tokens) and not _in_texts(view, "c:dive"):
        raise Blocked("nothing says that one may dive with it", subject=view.id, attribute="water_resistance")


def _in_texts(view: ProductView, key: str) -> bool:
    return any(key in clause.affirmed for clause in view.clauses)


def _worked(reading: Reading, view: ProductView) -> None:
    """`cut by hand` where the shop says `stitched by hand`; 足金 where it says 18K."""
    plain = normalised(reading.text)
    if _BEARS.search(plain) and view.brand and view.brand.lower() not in plain:
        raise Blocked("it bears another name", subject=view.id, attribute="brand")
    if not (_WORKED.search(plain) or _BY_HAND.search(plain) or _BY_HAND_ZH.search(plain) or _FINE.search(plain)):
        return
    texts = normalised(" ".join(_texts(view)))
    for found in _WORKED.finditer(plain):
        stem = next(stems for word, stems in _STEMS.items() if found[0].startswith(word))
        if not re.search(stem, texts) and any(claim.subject == view.id for claim in reading.claims):
            raise Blocked(f"“{found[0]}”: nothing says so", subject=view.id)
    for found in _BY_HAND.finditer(plain):
        stem = _ENDING.sub("", found[1] or found[2])
        if not _with_hand(stem, texts) and any(claim.subject == view.id for claim in reading.claims):
            raise Blocked(f"“{found[0]}”: nothing says so", subject=view.id)
    for found in (*_BY_HAND_ZH.finditer(plain), *_FINE.finditer(plain)):
        said = found[0].replace("-", " ") in texts.replace("-", " ") or (
            found.lastindex and _with_hand_zh(found[1], texts)
        )
        if not said and any(claim.subject == view.id for claim in reading.claims):
            raise Blocked(f"“{found[0]}”: nothing says so", subject=view.id)


def _with_hand(stem: str, texts: str) -> bool:
    return stem in ("by", "is", "are", "was", "over", "made", "on", "it", "them", "this", "thes", "watch") or bool(
        re.search(rf"(?<![a-z]){stem}[a-z]* by hand|hand[- ]?{stem}", texts)
    )


def _with_hand_zh(verb: str, texts: str) -> bool:
    return f"手工{verb}" in texts or f"手{verb}" in texts


def _texts(view: ProductView) -> Iterator[str]:
    for clause in view.clauses:
        yield clause.text
    for fact in view.facts.values():
        yield from Own(fact, "").texts()
        if isinstance(fact.value, Materials):
            yield from (text for one in fact.value.parts for text in (one.material.en, one.material.zh) if text)
    yield from (view.title.en, view.title.zh)
