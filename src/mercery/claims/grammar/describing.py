"""Everything else that is said of goods: proved when one clause of the product's own texts says just that, or denies just that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import OPPOSITES, Clause, keys_of
from mercery.claims.grammar.reading import Reading, Segment
from mercery.claims.grammar.tokens import Token
from mercery.claims.grounds import ProductView

_JOINTS: Final = frozenset({"and", "with", "和", "与", "及", "以及", "plus", "or", "、", "&"})
_LOOSE: Final = ("time",)


def read_describing(reading: Reading, segment: Segment) -> None:
    """Prove what is still open in the segment on the texts of each product it is about."""
    rest = _rest(segment)
    if not rest or not segment.views:
        return
    for piece in _pieces(segment, rest):
        _prove(reading, segment, piece)


def _rest(segment: Segment) -> list[Token]:
    return [token for token in segment.open() if not token.is_a("n", "neg") and not token.is_a(*_LOOSE)]


def _pieces(segment: Segment, rest: Sequence[Token]) -> list[list[Token]]:
    """The open tokens as a whole, and cut at joints; smaller pieces are tried only where the whole is not found."""
    pieces: list[list[Token]] = [[]]
    for token in segment.tokens:
        if token.text in _JOINTS:
            pieces.append([])
        elif token in rest:
            pieces[-1].append(token)
    return [list(rest), *[piece for piece in pieces if piece]]


def _prove(reading: Reading, segment: Segment, piece: Sequence[Token]) -> None:
    if any(token.by for token in piece):
        return
    proofs = []
    for view in segment.views:
        clause = next((clause for clause in view.clauses if _says(clause, segment, piece)), None)
        if clause is None:
            return
        proofs.append((view, clause))
    for view, clause in proofs:
        reading.claim(clause.attribute, "".join(token.text for token in piece), clause.fact_id, subject=view.id)
    segment.use(piece, "text")
    if any(segment.negative(token) for token in piece):
        segment.use_kinds("text", "neg")


def _says(clause: Clause, segment: Segment, piece: Sequence[Token]) -> bool:
    return bool(piece) and all(_has(clause, segment, token) for token in piece) and any(token.amount or keys_of(token) for token in piece)


def _has(clause: Clause, segment: Segment, token: Token) -> bool:
    negative = segment.negative(token)
    if token.amount is not None:
        return not negative and any(
            one.kind == token.amount.kind and one.value == token.amount.value and one.high == token.amount.high and one.unit == token.amount.unit and one.word == token.amount.word and one.sides == token.amount.sides
            for one in clause.amounts
        )
    keys = keys_of(token)
    for key in keys:
        opposite = OPPOSITES.get(key)
        if opposite:
            if opposite in (clause.affirmed if negative else clause.denied):
                return True
        elif key in (clause.denied if negative else clause.affirmed):
            return True
    return False


def clause_of(view: ProductView, key: str) -> Clause | None:
    """The clause that affirms a concept."""
    return next((clause for clause in view.clauses if key in clause.affirmed), None)
