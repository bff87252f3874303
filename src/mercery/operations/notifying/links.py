"""The links in mails to customers: signed, for one conversation and one address, with an end; and the one that ends the mails.

Neither holds an address: a keyed digest stands for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from mercery.core.clock import now
from mercery.web.secret import mac, seal, unseal

VALID: Final = timedelta(days=7)
_ANSWER: Final = "answer_link"
_STOP: Final = "answer_stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLink:
    """What a link in a mail opens."""

    shop_id: str
    conversation_id: str
    digest: str
    """Of the address it was sent to: it ends with the address."""


def digest_of(shop_id: str, address: str) -> str:
    """What stands for an address of this shop's customers."""
    return mac("answer address", shop_id, address.strip().lower())


def answer_token(shop_id: str, conversation_id: str, address: str, at: datetime) -> str:
    """The part of the link that opens the conversation."""
    until = int((at + VALID).timestamp())
    return seal(_ANSWER, [shop_id, conversation_id, digest_of(shop_id, address), until])


def read_answer_token(token: str, shop_id: str) -> AnswerLink | None:
    """What it opens in this shop; None where we did not make it, or its time is over."""
    opened = unseal(_ANSWER, token)
    if not isinstance(opened, list) or len(opened) != 4:
        return None
    shop, conversation, digest, until = opened
    if shop != shop_id or not isinstance(until, int) or now().timestamp() >= until:
        return None
    return AnswerLink(shop_id=shop, conversation_id=str(conversation), digest=str(digest))


def stop_token(shop_id: str, address: str) -> str:
    """The part of the link that ends such mails. It has no end: a mail may be read late."""
    return seal(_STOP, [shop_id, digest_of(shop_id, address)])


def read_stop_token(token: str) -> tuple[str, str] | None:
    """Shop and digest of the address; None where we did not make it."""
    opened = unseal(_STOP, token)
    if not isinstance(opened, list) or len(opened) != 2:
        return None
    return str(opened[0]), str(opened[1])
