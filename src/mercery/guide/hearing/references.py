"""Which of the shown pieces are meant: "the first two", "the red one", 最后那个, "the lighter one". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mercery.guide.hearing.colours import values_of
from mercery.guide.hearing.kinds import is_kind_of
from mercery.guide.hearing.known import Piece
from mercery.guide.hearing.mention import Mention, Mentions
from mercery.guide.hearing.setting import Setting

_COUNTED: Final = {"two": 2, "three": 3, "couple": 2, "2": 2, "3": 3, "二": 2, "两": 2, "三": 3}
_CLASSIFIER: Final = r"(?:个|款|件|双|条|只|块|副|瓶|支|把|台|盒)"
_FIRST_FEW: Final = re.compile(
    rf"\b(?:the )?first (?P<a>two|three|couple|[23])\b|前(?:面)?(?:的)?(?P<b>[二两三23]){_CLASSIFIER}", re.IGNORECASE
)
_LAST_FEW: Final = re.compile(
    rf"\b(?:the )?(?:last|latter|other) (?P<a>two|three|couple|[23])\b(?! (?:week|day|month|year))|[后]面?(?:的)?(?P<b>[二两三23]){_CLASSIFIER}",
    re.IGNORECASE,
)
_THEM: Final = r"(?!\s?(?:[a-z]+ )?(?:birthday|anniversary|name|date|time|day|week|month|year|night|thing|meeting|christmas|home|flat|job|baby|child|class|minute|hand|aid|floor|of (?:all|january|february|march|april|may|june|july|august|september|october|november|december)))"
_ORDINALS: Final = tuple(
    (re.compile(rf"\b(?:{words})\b(?: one)?{_THEM}|第{sign}{_CLASSIFIER}?(?!次|天|年|代)", re.IGNORECASE), place)
    for words, sign, place in (("first|1st", "[一1]", 0), ("second|2nd", "[二2]", 1), ("third|3rd", "[三3]", 2), ("fourth|4th", "[四4]", 3))
)  # fmt: skip
_LAST: Final = re.compile(
    rf"\b(?:the|that|this) (?:very )?last(?: one)?\b{_THEM}|\blast one\b|最后(?:面)?(?:的)?(?:那|这|一)?一?{_CLASSIFIER}",
    re.IGNORECASE,
)
_ONE: Final = r"(?:one|of the two|of them|of these|pair)\b"
_THAT: Final = rf"的?(?:那|这)一?{_CLASSIFIER}"
_PICKS: Final = tuple(
    (
        re.compile(
            rf"\bthe (?:{words}) {_ONE}|^\W*(?:and )?the (?:{words})(?:,? please)?\W*$|(?:更|最|比较)?(?:{signs})(?:一?点|些)?{_THAT}",
            re.IGNORECASE,
        ),
        what,
        most,
    )
    for words, signs, what, most in (
        ("cheaper|cheapest|less expensive|least expensive", "便宜", "price", False),
        ("dearer|dearest|pricier|priciest|more expensive|most expensive", "贵", "price", True),
        ("lighter|lightest", "轻", "weight", False),
        ("heavier|heaviest", "重", "weight", True),
        ("smaller|smallest|little|small", "小", "side", False),
        ("bigger|biggest|larger|largest|big|large", "大", "side", True),
    )
)
PICKED_BY_WORTH: Final = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _, _ in _PICKS), re.IGNORECASE)
_DENIED: Final = re.compile(
    r"\b(?:not|except|but not|without|minus|forget|skip|drop|lose|leave out|anything but|don't (?:really )?(?:like|want)|didn't (?:really )?like|doesn't (?:like|want)|hate|isn't|no to) $",
    re.IGNORECASE,
)
_DENIED_AFTER: Final = re.compile(
    r"^ (?:is |are |was )?(?:out|no good|not (?:for (?:me|her|him)|so)|won't do|doesn't work|isn't)\b|^[^，。,.]{0,3}(?:不要|不喜欢|不行|不好|不考虑|就算了|算了|不合适|除外)",
    re.IGNORECASE,
)
_LIKED: Final = re.compile(
    r"\b(?:like|liked|likes|love|loved|loves|prefer|preferred|prefers|favou?rite|closest|nearest|best so far|leaning towards?|fancy|keen on|drawn to|was (?:nice|better|good)|is (?:nice|better|good|closer))\b|喜欢|更好|不错|挺好|中意|偏向|看中|好看",
    re.IGNORECASE,
)
_NOT_LIKED: Final = re.compile(
    r"(?:n't|\bnot|\bnever|\bwould) (?:really |quite |so |that )?(?:like|love|prefer|keen|fancy)|不(?:太|怎么|是很|大)?(?:喜欢|好看)|没看中",
    re.IGNORECASE,
)
_DETERMINED: Final = frozenset(["the", "that", "this", "those", "these"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Referred:
    """The pieces a message speaks of."""

    pieces: tuple[Piece, ...]
    picked: bool = False
    """Whether they are singled out among what was shown."""
    denied: bool = False
    """ "Not the last one"."""
    liked: bool = False
    """ "I liked the first one": what comes next is to be like it."""
    single: bool = False
    """ "The second one but in black": that piece, otherwise."""


def referred(m: Mentions, setting: Setting) -> Referred:
    """The pieces that are meant; all of the latest offer where none is singled out."""
    last = setting.latest
    low = m.plain.low
    spans = _by_place(low, last) or _by_worth(low, last) or _by_look(m, last, setting)
    if not spans or len(last) < 2:
        return Referred(pieces=setting.last)
    pieces = tuple({one.product_id: one for found, _, _ in spans for one in found}.values())
    denied = any(_DENIED.search(low[:start]) or _DENIED_AFTER.match(low[end:]) for _, start, end in spans)
    liked = not denied and bool(_LIKED.search(low)) and not _NOT_LIKED.search(low)
    single = any(_otherwise(low[end:]) for _, _, end in spans)
    return Referred(pieces=pieces, picked=True, denied=denied, liked=liked and not single, single=single)


Found = tuple[Sequence[Piece], int, int]


def _by_place(low: str, last: Sequence[Piece]) -> list[Found]:
    """By where they stood."""
    found: list[Found] = []
    for pattern, end_first in ((_FIRST_FEW, True), (_LAST_FEW, False)):
        for match in pattern.finditer(low):
            many = _COUNTED[match["a"] or match["b"]]
            if many <= len(last):
                found.append((last[:many] if end_first else last[-many:], *match.span()))
    if found:
        return found
    for pattern, place in _ORDINALS:
        found += [((last[place],), *match.span()) for match in pattern.finditer(low) if place < len(last)]
    return found + [((last[-1],), *match.span()) for match in _LAST.finditer(low) if len(last) > 1]


def _by_worth(low: str, last: Sequence[Piece]) -> list[Found]:
    """By what it costs, weighs or measures beside the others."""
    for pattern, what, most in _PICKS:
        match = pattern.search(low)
        known = [(value, one) for one in last if (value := worth(one, what)) is not None]
        if match and len(known) > 1:
            chosen: Callable[..., tuple[Decimal, Piece]] = max if most else min
            return [((chosen(known, key=lambda pair: pair[0])[1],), *match.span())]
    return []


def worth(piece: Piece, what: str) -> Decimal | None:
    """What a piece is compared by: price, weight, its longest side."""
    if what == "price":
        return Decimal(piece.price.minor) if piece.price else None
    if what == "side":
        return max(piece.sides) if piece.sides else None
    for text in piece.amounts:
        own, _, low, _ = text[1:].split("|")
        if own == what:
            return Decimal(low)
    return None


_THE_ONE: Final = re.compile(r"^ (?:\w+ )?(?:one|ones|pair)\b", re.IGNORECASE)
_ZH_ONE: Final = re.compile(rf"^的?(?:那|这)一?{_CLASSIFIER}")


def _by_look(m: Mentions, last: Sequence[Piece], setting: Setting) -> list[Found]:
    """By what tells it apart: the red one, 红色的那只, that bag. Only where some of them have it, and not all."""
    found: list[Found] = []
    for one in m.found:
        own = [piece for piece in last if _has(piece, one, setting)]
        if own and len(own) < len(last) and _pointed_at(one, m):
            found.append((own, m.tokens[max(one.first - 1, 0)].start, one.end))
    return found


def _pointed_at(one: Mention, m: Mentions) -> bool:
    before = m.tokens[one.first - 1].norm if one.first else ""
    after = m.plain.low[one.end :]
    if one.of("kind:"):
        return before in _DETERMINED - {"the"} or m.plain.low[: one.start].endswith(
            tuple(f"{that}{sign}" for that in "那这" for sign in "个款件双条只块副瓶支把台盒")
        )
    return (before in _DETERMINED and bool(_THE_ONE.match(after))) or bool(_ZH_ONE.match(after))


def _has(piece: Piece, one: Mention, setting: Setting) -> bool:
    if kinds := one.of("kind:"):
        return any(is_kind_of(own, kind) for own in piece.kinds for kind in kinds)
    looks = {*one.of("value:"), *(each.value for name in one.of("col:") for each in values_of(name, setting.schema))}
    if looks & set(piece.colours):
        return True
    return any(name in piece.parts or name in piece.materials for name in one.of("mat:"))


_OTHERWISE: Final = re.compile(
    r"^[^.?!]{0,6}\b(?:but|in|just)\b(?! (?:is|it|the)\b)|^[^。？！]{0,4}(?:要|换|但)(?!是不)", re.IGNORECASE
)


def _otherwise(after: str) -> bool:
    """ "… but bigger"."""
    return bool(_OTHERWISE.match(after))
