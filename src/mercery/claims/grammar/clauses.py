"""A shop's own text taken apart: clauses with what they affirm, what they deny, and their amounts.

Sentences are read by the same code, so that both sides are compared in one language: that of concepts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mercery.claims.grammar.amounts import Amount
from mercery.claims.grammar.tokens import Token, Vocabulary, lemmas, normalised, tokens

CONTENT: Final = ("c", "mat", "col", "place", "part", "noun", "att", "brand")
OPPOSITES: Final = {
    "c:unlined": "c:lined",
    "c:non_polarised": "c:polarised",
    "c:not_waterproof": "c:waterproof",
}
"""Concepts that deny another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause of a shop's text."""

    fact_id: str
    subject_id: str
    attribute: str
    text: str
    sentence: int
    affirmed: frozenset[str]
    denied: frozenset[str]
    amounts: tuple[Amount, ...]
    names: frozenset[str]
    """Products it names."""


def clauses_of(text: str, fact_id: str, subject_id: str, words: Vocabulary, year: int) -> list[Clause]:
    """The clauses of a text: divided at full stops, semicolons, colons and commas."""
    read = tokens(normalised(text), words, year=year)
    found = []
    for segment in sorted({token.segment for token in read}):
        own = [token for token in read if token.segment == segment]
        if all(token.punctuation for token in own):
            continue
        affirmed, denied = atoms(own)
        found.append(
            Clause(
                fact_id=fact_id, subject_id=subject_id, attribute="", text="".join(token.text for token in own),
                sentence=own[0].sentence, affirmed=affirmed, denied=denied,
                amounts=tuple(token.amount for token in own if token.amount), names=frozenset(key for token in own if token.exact for key in token.names),
            )
        )  # fmt: skip
    return found


def atoms(own: Sequence[Token]) -> tuple[frozenset[str], frozenset[str]]:
    """What tokens affirm and what they deny: everything after a negation is denied."""
    affirmed: set[str] = set()
    denied: set[str] = set()
    negative = False
    for token in own:
        if token.is_a("neg") and not token.is_a("c"):
            negative = not negative
            continue
        for key in keys_of(token):
            opposite = OPPOSITES.get(key)
            if opposite:
                (affirmed if negative else denied).add(opposite)
            else:
                (denied if negative else affirmed).add(key)
    return frozenset(affirmed), frozenset(denied)


def keys_of(token: Token) -> list[str]:
    """The content of a token; a word the lexicon does not know stands for itself."""
    if token.punctuation or token.amount is not None:
        return []
    content = [key for key in token.keys if key.partition(":")[0] in CONTENT or key in ("quant:only", "time:soon")]
    if content or token.keys or token.names:
        return content
    return [f"w:{lemmas(token.text)[-1]}"]


_SPACE: Final = re.compile(r"\s+")


def squeezed(text: str) -> str:
    """A text without spaces, for looking up Chinese runs."""
    return _SPACE.sub("", normalised(text))
