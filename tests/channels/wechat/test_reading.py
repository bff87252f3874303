"""WeChat's messages and events as its documentation writes them, and XML that is none of theirs."""

from __future__ import annotations

import pytest

from mercery.channels.arrived import Arrived
from mercery.channels.wechat.reading import Event, read_menu, read_message, read_xml, text_reply
from mercery.core.clock import now
from mercery.core.errors import Invalid

HEAD = (
    "<ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o1]]></FromUserName>"
    "<CreateTime>1348831860</CreateTime>"
)


def read(inside: str) -> Arrived | Event:
    return read_message(read_xml(f"<xml>{HEAD}{inside}</xml>"), read_menu("RETURNS = 怎么退货\nbad line\n= x"))


def message(inside: str) -> Arrived:
    found = read(inside)
    assert isinstance(found, Arrived)
    return found


def test_a_text_with_its_id() -> None:
    found = message("<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[有 <b> & 吗]]></Content><MsgId>123</MsgId>")
    assert (found.outside_id, found.address, found.text, found.kind) == ("123", "o1", "有 <b> & 吗", "words")


def test_a_voice_that_wechat_has_heard_is_words_and_another_is_not() -> None:
    kind = "<MsgType><![CDATA[voice]]></MsgType><MediaId><![CDATA[m1]]></MediaId><Format>amr</Format><MsgId>1</MsgId>"
    heard = message(f"{kind}<Recognition><![CDATA[是真皮吗]]></Recognition>")
    assert (heard.kind, heard.text, heard.media[0].kind) == ("words", "是真皮吗", "audio")
    assert message(kind).kind == "wordless"


def test_a_picture_a_place_a_link_and_what_nobody_knows() -> None:
    picture = message(
        "<MsgType>image</MsgType><PicUrl><![CDATA[http://p]]></PicUrl><MediaId><![CDATA[m2]]></MediaId><MsgId>2</MsgId>"
    )
    assert (picture.kind, picture.media[0].outside_id) == ("wordless", "m2")
    place = message("<MsgType>location</MsgType><Label><![CDATA[南京西路]]></Label><MsgId>3</MsgId>")
    assert (place.wordless, place.text) == ("location", "南京西路")
    link = message("<MsgType>link</MsgType><Title>Bag</Title><Url>https://x.example</Url><MsgId>4</MsgId>")
    assert link.text == "Bag\nhttps://x.example"
    assert message("<MsgType>hologram</MsgType><MsgId>5</MsgId>").wordless == "unknown"


def test_events_are_told_apart_and_a_known_menu_button_is_a_question() -> None:
    followed = read("<MsgType>event</MsgType><Event>subscribe</Event><EventKey></EventKey>")
    assert isinstance(followed, Event) and followed.name == "subscribe"
    left = message("<MsgType>event</MsgType><Event>unsubscribe</Event>")
    assert left.kind == "stopped"
    pressed = message("<MsgType>event</MsgType><Event>CLICK</Event><EventKey>RETURNS</EventKey>")
    assert (pressed.text, pressed.outside_id) == ("怎么退货", "o1:1348831860:CLICK")
    assert isinstance(read("<MsgType>event</MsgType><Event>CLICK</Event><EventKey>V1001</EventKey>"), Event)


def test_a_choice_of_a_menu_message_names_it() -> None:
    assert (
        message("<MsgType>text</MsgType><Content>满意</Content><bizmsgmenuid>2</bizmsgmenuid><MsgId>6</MsgId>").choice
        == "2"
    )


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Content>&a;</Content></xml>',
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
        "<xml><Content>&unknown;</Content></xml>",
        "<xml><Content>",
        "not xml",
        "",
        "<xml>" + "<a>" * 20 + "</a>" * 20 + "</xml>",
        "<xml>" + "x" * 70_000 + "</xml>",
        "<xml><MsgType>text</MsgType></xml>",
    ],
)
def test_entities_depth_length_and_nonsense_are_refused(body: str) -> None:
    with pytest.raises(Invalid):
        read_message(read_xml(body), {})


def test_a_document_type_in_another_encoding_is_refused_too() -> None:
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>'
    with pytest.raises(Invalid):
        read_xml(hidden.encode("utf-16"))


def test_an_answer_cannot_end_its_own_section() -> None:
    text = "a ]]><MsgType>news</MsgType> \x00\x0b b"
    fields = read_xml(text_reply(to="o1", sender="gh_1", text=text, moment=now()))
    assert fields["Content"] == "a ]]><MsgType>news</MsgType>  b" and fields["MsgType"] == "text"
