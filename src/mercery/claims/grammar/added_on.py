"""Goods or details that are added to what was proved of others: `…, so does the other`, `the chain comes off, the clasp too`; and
denials of a denial, which no reading takes apart. It can only refuse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.reading import Blocked, Reading, Segment
from mercery.claims.grammar.rule_scope import of_all
from mercery.claims.grammar.tokens import Token, in_chinese

_OTHERS: Final = frozenset(
    {"the other", "the other one", "the others", "the rest", "others", "other", "another", "all others", "另一款", "另一个", "另一只", "另外一款", "另外一个", "另外那款", "别的", "其他", "其他的", "其它", "其余", "其余的", "另一"}
)  # fmt: skip
_TOO: Final = frozenset(
    {"too", "also", "as well", "likewise", "so", "ditto", "same", "the same", "similarly", "也", "也是", "也有", "也能", "也一样", "一样", "同样", "同样如此", "亦然", "同", "亦", "照样", "也行", "也可以"}
)  # fmt: skip
_DETAIL: Final = frozenset({"text", "material"})
_VERBLESS: Final = re.compile(
    r"(?:the|its|their|this|that|and|so|is|are|does|do|has|have|can|did|,|也|又|还|都|是|一样|同样|亦然|了|呢|哦|的)+"
)


def refuse_of_all(reading: Reading) -> None:
    """Blocks `every pair has a 38`, `not one of our bags is on sale`, proved on the one piece in question."""
    sentences = {token.sentence for token in reading.tokens}
    for number in sentences if reading.about is not None else ():
        own = [token for token in reading.tokens if token.sentence == number]
        text = ("" if in_chinese(own) else " ").join(token.text for token in own)
        if any(token.names for token in own) or not of_all(text):
            continue
        told = {
            token.by
            for segment in reading.segments
            if segment.tokens[0].sentence == number and not segment.group
            for token in segment.tokens
        }
        if told & _OF_GOODS:
            raise Blocked("said of all, of which one was looked at")


_OF_GOODS: Final = frozenset({"text", "material", "origin", "measure", "colour", "stock", "price", "size"})


def refuse_added(reading: Reading) -> None:
    """Blocks what is added by a word like `too` without having been proved of its own."""
    for before, segment in pairwise(reading.segments):
        if before.tokens[0].sentence != segment.tokens[0].sentence:
            continue
        words = [token for token in segment.tokens if not token.punctuation]
        too = [token for token in words if token.text in _TOO]
        if not too or not any(token.by for token in before.tokens):
            continue
        rest = [token for token in words if token not in too]
        if any(token.text in _OTHERS and not token.by for token in rest) and not any(token.amount for token in rest):
            raise Blocked("said of others, which nothing has proved")
        _detail_too(before, segment)


def _detail_too(before: Segment, segment: Segment) -> None:
    """A detail alone and `too`: it has no claim of its own, so what the part before says would be said of it."""
    rest = [token for token in segment.tokens if not token.punctuation and token.text not in _TOO]
    content = [token for token in rest if not _VERBLESS.fullmatch(token.text)]
    if (
        len(content) != 1
        or content[0].by not in _DETAIL
        or content[0].amount is not None
        or content[0].is_a("mat", "col")
    ):
        return
    if content[0].is_a("part") or content[0].text.isalpha():
        raise Blocked(f"“{content[0].text}”: what is said of it is told of another detail")


_CONDITIONS: Final = ("c:opened", "c:unopened", "c:seal_intact", "c:unused", "c:faulty")
_MORE: Final = frozenset({"更", "更加", "更为", "还要", "more", "even more", "less", "better", "更好"})


def refuse_elsewhere(reading: Reading) -> None:
    """Blocks `once opened, it can be returned`, of which a text about its care has the first part and another rule the second; and
    更防水, where a text says 防水 and compares with nothing."""
    for segment in reading.segments:
        for one, two in pairwise(token for token in segment.tokens if not token.punctuation):
            if one.text in _MORE and two.by == "text" and two.amount is None and one.by != "text":
                raise Blocked(f"“{two.text}”: nothing says that it is more so")
    told = [segment for segment in reading.segments if any(token.by == "policy" for token in segment.tokens)]
    for segment in reading.segments:
        alone = all(token.by in ("text", "") or token.punctuation for token in segment.tokens)
        condition = alone and any(token.by == "text" and token.has(*_CONDITIONS) for token in segment.tokens)
        if condition and any(one.tokens[0].sentence == segment.tokens[0].sentence for one in told):
            raise Blocked("a condition that the rule does not have")


_COMES_OFF: Final = ("c:detachable", "c:adjustable")
_THINGS: Final = ("c:clasp", "c:zip", "c:hood", "c:pocket", "c:lock", "c:wheel", "c:seal_intact")


def refuse_other_detail(reading: Reading) -> None:
    """Blocks 搭扣可拆 of a text in which it is the chain beside the clasp that comes off."""
    for segment in reading.segments:
        view = segment.view
        told = [token for token in segment.tokens if token.by == "text" and token.has(*_COMES_OFF)]
        things = [token for token in segment.tokens if token.by == "text" and _is_thing(token) and token not in told]
        if view is None or len(told) != 1 or len(things) != 1 or segment.a("neg"):
            continue
        if not any(_nearest_is(reading.grounds.tokens(one.text), told[0], things[0]) for one in view.clauses):
            raise Blocked(f"“{told[0].text}” is not said of “{things[0].text}”", subject=view.id)


def _is_thing(token: Token) -> bool:
    return token.is_a("part") or token.has(*_THINGS)


def _nearest_is(clause: Sequence[Token], value: Token, thing: Token) -> bool:
    """Whether the detail that stands nearest to the value in the clause is the one it is told of."""
    keys = {key for key in _COMES_OFF if value.has(key)}
    places = [place for place, one in enumerate(clause) if one.keys & keys]
    things = [(place, one) for place, one in enumerate(clause) if _is_thing(one)]
    if not places or not things:
        return False
    wanted = {key for key in thing.keys if key.startswith("part:") or key in _THINGS}
    nearest = min(abs(place - where) for place, _ in things for where in places)
    return any(
        one.keys & wanted or one.text == thing.text
        for place, one in things
        if min(abs(place - where) for where in places) == nearest
    )


_DENIES: Final = frozenset(
    {
        "不是",
        "并不是",
        "并非",
        "不会",
        "不可能",
        "没有",
        "未必",
        "不见得",
        "不至于",
        "is not",
        "are not",
        "was not",
        "not",
        "never",
        "not that",
    }
)
_OUT: Final = ("stock:out",)


def refuse_doubly_denied(reading: Reading) -> None:
    """Blocks 不是没货, `it is not that the black is not available`: what was proved has one denial of the two."""
    for segment in reading.segments:
        words = [token for token in segment.tokens if not token.punctuation]
        for place, token in enumerate(words):
            if (
                token.by == "stock"
                and token.has(*_OUT)
                and [one.text for one in words[place + 1 : place + 2]] == ["不"]
            ):
                raise Blocked("it is asked, and not told")
            if token.text not in _DENIES or not token.is_a("neg"):
                continue
            later = next(
                (one for one in words[place + 1 :] if one.has(*_OUT) or (one.is_a("neg") and not one.is_a("c"))), None
            )
            if later is None:
                continue
            gap = words[place + 1 : words.index(later)]
            adjacent = not gap or (len(gap) == 1 and gap[0].is_a("n"))
            out = later.has(*_OUT) and not any(one.text in ("and", "or", "but", "和", "而", "但") for one in gap)
            if (out and later.by == "stock") or (adjacent and not later.text.isascii()):
                raise Blocked("a denial is denied")
