"""Until when a messenger lets the shop write of its own accord, and how often. Pure.

WhatsApp: a customer service window of 24 hours from each message of the customer; after it only templates that Meta has
approved (developers.facebook.com, WhatsApp Business Platform, "Customer service windows"). WeChat: 48 hours from each message
of the customer and five messages in them, since 12 June 2023 (developers.weixin.qq.com, 公众号 "客服消息", error codes 45015 and
45047). Mail has no window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a messenger allows after a customer's message."""

    lasts: timedelta
    most: int | None = None
    """Messages; None: as many as wanted."""
    template: bool = False
    """Whether an approved template can be sent when it is over."""


RULES: Final[Mapping[str, Rule]] = {
    "wechat": Rule(lasts=timedelta(hours=48), most=5),
    "whatsapp": Rule(lasts=timedelta(hours=24), template=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What may be sent now."""

    until: datetime
    open: bool
    left: int | None
    """Messages that may still be sent; None: no limit."""
    template: bool
    """Outside of it a template can be sent."""


def window(kind: str, last_heard_at: datetime | None, sent_since: int, moment: datetime) -> Window | None:
    """The window of a conversation; None for a messenger without one."""
    rule = RULES.get(kind)
    if rule is None:
        return None
    until = (last_heard_at or datetime.min.replace(tzinfo=moment.tzinfo)) + rule.lasts
    left = None if rule.most is None else max(0, rule.most - sent_since)
    return Window(until=until, open=moment < until and left != 0, left=left, template=rule.template)
