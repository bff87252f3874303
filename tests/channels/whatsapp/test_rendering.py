"""What goes to WhatsApp stays within its limits; what does not fit a button is said by number."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.channels.wechat.test_rendering import SAID

from mercery.channels.saying import Said
from mercery.channels.whatsapp.rendering import messages
from mercery.conversations.conversation import Button

ID = "msg_" + "0" * 26


@settings(max_examples=40)
@given(said=SAID)
def test_messages_stay_within_the_limits(said: Said) -> None:
    for part in messages(said, ID):
        match part["type"]:
            case "text":
                assert 0 < len(part["text"]["body"]) <= 4096
            case "image":
                assert len(part["image"]["caption"]) <= 1024 and part["image"]["link"].startswith("https://")
            case "interactive":
                inside = part["interactive"]
                assert 0 < len(inside["body"]["text"]) <= 1024
                if inside["type"] == "button":
                    titles = [one["reply"]["title"] for one in inside["action"]["buttons"]]
                    assert len(titles) <= 3 and all(0 < len(one) <= 20 for one in titles)
                else:
                    rows = [row for section in inside["action"]["sections"] for row in section["rows"]]
                    assert len(rows) <= 10 and all(0 < len(one["title"]) <= 24 for one in rows)
                    assert len(inside["action"]["button"]) <= 20
    assert all(one.label.strip() in str(messages(said, ID)) for one in said.choices)


@given(st.integers(min_value=1, max_value=10), st.integers(min_value=1, max_value=30))
def test_the_number_and_length_of_choices_decide_how_they_are_shown(count: int, length: int) -> None:
    choices = tuple(Button(label=f"{place:02d}".ljust(length, "x")) for place in range(count))
    last = messages(Said(lang="en", text="Which?", choices=choices), ID)[-1]
    longest = max(2, length)
    if count <= 3 and longest <= 20:
        assert last["interactive"]["type"] == "button"
        assert last["interactive"]["action"]["buttons"][0]["reply"]["id"] == f"b:{ID}:0"
    elif longest <= 24:
        assert last["interactive"]["type"] == "list"
    else:
        assert f"{count}. " in last["text"]["body"]
