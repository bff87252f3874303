"""A customer of an official account: signed in, answered directly or by the interface, and the platform's limits told."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from tests.channels.place import Place, Platform, as_json, platform
from tests.conversations.conftest import LEATHER

from mercery.channels import jobs, setups
from mercery.channels.arrivals import arrive
from mercery.channels.arrived import Arrived
from mercery.channels.setups import Setup
from mercery.channels.wechat import signature
from mercery.channels.wechat.reading import read_message, read_xml
from mercery.core.clock import now
from mercery.core.config import settings
from mercery.core.runtime import use_database

APP_ID, SECRET = "wx2c2769f8efd9abc2", "0123456789abcdef0123456789abcdef"
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
PICTURE = b"\xff\xd8\xff\xe0 a picture"


@dataclass
class Weixin:
    """WeChat's interface as it answers: tokens that end, a window, a quota, texts that are too long."""

    tokens: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    refuse: list[int] = field(default_factory=list)
    """Error numbers for the next messages; 0 takes one."""
    forced: int = 0

    def answer(self, method: str, path: str, query: dict[str, str], body: Any, headers: dict[str, str]) -> Any:
        if path == "/cgi-bin/stable_token":
            if (body["appid"], body["secret"], body["grant_type"]) != (APP_ID, SECRET, "client_credential"):
                return as_json({"errcode": 40125, "errmsg": "invalid appsecret"})
            if not self.tokens or body["force_refresh"]:
                self.forced += bool(body["force_refresh"])
                self.tokens.append(f"token-{len(self.tokens)}")
            return as_json({"access_token": self.tokens[-1], "expires_in": 7200})
        if query.get("access_token") != (self.tokens or [""])[-1]:
            return as_json({"errcode": 42001, "errmsg": "access_token expired"})
        if path == "/cgi-bin/media/get":
            return 200, "image/jpeg", PICTURE
        if path == "/cgi-bin/message/custom/typing":
            return as_json({"errcode": 0, "errmsg": "ok"})
        return self._taken(body)

    def _taken(self, body: Any) -> Any:
        if self.refuse and (number := self.refuse.pop(0)):
            return as_json({"errcode": number, "errmsg": "refused"})
        text = body.get("text", {}).get("content") or body.get("msgmenu", {}).get("head_content", "")
        if len(text.encode()) > 2048:
            return as_json({"errcode": 45002, "errmsg": "content size out of limit"})
        if body["msgtype"] == "news" and len(body["news"]["articles"]) != 1:
            return as_json({"errcode": 45008, "errmsg": "article size out of limit"})
        self.sent.append(body)
        return as_json({"errcode": 0, "errmsg": "ok"})


@pytest.fixture
def weixin() -> Weixin:
    return Weixin()


@pytest.fixture
def served_weixin(home: object, weixin: Weixin, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with platform(weixin.answer) as made:
        monkeypatch.setenv("MERCERY_WECHAT_API", made.address)
        settings.cache_clear()
        yield made


@pytest.fixture
async def channel(place: Place, served_weixin: Platform) -> Setup:
    settings.cache_clear()
    return await place.connect("wechat", app_id=APP_ID, app_secret=SECRET, menu="RETURNS = 怎么退货", greeting="您好")


@pytest.fixture
async def safe_channel(place: Place, served_weixin: Platform) -> Setup:
    return await place.connect("wechat", app_id=APP_ID, app_secret=SECRET, aes_key=AES_KEY)


def xml(text: str = "是真皮吗", *, msg_id: str = "1001", inside: str = "", sender: str = "o1") -> str:
    body = inside or f"<MsgType>text</MsgType><Content><![CDATA[{text}]]></Content>"
    return (
        f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{int(now().timestamp())}</CreateTime>{body}<MsgId>{msg_id}</MsgId></xml>"
    )


async def post(place: Place, made: Setup, body: str, *, token: str = "", late: int = 0) -> httpx.Response:
    """What WeChat sends in plain mode."""
    timestamp, nonce = str(int(now().timestamp()) - late), secrets.token_hex(4)
    signed = signature.signature(token or made.get("token"), timestamp, nonce)
    query = {"signature": signed, "timestamp": timestamp, "nonce": nonce, "openid": "o1"}
    return await place.http.post(f"/api/channels/wechat/{made.channel.id}", params=query, content=body.encode())


async def post_safe(place: Place, made: Setup, body: str, *, app_id: str = APP_ID, changed: str = "") -> httpx.Response:
    """What WeChat sends in safe mode."""
    timestamp, nonce = str(int(now().timestamp())), secrets.token_hex(4)
    sealed = signature.encrypt(body, AES_KEY, app_id)
    signed = signature.signature(made.get("token"), timestamp, nonce, sealed)
    query = {
        "signature": signature.signature(made.get("token"), timestamp, nonce), "timestamp": timestamp, "nonce": nonce,
        "encrypt_type": "aes", "msg_signature": signed,
    }  # fmt: skip
    content = f"<xml><ToUserName>gh_1</ToUserName><Encrypt><![CDATA[{changed or sealed}]]></Encrypt></xml>"
    return await place.http.post(f"/api/channels/wechat/{made.channel.id}", params=query, content=content.encode())


async def test_the_address_is_verified_by_the_token_alone(place: Place, channel: Setup) -> None:
    timestamp, nonce = str(int(now().timestamp())), "42"
    for token, status in ((channel.get("token"), 200), ("guess", 401)):
        query = {
            "signature": signature.signature(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce,
            "echostr": "5837",
        }  # fmt: skip
        answer = await place.http.get(f"/api/channels/wechat/{channel.channel.id}", params=query)
        assert answer.status_code == status
        assert (answer.text == "5837") == (status == 200)


async def test_a_question_is_answered_directly_and_not_once_more_by_the_interface(
    place: Place, channel: Setup, weixin: Weixin
) -> None:
    answer = await post(place, channel, xml())
    fields = read_xml(answer.text)
    assert (fields["ToUserName"], fields["FromUserName"], fields["MsgType"]) == ("o1", "gh_1", "text")
    for sentence in LEATHER["zh"].sentences:
        assert sentence.text in fields["Content"]
    assert "1. 装得下平板吗？" in fields["Content"] and "/said/msg_" in fields["Content"]
    await place.work()
    assert weixin.sent == []
    (line,) = await place.log()
    assert (line.status, line.stage) == ("delivered", "passive")


async def test_a_number_means_the_choice_and_the_sources_page_shows_the_answer(place: Place, channel: Setup) -> None:
    fields = read_xml((await post(place, channel, xml())).text)
    code = fields["Content"].partition("/said/")[2].split()[0]
    page = await place.http.get(f"/said/{code}")
    assert page.status_code == 200 and "鞣制厂证书 118" in page.text
    assert (await place.http.get(f"/said/{code[:-1]}0")).status_code in (404, 200 if code[-1] == "0" else 404)
    await post(place, channel, xml("2", msg_id="1002"))
    said = await place.said()
    assert said[-1].body.status == "waiting" and "找店员" in [one.text for one in said]


@pytest.mark.slow
async def test_the_same_message_three_times_is_one_question_with_one_answer(place: Place, channel: Setup) -> None:
    place.responder.pause = 0.4
    answers = await asyncio.gather(*(post(place, channel, xml()) for _ in range(3)))
    assert {read_xml(one.text)["Content"] for one in answers} == {read_xml(answers[0].text)["Content"]}
    assert [one.author for one in await place.said()] == ["customer", "assistant"]


async def test_an_answer_that_takes_longer_comes_by_the_interface_with_buttons(
    place: Place, channel: Setup, weixin: Weixin, served_weixin: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mercery.channels.wechat.api.DIRECT", timedelta(seconds=0.4))
    place.responder.pause = 0.5
    answer = await post(place, channel, xml())
    assert answer.text == "success"
    assert any(path.endswith("/typing") for _, path, _, _ in served_weixin.asked)
    await asyncio.sleep(1.8)
    await place.work()
    assert weixin.sent, await place.log()
    last = weixin.sent[-1]
    assert last["touser"] == "o1" and last["msgtype"] == "msgmenu"
    assert [one["content"] for one in last["msgmenu"]["list"]] == ["装得下平板吗？", "找店员"]
    assert LEATHER["zh"].sentences[0].text in str(weixin.sent)


async def test_in_safe_mode_everything_is_encrypted_both_ways(place: Place, safe_channel: Setup) -> None:
    answer = await post_safe(place, safe_channel, xml())
    sealed = read_xml(answer.text)
    signed = signature.signature(safe_channel.get("token"), sealed["TimeStamp"], sealed["Nonce"], sealed["Encrypt"])
    assert sealed["MsgSignature"] == signed
    assert LEATHER["zh"].sentences[0].text in signature.decrypt(sealed["Encrypt"], AES_KEY, APP_ID)


async def test_what_is_not_signed_now_for_this_account_is_refused(
    place: Place, channel: Setup, safe_channel: Setup
) -> None:
    other = signature.encrypt(xml(), AES_KEY, APP_ID)
    refused = [
        await post(place, channel, xml(), token="guess"),
        await post(place, channel, xml(), late=3_600),
        await post(place, safe_channel, xml()),
        await post_safe(place, safe_channel, xml(), app_id="wx0000000000000000"),
        await post_safe(place, safe_channel, xml(), changed=other),
    ]
    assert [one.status_code for one in refused] == [401] * 5
    assert await place.conversations() == []


async def test_a_persons_words_go_by_the_interface_with_a_token_fetched_once(
    place: Place, channel: Setup, weixin: Weixin, served_weixin: Platform
) -> None:
    await post(place, channel, xml())
    await place.reply("明天寄出。")
    await place.work()
    await place.reply("请放心。")
    await place.work()
    texts = [one["text"]["content"] for one in weixin.sent]
    assert texts == ["明天寄出。", "请放心。"]
    assert sum(path.endswith("stable_token") for _, path, _, _ in served_weixin.asked) == 1


@pytest.mark.slow
async def test_a_token_that_has_ended_is_renewed_and_the_message_goes_once(
    place: Place, channel: Setup, weixin: Weixin
) -> None:
    async with place.database.session() as session:
        await setups.keep_token(session, channel.channel.id, "of-yesterday", now() + timedelta(hours=1))
    weixin.tokens = ["token-0"]
    await post(place, channel, xml())
    await place.reply("好的。")
    await place.work()
    assert [one["text"]["content"] for one in weixin.sent] == ["好的。"] and weixin.forced == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (45015, "48 hours"),
        pytest.param(45047, "used up", marks=pytest.mark.slow),
        pytest.param(43004, "no longer follows", marks=pytest.mark.slow),
    ],
)
async def test_a_limit_of_the_platform_is_told_to_the_person_and_not_tried_again(
    place: Place, channel: Setup, weixin: Weixin, number: int, words: str
) -> None:
    await post(place, channel, xml())
    await place.reply("还在吗？")
    weixin.refuse = [number]
    await place.work()
    line = (await place.log())[0]
    assert line.status == "failed" and words in line.problem.en and line.problem.zh
    found = await place.conversation()
    page = await place.http.get(f"/console/inbox/{found.id}", headers=await place.signed_in())
    assert words in page.text


@pytest.mark.slow
async def test_a_busy_platform_is_asked_again(place: Place, channel: Setup, weixin: Weixin) -> None:
    await post(place, channel, xml())
    await place.reply("好的。")
    weixin.refuse = [-1]
    await place.work()
    assert weixin.sent == [] and (await place.log())[0].status == "waiting"
    await place.work_later()
    assert [one["text"]["content"] for one in weixin.sent] == ["好的。"]


async def test_a_picture_is_kept_for_a_person_and_the_customer_is_told(place: Place, channel: Setup) -> None:
    inside = "<MsgType>image</MsgType><PicUrl>http://p</PicUrl><MediaId><![CDATA[m9]]></MediaId>"
    answer = await post(place, channel, xml(inside=inside))
    assert "无法查看" in read_xml(answer.text)["Content"]
    found = await place.conversation()
    assert found.status == "waiting"
    headers = await place.signed_in()
    page = await place.http.get(f"/console/inbox/{found.id}", headers=headers)
    address = page.text.partition('src="/console/kept/')[2].partition('"')[0]
    picture = await place.http.get(f"/console/kept/{address}", headers=headers)
    assert picture.content == PICTURE and picture.headers["content-type"] == "image/jpeg"
    assert "sandbox" in picture.headers["content-security-policy"]


@pytest.mark.slow
async def test_followers_are_greeted_menu_buttons_ask_and_who_leaves_gets_nothing(
    place: Place, channel: Setup, weixin: Weixin
) -> None:
    event = "<MsgType>event</MsgType><Event>{}</Event><EventKey>{}</EventKey>"
    greeted = await post(place, channel, xml(inside=event.format("subscribe", "")))
    assert read_xml(greeted.text)["Content"] == "您好"
    await post(place, channel, xml(inside=event.format("CLICK", "RETURNS")))
    assert (await place.said())[0].text == "怎么退货"
    assert (await post(place, channel, xml(inside=event.format("unsubscribe", "")))).text == "success"
    await place.reply("还在吗？")
    await place.work()
    assert (await place.log())[0].status == "failed" and "还在吗？" not in str(weixin.sent)


@pytest.mark.slow
async def test_an_account_without_the_interface_is_known_by_its_refusal(
    place: Place, channel: Setup, weixin: Weixin
) -> None:
    await post(place, channel, xml())
    await place.reply("好的。")
    weixin.refuse = [48001]
    await place.work()
    assert "direct answers" in (await place.log())[0].problem.en
    assert (await place.setup(channel)).place == {"direct_only": True}


async def test_check_and_test_say_what_the_platform_says(place: Place, channel: Setup, weixin: Weixin) -> None:
    headers, where = await place.signed_in(), f"/console/channels/{channel.channel.id}"
    assert (await place.form(f"{where}/setup", f"{where}/check", headers)).status_code == 303
    assert (await place.setup(channel)).problem.en == ""
    weixin.refuse = [45015]
    await place.form(f"{where}/setup", f"{where}/test", headers, to="o77")
    assert "48 hours" in (await place.setup(channel)).problem.en
    await place.form(f"{where}/setup", f"{where}/test", headers, to="o77")
    assert weixin.sent[-1]["touser"] == "o77" and "Maison Aurelle" in str(weixin.sent[-1])


@pytest.mark.slow
async def test_a_long_reply_goes_on_where_it_was_interrupted(place: Place, channel: Setup, weixin: Weixin) -> None:
    await post(place, channel, xml())
    words = "".join(f"第{number}句话说得很清楚。" for number in range(200))
    await place.reply(words)
    weixin.refuse = [0, -1]
    await place.work()
    assert len(weixin.sent) == 1
    await place.work_later()
    assert "".join(one["text"]["content"] for one in weixin.sent) == words and len(weixin.sent) == 3


async def test_what_a_process_that_died_had_taken_in_is_answered_even_when_its_job_is_lost(
    place: Place, channel: Setup, weixin: Weixin
) -> None:
    arrived = read_message(read_xml(xml()), {})
    assert isinstance(arrived, Arrived)
    await arrive(place.database, channel.channel, arrived)
    await place.work()
    assert await place.conversations() == []
    async with place.database.session() as session:
        # The job behind it is lost too.
        await session.execute(text("DELETE FROM procrastinate_jobs"))
        await session.execute(text("UPDATE channel_arrivals SET created_at = created_at - interval '4 minutes'"))
    use_database(place.database)
    await jobs.take_up(0)
    await place.work()
    assert [one.author for one in await place.said()] == ["customer", "assistant"]
    assert LEATHER["zh"].sentences[0].text in str(weixin.sent)
