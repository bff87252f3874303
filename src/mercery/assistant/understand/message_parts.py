"""A message cut into the parts that ask something each. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.assistant.understand import topics
from mercery.assistant.understand.in_one_breath import wishes_apart


def parts(text: str) -> list[str]:
    """Sentences and joined questions; a fragment too short to ask anything is read with what follows."""
    joined = [piece.strip() for piece in topics.SPLIT.split(text) if piece and piece.strip(" ,.，。!！?？")]
    pieces = [one for piece in _with_conditions(joined) for row in _in_a_row(piece) for one in wishes_apart(row)]
    pieces = list(dict.fromkeys(pieces))
    if len(pieces) > MOST_PARTS:
        # Of a long letter what it asks counts, and it is often asked at the end.
        asking = [one for one in pieces if topics.ASKS.match(one) or topics.YES_NO.search(one) or one[-1] in "?？"]
        pieces = asking or pieces
    return pieces[:MOST_PARTS] or [text]


MOST_PARTS: Final = 6
"""Questions of one message that are answered."""


_CONDITION: Final = re.compile(r"^\W*(?:如果|要是|假如|假设|若)[^?？!！。]*$")


def _with_conditions(pieces: Sequence[str]) -> list[str]:
    """`如果我在法国，多久能到？` is one question: what begins with an if goes with what follows."""
    found: list[str] = []
    for piece in pieces:
        if found and _CONDITION.match(found[-1]):
            found[-1] += f"，{piece}"
        else:
            found.append(piece)
    return found


def _in_a_row(piece: str) -> list[str]:
    """`Is it in stock, can I return it`: a comma parts two only where on both of its sides something is asked."""
    found: list[str] = []
    for clause in topics.COMMA.split(piece):
        if found and not (topics.ASKS.match(found[-1]) and topics.ASKS.match(clause)):
            found[-1] += f", {clause}"
        else:
            found.append(clause)
    return found
