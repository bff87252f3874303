"""What is remembered about one act of a visitor, and which visitors are no people. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang

Kind = Literal["view", "search", "add_to_cart", "remove", "question", "click"]
Surface = Literal["home", "category", "product", "search", "cart", "assistant", "widget", "channel", "live"]
LONGEST_QUERY: Final = 300

_MACHINES: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|pingdom|lighthouse|facebookexternalhit|embedly|archiver"
    r"|python-requests|python-httpx|aiohttp|curl/|wget|libwww|go-http-client|java/|okhttp",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One act of one visitor."""

    visitor_id: str
    kind: Kind
    surface: Surface
    product_id: str | None = None
    variant_id: str | None = None
    query: str | None = None
    lang: Lang | None = None
    details: Mapping[str, int | str | bool] = field(default_factory=dict)
    at: datetime | None = None
    """None: now."""


def is_machine(user_agent: str | None, *, purpose: str | None = None) -> bool:
    """Whether a request comes from a crawler, a link preview or a prefetch (`purpose`: the Sec-Purpose header)."""
    if purpose and "prefetch" in purpose.lower():
        return True
    return not user_agent or _MACHINES.search(user_agent) is not None
