"""What a person may grant, and the draft that states it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from mercery.conversations.conversation import Conversation, Message, MessageBody
from mercery.conversations.drafting import draft_reply, waits_for_reply
from mercery.conversations.granting import grants
from mercery.core.i18n import Lang, Words
from mercery.policies.policy import Policy

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def policy(key: str, topic: Any, statement: str, regions: tuple[str, ...] = (), **values: Any) -> Policy:
    return Policy(
        id=f"pol_{key}", key=key, topic=topic, title=Words(key.capitalize(), f"《{key}》"),
        statement=Words(statement, f"{statement}（中）"), values=values, regions=regions, valid_from=NOON, valid_to=None,
        version=1, recorded_at=NOON, recorded_by="staff:1", reason="test",
    )  # fmt: skip


POLICIES = (
    policy("delivery", "delivery", "A parcel takes 2 days.", days=2),
    policy("returns_excluded", "returns", "Worn earrings stay."),
    policy("returns", "returns", "Send it back within 30 days.", ("FR",), days=30),
    policy("repairs", "repair", "Stitching is mended free.", years=5),
)


def message(author: Any, text: str, seq: int = 1) -> Message:
    return Message(
        id=f"msg_{seq}", conversation_id="cnv_1", seq=seq, author=author, author_id="", author_name="", kind="message",
        text=text, lang="en", body=MessageBody(), reply_to=None, created_at=NOON,
    )  # fmt: skip


def conversation(lang: Lang, name: str = "") -> Conversation:
    return Conversation(
        id="cnv_1", shop_id="shp_1", visitor_id="vis_1", channel="storefront", thread="", lang=lang, status="waiting",
        version=1, assigned_to=None, assigned_name="", context={}, subject="", preview="", customer_id=None,
        customer_name=name, customer_email="", packet=None, last_seq=1, unread_staff=0, unread_customer=0,
        created_at=NOON, last_message_at=NOON, waiting_since=NOON, closed_at=None,
    )  # fmt: skip


def test_only_policies_about_giving_back_and_mending_are_granted() -> None:
    assert grants(POLICIES, "en") == ("Returns, within 30 days", "Repairs, for 5 years")
    assert grants(POLICIES, "zh") == ("《returns》，30 天内", "《repairs》，5 年")


@pytest.mark.parametrize(
    ("lang", "name", "asked", "stated"),
    [
        (
            "en",
            "Hélène Roux",
            "The strap broke, I want my money back.",
            ["Stitching is mended free.", "within 30 days"],
        ),
        ("zh", "陈雨桐", "扣子松了，能修吗？", ["Stitching is mended free.（中）"]),
        ("en", "", "Would it suit a parrot?", ["I am looking into it"]),
    ],
)
def test_a_draft_greets_and_states_what_was_asked_about(lang: Lang, name: str, asked: str, stated: list[str]) -> None:
    made = draft_reply(conversation(lang, name), [message("customer", asked)], POLICIES)
    assert all(words in made.text for words in stated) and "Worn earrings" not in made.text
    if name:
        assert name.split(" ")[0] in made.text
    assert len(made.sources) == sum("looking" not in words for words in stated)


def test_nobody_drafts_again_once_a_person_has_answered() -> None:
    asked, answered = message("customer", "Hello"), message("staff", "Good evening", 2)
    assert waits_for_reply([asked]) and not waits_for_reply([asked, answered])
    assert waits_for_reply([asked, answered, message("customer", "And?", 3)])
    assert not waits_for_reply([])
