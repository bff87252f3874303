"""A shop's text of a piece is told with what limits it: when, with what, where, for whom (`water-repellent when waxed`, `runs small
in the shoulders`, 打蜡后防泼水). Words that open such a part are few; what stands in it may be anything. It can only refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
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
    {"with", "without", "in", "on", "at", "to", "by", "from", "under", "over", "below", "above", "within", "inside", "on request"}
)  # fmt: skip
"""Words that open a limit where they follow what is told."""
_MOMENT: Final = re.compile("(?:时|后|前|期间|以上|以下)$")
"""Ends of a condition in Chinese: all before them belongs to it."""
_ENDS: Final = frozenset({"and", "but", "or"})
_LIGHT_KINDS: Final = ("n", "neg", "time", "quant")


def conditions_told(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    """Whether what limits the clause stands in the segment."""
    own = _tokens_of(clause.text)
    if in_chinese(own):
        before = _before(own, piece)
        when = max((place + 1 for place, token in enumerate(before) if _MOMENT.search(token.text)), default=0)
        limiting = [token for place, token in enumerate(before) if place < when or _narrows(token)]
        limiting = [token for token in limiting if _limits(token)]
    else:
        limiting = [token for token in (*_after(own, piece), *_conditional(own)) if _limits(token)]
    return all(_told(token, segment.tokens) for token in limiting)


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
    opens = rest[0].text in _WITH or own[last].text.split()[-1] in _WITH
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
