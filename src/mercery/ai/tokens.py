"""How many tokens a text has at most, about: for budgets, and where an endpoint does not say what it used."""

from __future__ import annotations

from mercery.ai.chat import ChatRequest, Usage

_FRAME = 24
"""What the roles and marks around the texts of a request come to."""


def estimated(text: str) -> int:
    """Tokens of `text`, rather too many than too few: a third of its bytes (English has four letters to a token, Chinese
    one sign or a little more)."""
    return -(-len(text.encode("utf-8", "replace")) // 3)


def estimated_request(request: ChatRequest) -> int:
    """Tokens the model has to read for `request`, its schema counted twice: as a schema and as words."""
    schema = 0 if request.schema is None else 2 * estimated(str(request.schema))
    return estimated(request.system) + estimated(request.prompt) + schema + _FRAME


def at_most(request: ChatRequest) -> Usage:
    """What a call for `request` can use."""
    return Usage(read=estimated_request(request), written=request.max_tokens)
