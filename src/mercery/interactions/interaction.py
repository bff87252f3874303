"""What is remembered about one act of a visitor, and which visitors are no people. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from mercery.core.i18n import Lang
from mercery.core.personal_numbers import without_personal_numbers

Kind = Literal["view", "search", "add_to_cart", "remove", "question", "click", "recommended"]
"""`recommended`: a row of pieces was shown; its details name the placement, the pieces in order and why each is there."""
Surface = Literal[
    "home", "category", "product", "search", "cart", "order", "assistant", "widget", "channel", "live", "video"
]
LONGEST_QUERY: Final = 300

_MACHINES: Final = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|monitor|pingdom|lighthouse|facebookexternalhit|embedly|archiver"
    r"|python-requests|python-httpx|aiohttp|curl/|wget|libwww|go-http-client|java/|okhttp",
    re.IGNORECASE,
)
_ORDER_NUMBER: Final = re.compile(
    r"(?:(?<![\w#])#|(?:\b(?:my |the )?orders?(?: (?:no|nr|number))?\b\.?|订单(?:号码?|编号)?)[\s:：#]*)"
    r"[A-Z]{0,4}-?\d{4,}(?:-\d+)*\b",
    re.IGNORECASE,
)
_SURNAMES: Final = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
_ADDRESSED: Final = re.compile(
    r"\b(?:Mr|Mrs|Ms|Mme|Mlle|Herr|Frau|Dr)\b\.?(?: [A-Z][\w'’-]+){1,3}"
    rf"|[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}?(?:先生|女士|小姐|太太)(?![款用包装])"
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
    id: int = 0
    """Its number on record; 0 before it is written."""
    event_id: str | None = None
    """The teller's own id of the act: told again with the same time, it stands there once. None: it has none."""


def plain_query(text: str) -> str:
    """What was searched for, without what leads to a person: addresses of mail, numbers, orders, a name with its title."""
    plain = _ORDER_NUMBER.sub("[order]", without_personal_numbers(text))
    return _ADDRESSED.sub("[name]", plain).strip()[:LONGEST_QUERY]


def is_machine(user_agent: str | None, *, purpose: str | None = None) -> bool:
    """Whether a request comes from a crawler, a link preview or a prefetch (`purpose`: the Sec-Purpose header)."""
    if purpose and "prefetch" in purpose.lower():
        return True
    return not user_agent or _MACHINES.search(user_agent) is not None
