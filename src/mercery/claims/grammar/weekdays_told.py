"""From which day of the week to which: a span is told with both its ends as the rule has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.tokens import Token

_TO: Final = frozenset({"to", "through", "until", "till", "-", "到", "至", "~"})


def weekdays_as_ruled(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether each span of weekdays in a sentence (`Monday to Friday`) is the clause's own."""
    own = [one.value for one in clause.amounts if one.kind == "weekday"]
    words = [token for token in tokens if not token.punctuation or token.text in _TO]
    for place, token in enumerate(words[2:], 2):
        first, joint = words[place - 2], words[place - 1]
        if joint.text not in _TO or first.amount is None or token.amount is None:
            continue
        if first.amount.kind == token.amount.kind == "weekday" and own[:2] != [first.amount.value, token.amount.value]:
            return not own
    return True
