"""Use cases of conversations. Each takes the session first and one short transaction; live pages hear when it commits."""

from mercery.conversations.service.duty import OnDuty, is_on_duty, on_duty, seen, set_duty
from mercery.conversations.service.handoff import (
    ask_for_person,
    close,
    complete_packet,
    hand_back,
    hand_over,
    reopen,
    take_over,
)
from mercery.conversations.service.inbox import InboxPage, Segment, inbox
from mercery.conversations.service.messages import (
    Received,
    add_message,
    add_note,
    answer_to,
    attachment,
    attachments,
    mark_read,
    messages,
    receive,
    reply,
    typing,
)
from mercery.conversations.service.opening import (
    conversation,
    for_customer,
    issue_token,
    name_customer,
    newest_open,
    open_or_resume,
)

__all__ = [
    "InboxPage",
    "OnDuty",
    "Received",
    "Segment",
    "add_message",
    "add_note",
    "answer_to",
    "ask_for_person",
    "attachment",
    "attachments",
    "close",
    "complete_packet",
    "conversation",
    "for_customer",
    "hand_back",
    "hand_over",
    "inbox",
    "is_on_duty",
    "issue_token",
    "mark_read",
    "messages",
    "name_customer",
    "newest_open",
    "on_duty",
    "open_or_resume",
    "receive",
    "reopen",
    "reply",
    "seen",
    "set_duty",
    "take_over",
    "typing",
]
