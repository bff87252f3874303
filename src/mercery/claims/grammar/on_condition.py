"""A shop's text of a piece is told with what limits it: when, with what, where, for whom (`water-repellent when waxed`, `runs small
in the shoulders`, 打蜡后防泼水). Words that open such a part are few; what stands in it may be anything. It can only refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final

from mercery.claims.grammar.amount import same_amount
from mercery.claims.grammar.clauses import Clause, base, keys_of
from mercery.claims.grammar.reading import Segment
from mercery.claims.grammar.tokens import Token, in_chinese, tokens
from mercery.claims.grammar.vocabulary import lexicon_words

_TEXTS_KEPT: Final = 2_000
_WHEN: Final = frozenset(
    {"when", "if", "unless", "while", "whenever", "once", "until", "till", "after", "before", "except", "provided", "upon", "during"}
)  # fmt: skip
"""Words that open a condition wherever they stand."""
_WITH: Final = frozenset(
    {"with", "without", "in", "on", "at", "to", "by", "from", "under", "over", "below", "above", "within", "inside", "on request", "up to", "as far as", "against"}
)  # fmt: skip
"""Words that open a limit where they follow what is told."""
_MOMENT: Final = re.compile("(?:时|后|前|期间|以上|以下)$")
"""Ends of a condition in Chinese: all before them belongs to it."""
_ENDS: Final = frozenset({"and", "but", "or"})
_LIGHT_KINDS: Final = ("n", "neg", "time", "quant")


def conditions_told(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    """Whether what limits the clause stands in the segment."""
    own = _tokens_of(clause.text)
    if not _beside_told(clause, segment, piece) or _to_be_had(clause, segment):
        return False
    if in_chinese(own):
        before = _before(own, piece)
        when = max((place + 1 for place, token in enumerate(before) if _MOMENT.search(token.text)), default=0)
        limiting = [token for place, token in enumerate(before) if place < when or _narrows(token)]
        limiting = [token for token in (*limiting, *_restricted(own, piece)) if _limits(token)]
    else:
        limiting = [token for token in (*_after(own, piece), *_conditional(own)) if _limits(token)]
    return all(_told(token, segment.tokens) for token in (*limiting, *_lessened(own, piece)))


def _beside_told(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    """Whether exceptions and conditions in the parts beside the clause are told: one word that only they have is enough to be
    held, since a text is told in other words than it has."""
    told = {token.text for token in piece}
    return all(
        _told(token, segment.tokens)
        for text in (*clause.excepting, *clause.conditions)
        for token in _tokens_of(text)
        if _limits(token) and not token.has("neg:but") and token.text not in told and token.text not in _WHEN
    )


_TO_BE_HAD: Final = re.compile(
    r"(?<![a-z])(?:can|may) be (?:ordered|added|bought|purchased)|sold separately|(?<![a-z])available (?:at|on|for|to|separately|as an)"
    r"|(?<![a-z])optional|可选|选配|另购|另售|可订|可领|领取|订购"
)
"""A thing that is to be had does not come with the goods."""
_HAD: Final = re.compile(r"order|add|bought|purchas|separate|available|option|选|购|售|订|领")


def _to_be_had(clause: Clause, segment: Segment) -> bool:
    text = " ".join(token.text for token in segment.tokens)
    return bool(_TO_BE_HAD.search(clause.text)) and not _HAD.search(text)


_DEGREES: Final = frozenset(
    {"almost", "nearly", "partly", "partially", "mostly", "largely", "half", "semi", "近乎", "几乎", "局部", "部分", "半"}
)  # fmt: skip


def _lessened(own: Sequence[Token], piece: Sequence[Token]) -> Sequence[Token]:
    """`partly lined`, 近乎防水: a degree right before what is told of it."""
    return [
        token
        for token, after in pairwise(own)
        if (token.text in _DEGREES or base(token.text) in _DEGREES) and _told(after, piece)
    ]


_RESTRICTS: Final = frozenset({"仅", "仅限", "只限", "限", "限于", "须", "需"})


def _restricted(own: Sequence[Token], piece: Sequence[Token]) -> Sequence[Token]:
    """In brackets behind what is told: 可机洗（仅限外套）."""
    last = _last_told(own, piece)
    rest = own[last + 1 :] if last is not None else ()
    place = next((place for place, token in enumerate(rest) if token.text in _RESTRICTS), None)
    return () if place is None else rest[place + 1 :]


@lru_cache(maxsize=_TEXTS_KEPT)
def _tokens_of(text: str) -> tuple[Token, ...]:
    return tuple(tokens(text, lexicon_words(), year=2000))


def _before(own: Sequence[Token], piece: Sequence[Token]) -> Sequence[Token]:
    """In Chinese what limits stands before what it limits: all from the beginning of the part to the last word told."""
    last = _last_told(own, piece)
    if last is None:
        return ()
    start = next((place + 1 for place in range(last - 1, -1, -1) if own[place].punctuation), 0)
    return own[start:last]


def _last_told(own: Sequence[Token], piece: Sequence[Token]) -> int | None:
    return next((place for place in range(len(own) - 1, -1, -1) if _told(own[place], piece)), None)


def _after(own: Sequence[Token], piece: Sequence[Token]) -> Sequence[Token]:
    last = _last_told(own, piece)
    if last is None or not (rest := own[last + 1 :]):
        return ()
    part = _part(rest)
    if rest[0].text == "for":
        # a thing for another thing that is known (`a sleeve for a laptop`) is one anyway; `true to size for narrow feet` is not
        return [token for token in part if not token.keys and token.amount is None]
    thing = own[last].is_a("noun", "aud", "part") or own[last].has("c:nights")
    if rest[0].text == "with" and thing:
        return ()  # a raincoat with piping has it, on no condition
    opens = rest[0].text in _WITH or rest[0].text == "(" or own[last].text.split()[-1] in _WITH
    if rest[0].text == "(":
        part = _part(rest[1:])
    return [token for token in part if not token.is_a("mat")] if opens else ()


def _conditional(own: Sequence[Token]) -> Sequence[Token]:
    place = next((place for place, token in enumerate(own) if token.text in _WHEN), None)
    return () if place is None else _part(own[place:])


def _part(rest: Sequence[Token]) -> list[Token]:
    return list(takewhile(lambda token: not token.punctuation and token.text not in _ENDS, rest))


def _limits(token: Token) -> bool:
    return not token.punctuation and not (token.keys and token.is_a(*_LIGHT_KINDS))


_CARRYING: Final = frozenset(
    {"设", "设有", "备", "采用", "可", "为", "款", "约", "处", "由", "以", "用", "内", "外", "本"}
)


def _narrows(token: Token) -> bool:
    """In Chinese, where all that describes stands in front: words nobody knows, a choice, an amount."""
    return token.text not in _CARRYING and (not token.keys or token.amount is not None or token.is_a("col"))


def _told(token: Token, said: Sequence[Token]) -> bool:
    if token.punctuation:
        return False
    if token.amount is not None:
        return any(one.amount is not None and same_amount(one.amount, token.amount) for one in said)
    own = set(keys_of(token))
    return any(
        one.text == token.text or own & set(keys_of(one)) or (one.text.isascii() and base(one.text) == base(token.text))
        for one in said
        if not one.punctuation
    )
