"""The customer's yes, bound to what was shown: conversation, customer, the very action and its amounts, for ten minutes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from mercery.orders.actions.decision import Amounts
from mercery.orders.actions.requests import ActionRequest
from mercery.web.secret import mac, seal, unseal

_PURPOSE: Final = "action_confirmation"
VALID: Final = timedelta(minutes=10)


def request_digest(request: ActionRequest, amounts: Amounts | None) -> str:
    """A digest of the action and of the money it moves: another argument or another amount is another digest."""
    content = {"request": asdict(request), "amounts": asdict(amounts) if amounts else None}
    return mac("action", json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def offer(request: ActionRequest, amounts: Amounts | None, *, conversation: str, customer: str, now: datetime) -> str:
    """The token a yes must bring back."""
    content = [conversation, customer, request_digest(request, amounts), int((now + VALID).timestamp())]
    return seal(_PURPOSE, content)


def accepted(
    token: str, request: ActionRequest, amounts: Amounts | None, *, conversation: str, customer: str, now: datetime
) -> bool:
    """Whether the token confirms just this action, by this customer, in this conversation, in time."""
    opened = unseal(_PURPOSE, token)
    if not isinstance(opened, list) or len(opened) != 4 or not isinstance(opened[3], int):
        return False
    return opened[:3] == [conversation, customer, request_digest(request, amounts)] and now.timestamp() < opened[3]
