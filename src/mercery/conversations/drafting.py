"""A first draft of a person's reply: the shop's own policies on what was asked, for the person to change and send."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mercery.conversations.conversation import Conversation, Message
from mercery.core.i18n import Words
from mercery.policies.policy import Policy, Topic

MOST_POLICIES: Final = 2
_ASKS: Final[tuple[tuple[Topic, re.Pattern[str]], ...]] = (
    (
        "repair",
        re.compile(r"broke|broken|repair|mend|bent|scratch|loose|fell off|坏|修|松了|断|掉了|划痕", re.IGNORECASE),
    ),
    ("warranty", re.compile(r"warrant|guarantee|months ago|保修|质保", re.IGNORECASE)),
    ("returns", re.compile(r"refund|money back|return|send (it|them) back|exchange|退|换货|退款", re.IGNORECASE)),
    ("delivery", re.compile(r"deliver|shipping|parcel|arrive|快递|配送|发货|多久.*到", re.IGNORECASE)),
    ("payment", re.compile(r"\bpay|invoice|card|付款|支付|发票", re.IGNORECASE)),
)
_DEAR: Final = Words("Dear {name}, thank you for writing.", "{name}，您好，感谢您的来信。")
_HELLO: Final = Words("Hello, thank you for writing.", "您好，感谢您的来信。")
_LOOKING: Final = Words("I am looking into it now and will answer you here.", "我正在为您查看，稍后在此答复您。")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """A draft and the policies its statements come from."""

    text: str
    sources: tuple[Words, ...]


def waits_for_reply(messages: Sequence[Message]) -> bool:
    """Whether the customer spoke after the last person of the shop did."""
    last = next(
        (one for one in reversed(messages) if one.kind == "message" and one.author in ("customer", "staff")), None
    )
    return last is not None and last.author == "customer"


def draft_reply(conversation: Conversation, messages: Sequence[Message], policies: Iterable[Policy]) -> ReplyDraft:
    """Greets in the customer's language and states the policies that what was asked falls under, word for word."""
    lang = conversation.lang
    asked = [one.text for one in messages if one.author == "customer"][-2:]
    fitting = _fitting(asked, policies)
    name = conversation.customer_name
    first = name if lang == "zh" or any("\u4e00" <= letter <= "\u9fff" for letter in name) else name.split(" ")[0]
    greeting = _DEAR.text(lang).format(name=first) if name else _HELLO.text(lang)
    body = [policy.statement.text(lang) for policy in fitting] or [_LOOKING.text(lang)]
    gap = "" if lang == "zh" else " "
    return ReplyDraft(text=gap.join([greeting, *body]), sources=tuple(policy.source for policy in fitting))


def _fitting(asked: Sequence[str], policies: Iterable[Policy]) -> list[Policy]:
    """The policies on the topics asked, the newest message first; of a topic its own policy, else the widest one."""
    ranked = sorted(policies, key=lambda policy: (policy.key != policy.topic, len(policy.regions)), reverse=True)
    by_topic = {policy.topic: policy for policy in ranked}
    topics = [topic for text in reversed(asked) for topic, pattern in _ASKS if pattern.search(text)]
    return [by_topic[topic] for topic in dict.fromkeys(topics) if topic in by_topic][:MOST_POLICIES]
