"""What goes out to a web address, held against what the makers of messengers document."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from mercery.conversations.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, check_signature
from mercery.core.i18n import Words
from mercery.operations.alerts.formats import FORMATS, Format, Sender, letter, refused
from mercery.operations.alerts.news import News

AT = datetime(2026, 11, 27, 9, 0, 30, tzinfo=UTC)
NEWS = News(
    event="opened", alert_id="alr_1", measure="leaks", title=Words("Sentences held back", "被拦下的语句"), severity="care",
    words=Words("8% of 60 <today> & more.", "60 条中占 8%。"), remedy=Words("Open one.", "请打开查看。"),
    path="/console/alerts", opened_at=AT,
)  # fmt: skip


def sender(format_: Format, *, word: str = "", lang: str = "en") -> Sender:
    return Sender(
        format=format_, url="https://robot.example/send?access_token=x", secret="mhs_s", word=word, shop="Maison Aurelle",
        base="https://shop.example", lang=lang,  # type: ignore[arg-type]
    )  # fmt: skip


def test_our_own_form_is_signed_with_its_time() -> None:
    sent = letter(sender("mercery"), [NEWS], "hdl_1", AT)
    check_signature(["mhs_s"], sent.headers[TIMESTAMP_HEADER], sent.headers[SIGNATURE_HEADER], sent.body, AT)
    body = json.loads(sent.body)
    assert body["type"] == "alerts" and body["alerts"][0]["event"] == "opened"
    assert body["alerts"][0]["url"] == "https://shop.example/console/alerts"


def test_slack_gets_text_in_which_signs_of_its_markup_mean_nothing() -> None:
    text = json.loads(letter(sender("slack"), [NEWS], "hdl_1", AT).body)["text"]
    assert "&lt;today&gt; &amp; more" in text and "https://shop.example/console/alerts" in text


def test_feishu_gets_its_signature_in_the_body() -> None:
    body = json.loads(letter(sender("feishu", word="geheim", lang="zh"), [NEWS], "hdl_1", AT).body)
    stamp = str(int(AT.timestamp()))
    expected = base64.b64encode(hmac.new(f"{stamp}\ngeheim".encode(), b"", hashlib.sha256).digest()).decode()
    assert body["msg_type"] == "text" and body["timestamp"] == stamp and body["sign"] == expected
    assert "新告警：被拦下的语句。" in body["content"]["text"]
    assert "sign" not in json.loads(letter(sender("feishu"), [NEWS], "hdl_1", AT).body)


def test_dingtalk_gets_its_signature_in_the_address() -> None:
    sent = letter(sender("dingtalk", word="SECx"), [NEWS], "hdl_1", AT)
    query = parse_qs(urlsplit(sent.url).query)
    stamp = str(int(AT.timestamp() * 1000))
    expected = base64.b64encode(hmac.new(b"SECx", f"{stamp}\nSECx".encode(), hashlib.sha256).digest()).decode()
    assert query == {"access_token": ["x"], "timestamp": [stamp], "sign": [expected]}
    assert json.loads(sent.body)["msgtype"] == "text"


def test_wecom_never_gets_more_than_it_takes() -> None:
    body = json.loads(letter(sender("wecom", lang="zh"), [NEWS] * 80, "hdl_1", AT).body)
    text = body["text"]["content"]
    assert len(text.encode()) <= 2048 and text.endswith("更多内容见控制台。")


@pytest.mark.parametrize("format_", list(FORMATS))
def test_what_a_robot_refuses_with_200_is_refused(format_: Format) -> None:
    own = format_ in ("mercery", "slack")
    good = {"feishu": b'{"code":0}', "dingtalk": b'{"errcode":0}', "wecom": b'{"errcode":0}'}.get(format_, b"ok")
    bad = b'{"code":19021,"errcode":310000}'
    assert refused(format_, 200, good) == ""
    assert (refused(format_, 200, bad) == "") == own
    assert (refused(format_, 200, b"<html>") == "") == own
    assert refused(format_, 503, b"") != ""
