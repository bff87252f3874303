"""Webhooks of the WhatsApp Cloud API as its documentation writes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mercery.channels.arrived import Arrived
from mercery.channels.whatsapp.reading import read

PHONE = "106540352242922"


def webhook(*messages: Any, statuses: Any = (), phone: str = PHONE, **more: Any) -> dict[str, Any]:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "15550783881", "phone_number_id": phone},
        "contacts": [{"profile": {"name": "Sheena Nelson"}, "wa_id": "16505551234"}],
        "messages": list(messages),
        "statuses": list(statuses),
        **more,
    }
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [{"value": value, "field": "messages"}]}],
    }


def message(kind: str, **part: Any) -> dict[str, Any]:
    return {"from": "16505551234", "id": f"wamid.{kind}", "timestamp": "1749416383", "type": kind, **part}


def one(kind: str, **part: Any) -> Arrived:
    (found,) = read(webhook(message(kind, **part)), PHONE).arrived
    return found


def test_a_text_with_who_wrote_it() -> None:
    found = one("text", text={"body": "Does it come in another color?"})
    assert (found.outside_id, found.address, found.name) == ("wamid.text", "16505551234", "Sheena Nelson")
    assert found.text == "Does it come in another color?" and found.at.isoformat() == "2025-06-08T20:59:43+00:00"


def test_presses_of_buttons_lists_and_templates_name_their_choice() -> None:
    reply = {"type": "button_reply", "button_reply": {"id": "b:msg:1", "title": "Returns"}}
    assert (one("interactive", interactive=reply).text, one("interactive", interactive=reply).choice) == (
        "Returns",
        "b:msg:1",
    )
    row = {"type": "list_reply", "list_reply": {"id": "b:msg:4", "title": "Size", "description": "Which"}}
    assert one("interactive", interactive=row).choice == "b:msg:4"
    assert one("button", button={"text": "Go on", "payload": "go"}).text == "Go on"
    assert one("interactive", interactive={"type": "nfm_reply", "nfm_reply": {}}).wordless == "unknown"


def test_media_with_and_without_words() -> None:
    picture = one("image", image={"id": "1", "mime_type": "image/jpeg", "sha256": "x", "caption": "Is this leather?"})
    assert (picture.kind, picture.text, picture.media[0].media_type) == ("words", "Is this leather?", "image/jpeg")
    assert one("image", image={"id": "1", "mime_type": "image/jpeg"}).kind == "wordless"
    voice = one("audio", audio={"id": "2", "mime_type": "audio/ogg; codecs=opus", "voice": True})
    assert (voice.kind, voice.media[0].media_type) == ("wordless", "audio/ogg")
    file = one("document", document={"id": "3", "filename": "list.csv", "mime_type": "text/csv"})
    assert (file.kind, file.media[0].name) == ("words", "list.csv")
    assert one("sticker", sticker={"id": "4", "mime_type": "image/webp"}).wordless == "sticker"


def test_places_carts_cards_and_unknown_kinds_go_to_a_person() -> None:
    place = one("location", location={"latitude": 31.2, "longitude": 121.4, "name": "Philz", "address": "101 Road"})
    assert (place.kind, place.text) == ("wordless", "Philz, 101 Road")
    items = [{"product_retailer_id": "B1", "quantity": 2, "item_price": 1, "currency": "USD"}]
    order = one("order", order={"catalog_id": "c", "text": "today please", "product_items": items})
    assert (order.kind, order.text) == ("wordless", "2 × B1; today please")
    assert one("contacts", contacts=[{}]).wordless == "contacts"
    assert one("unsupported", errors=[{"code": 131051}]).wordless == "unknown"


def test_a_reaction_says_nothing_and_several_messages_and_statuses_all_count() -> None:
    told = read(
        webhook(
            message("reaction", reaction={"message_id": "wamid.x", "emoji": "👍"}),
            message("text", text={"body": "a"}),
            {**message("text", text={"body": "b"}), "id": "wamid.2"},
            statuses=[
                {"id": "wamid.o", "status": "read", "timestamp": "1", "recipient_id": "1"},
                {
                    "id": "wamid.p", "status": "failed", "timestamp": "1", "recipient_id": "1",
                    "errors": [{"code": 131047, "title": "Re-engagement message", "error_data": {"details": "24 hours"}}],
                },
            ],
        ),
        PHONE,
    )  # fmt: skip
    assert [one.text for one in told.arrived] == ["a", "b"]
    assert [(one.stage, one.code) for one in told.statuses] == [("read", 0), ("failed", 131047)]


def test_another_number_of_the_same_app_is_passed_over() -> None:
    assert read(webhook(message("text", text={"body": "x"}), phone="999"), PHONE).arrived == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["entry", "changes", "value", "field", "messages", "statuses", "type", "id", "from", "text", "errors"]),
        inner, max_size=5,
    ),
    max_leaves=20,
)  # fmt: skip


@given(JSON)
def test_nothing_that_is_json_breaks_the_reading(content: object) -> None:
    read(content, PHONE)


@pytest.mark.parametrize(
    "part", [{"text": None}, {"text": {"body": 7}}, {"timestamp": "soon"}, {"from": None}, {"id": 5}]
)
def test_a_message_with_odd_parts_breaks_nothing(part: dict[str, Any]) -> None:
    read(webhook({**message("text", text={"body": "x"}), **part}), PHONE)
