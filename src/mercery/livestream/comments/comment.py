"""A viewer's comment and what becomes of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from mercery.conversations.conversation import MessageBody
from mercery.core.i18n import Lang, Words
from mercery.livestream.line import Line

CommentState = Literal[
    "received", "hidden", "waiting", "answering", "speaking", "answered", "written", "passed", "left"
]  # fmt: skip
"""`received`: not looked at yet; `waiting`: in the queue; `answering`: worked out, its answer may wait to be spoken;
`speaking`, `answered`: on air, said; `written`: answered below the comment only; `passed`: to a person; `left`: needs no
answer, or was too late for one."""
HiddenReason = Literal[
    "insult", "sexual", "spam", "advert", "link", "contact", "fakes", "flood", "shouting", "elsewhere", "orders_host",
    "impersonation", "health", "person",
]  # fmt: skip
"""Why nobody sees it. `elsewhere`: sends viewers to another shop; `orders_host`: tells the host what to say; `person`: a
person hid it."""
PassedReason = Literal["haggling", "unknown", "asked", "complaint", "urgent", "holdout", "withheld"]
LeftReason = Literal["chat", "late", "twice", "courtesy"]
REASONS: Final[dict[str, Words]] = {
    "insult": Words("insult", "辱骂"),
    "sexual": Words("sexual", "低俗"),
    "spam": Words("spam", "刷屏内容"),
    "advert": Words("advertising", "广告"),
    "link": Words("link", "外部链接"),
    "contact": Words("contact details", "站外联系方式"),
    "fakes": Words("sells fakes", "售假"),
    "flood": Words("flood", "重复刷屏"),
    "shouting": Words("shouting", "满屏符号"),
    "elsewhere": Words("another shop", "引流他店"),
    "orders_host": Words("orders to the host", "指使主播"),
    "impersonation": Words("poses as staff", "冒充工作人员"),
    "health": Words("bait for health claims", "诱导功效宣称"),
    "person": Words("hidden by a person", "人工隐藏"),
    "haggling": Words("asks for a lower price", "议价"),
    "unknown": Words("nobody knew", "暂无答案"),
    "asked": Words("asks for a person", "找真人"),
    "complaint": Words("complaint", "投诉"),
    "urgent": Words("urgent", "紧急"),
    "holdout": Words("in the hold-out", "对照组"),
    "withheld": Words("answer did not pass the check", "答案未过核对"),
    "chat": Words("chat", "闲聊"),
    "late": Words("too late", "已过时"),
    "twice": Words("said twice", "重复"),
    "courtesy": Words("courtesy", "寒暄"),
}
"""Why a comment was hidden, passed on or left, in words."""
LONGEST: Final = 300
"""Characters of a comment; the page says so, what comes from elsewhere is cut."""
VIEWER: Final = Words("A viewer", "一位观众")
"""Who has no name that could be said."""
_TAKEN_OUT: Final = {
    "[e-mail]": "［邮箱］", "[phone number]": "［电话号码］", "[card number]": "［卡号］", "[bank account]": "［银行账号］",
    "[id number]": "［证件号码］",
}  # fmt: skip


def shown_text(text: str, lang: Lang) -> str:
    """A comment as it is shown: what was taken out of it is named in its own language."""
    if lang == "zh":
        for mark, words in _TAKEN_OUT.items():
            text = text.replace(mark, words)
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A comment as it comes in, from the shop's page or a platform."""

    text: str
    source: str = "page"
    """`page`, `api`, or the key of a platform."""
    source_id: str
    """The source's own id of it: sent twice, it is one comment."""
    name: str = ""
    """The nickname as given; what of it may be said is settled by the intake."""
    author: str = ""
    """Who wrote it: the visitor on the shop's page, the platform's id of the account elsewhere (kept as a digest)."""
    lang: Lang | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The answer that stands below a comment."""

    text: str
    lang: Lang
    body: MessageBody = MessageBody()  # noqa: RUF009 - frozen
    """Sentences with their claims, evidence and cards, as in a conversation."""
    by: str = ""
    """The person who wrote it; empty: the host."""
    private: bool = False
    """Whether the viewer is asked to go on in a private chat: the page shows the door to it."""
    again: bool = False
    """Whether it was said aloud a moment ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a viewer wrote and what became of it."""

    id: str
    shop_id: str
    show_id: str
    source: str
    source_id: str
    visitor_id: str
    """The visitor on the page; of a platform's account a digest."""
    name: str
    """How the viewer may be called on air; empty: a viewer."""
    text: str
    """With personal data masked. It is never spoken."""
    lang: Lang
    state: CommentState
    reason: str
    """Why it was hidden, passed on or left: a key of `REASONS`."""
    rank: float
    same_as: str
    """The comment it repeats, which is answered for both."""
    answer: Written | None
    turn_id: str
    product_id: str
    """What stood on the counter when it was written."""
    at: datetime
    answered_at: datetime | None
    spoken_at: datetime | None
    said_before: bool = False
    """Given by `next_to_answer`: its answer was heard in the last minutes, so it is written only."""

    def called(self, lang: Lang) -> str:
        """How it is shown who wrote it."""
        return self.name or VIEWER.text(lang)

    @property
    def shown(self) -> bool:
        """Whether viewers see it."""
        return self.state != "hidden"


Outcome = Literal["spoken", "written", "private", "passed", "left"]
"""What came of working an answer out: lines to be spoken, or only something written; `private`: it goes to a private chat;
`passed`: a person has it (a line may be spoken all the same); `left`: nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A worked-out answer. It is stored already; the lines are for the director to have spoken."""

    comment: Comment
    outcome: Outcome
    lines: tuple[Line, ...] = ()
    """At most two short sentences, each verified."""
    pointer: Line | None = None
    """Says, in place of the lines, that the answer stands below the comment; None where nobody would find it there."""
    written: Written | None = None
    ms: int = 0
