"""Whether a second reading can prove nothing: a word that nobody knows, that carries no matter and stands in no text of the shop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause, base
from mercery.claims.grammar.order_free import GOODS_WORDS
from mercery.claims.grammar.parts import PURE
from mercery.claims.grammar.plain_slots import SLOT_WORDS
from mercery.claims.grammar.reading import Reading
from mercery.claims.grammar.rule_carriers import RULE_WORDS
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import Grounds

_CARRYING: Final = frozenset(one for words in (GOODS_WORDS, SLOT_WORDS, RULE_WORDS, PURE) for one in words)


def hopeless(reading: Reading) -> bool:
    """Whether a word is left that no later reading of goods or rules may account for."""
    views = {view.id for segment in reading.segments for view in segment.views}
    return _nobody_knows(reading.grounds, _unknown(reading), views)


def hopeless_words(grounds: Grounds, tokens: Sequence[Token], views: Iterable[str]) -> bool:
    """The same of the tokens of one sentence before they are read; `views`: the goods it was found to be about."""
    own = [token for token in tokens if not (token.keys or token.names or token.punctuation or token.amount)]
    return bool(own) and not any(token.by for token in tokens) and _nobody_knows(grounds, own, views)


def _nobody_knows(grounds: Grounds, unknown: Iterable[Token], views: Iterable[str]) -> bool:
    told, about = grounds.rule(_words_of_rules), set(views)
    for token in unknown:
        if token.text in _CARRYING or _stands_in(told, token):
            continue
        if not any(_stands_in(_words_of_goods(grounds, key), token) for key in about):
            return True
    return False


def _unknown(reading: Reading) -> Iterator[Token]:
    for segment in reading.segments:
        for token in segment.tokens:
            if not (token.by or token.keys or token.names or token.punctuation or token.amount):
                yield token


def _stands_in(text: str, token: Token) -> bool:
    return f" {base(token.text)} " in text if token.text.isascii() else token.text in text


def _words_of_rules(units: tuple[Clause, ...]) -> str:
    return " ".join(f"{one.said} {one.unsaid} {one.text}" for one in units)


def _words_of_goods(grounds: Grounds, key: str) -> str:
    view = grounds.products[key]
    return " ".join(f"{one.said} {one.unsaid} {one.text}" for one in view.clauses)
