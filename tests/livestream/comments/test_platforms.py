"""Platforms: Douyin's push as its own pages describe it, and programs of the shop's own."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from mercery.conversations.signature import BadSignature, signed_headers
from mercery.livestream.comments.platforms import PLATFORMS
from mercery.livestream.comments.platforms.adapter import Pushed, Setting, Unreadable
from mercery.livestream.comments.platforms.douyin import WINDOW, signature

DOUYIN, SIGNED = PLATFORMS["douyin"], PLATFORMS["signed"]
AT = datetime(2026, 11, 26, 20, 0, tzinfo=UTC)
SETTING = Setting(room="268", secret="123abc")
ROWS = [
    {
        "msg_id": "7",
        "sec_openid": "o1",
        "content": "多少钱",
        "avatar_url": "",
        "nickname": "小鹿",
        "timestamp": 1795723200000,
    },
    {"msg_id": "8", "sec_openid": "o2", "content": "", "nickname": "只发了图", "timestamp": 1795723201},
]


def push(
    rows: object = None, *, at: datetime = AT, room: str = "268", kind: str = "live_comment", secret: str = "123abc"
) -> Pushed:
    body = json.dumps(ROWS if rows is None else rows, ensure_ascii=False).encode()
    headers = {
        "x-nonce-str": "123456", "x-timestamp": str(int(at.timestamp() * 1000)), "x-roomid": room, "x-msg-type": kind,
    }  # fmt: skip
    return Pushed(headers={**headers, "x-signature": signature(headers, body, secret)}, body=body, at=AT)


@pytest.mark.parametrize(
    ("kind", "signed"), [("live_gift", "PDcKhdlsrKEJif6uMKD2dw=="), ("user_group", "GAkalGmhzqlUGQO/TgvMug==")]
)
def test_the_signature_is_the_one_of_douyins_own_examples(kind: str, signed: str) -> None:
    headers = {"x-nonce-str": "123456", "x-timestamp": "456789", "x-roomid": "268", "x-msg-type": kind}
    assert signature(headers, "abc123你好".encode(), "123abc") == signed


def test_a_push_of_douyin_brings_comments() -> None:
    pushed = push()
    DOUYIN.verify(pushed, SETTING)
    (one,) = DOUYIN.comments(pushed)
    assert (one.source, one.source_id, one.text, one.name, one.author) == ("douyin", "7", "多少钱", "小鹿", "o1")
    assert one.at == datetime.fromtimestamp(1795723200, UTC)
    assert DOUYIN.comments(push(kind="live_gift")) == ()


@pytest.mark.parametrize(
    "wrong",
    [push(secret="other"), push(room="269"), push(at=AT - WINDOW - timedelta(seconds=1)), Pushed(headers={}, body=b"[]", at=AT)],
    ids=["secret", "room", "old", "unsigned"],
)  # fmt: skip
def test_what_douyin_did_not_sign_for_this_room_just_now_is_refused(wrong: Pushed) -> None:
    with pytest.raises(BadSignature):
        DOUYIN.verify(wrong, SETTING)


@pytest.mark.parametrize("rows", [{"msg_id": "1"}, "no list"], ids=["object", "text"])
def test_a_signed_push_that_is_no_list_says_so(rows: object) -> None:
    with pytest.raises(Unreadable, match="no list"):
        DOUYIN.comments(push(rows))


def test_a_program_of_ones_own_signs_as_messengers_do() -> None:
    body = json.dumps(
        {"comments": [{"id": "1", "text": "how much", "name": "Anna"}, {"id": "2", "text": "and the tote?"}]}
    ).encode()
    headers = {name.lower(): value for name, value in signed_headers("s" * 20, body, AT).items()}
    pushed = Pushed(headers=headers, body=body, at=AT)
    SIGNED.verify(pushed, Setting(room="", secret="s" * 20))
    assert [one.text for one in SIGNED.comments(pushed)] == ["how much", "and the tote?"]
    with pytest.raises(BadSignature):
        SIGNED.verify(pushed, Setting(room="", secret="t" * 20))
    with pytest.raises(Unreadable, match="cannot be read"):
        SIGNED.comments(Pushed(headers=headers, body=b'{"id": "", "text": "x"}', at=AT))
