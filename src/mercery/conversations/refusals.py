"""Why a change in the inbox was refused, in the reader's language."""

from __future__ import annotations

from mercery.conversations.conversation import TEXT_LIMIT, AlreadyTaken, Conversation, WrongState
from mercery.core.errors import Conflict, Invalid, MerceryError, TooLarge
from mercery.core.i18n import Words


def refusal(error: MerceryError, current: Conversation) -> Words:
    """What happened and what to do, as the conversation stands now."""
    own = f"{error.message} {error.remedy}".strip()
    match error:
        case AlreadyTaken():
            name = current.assigned_name
            return Words(own, f"{name} 已接手此会话。可请 {name} 交还，或留下内部备注。")
        case WrongState():
            return Words(own, "会话状态已变，请查看最新状态后再试。")
        case Conflict():
            return Words(own, "页面打开后会话已有变化，请查看最新状态后再试。")
        case TooLarge():
            return Words(own, f"内容过长，最多 {TEXT_LIMIT} 字，请分两次发送。")
        case Invalid():
            return Words(own, "内容为空，请先填写。")
        case _:
            return Words(own, error.zh)
