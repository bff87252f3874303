"""What goes to WeChat stays within its limits, whatever was said."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.channels.cutting import utf8_bytes
from mercery.channels.saying import Said, Shown
from mercery.channels.wechat.rendering import MOST, TEXT_BYTES, messages, passive_text
from mercery.conversations.conversation import Button

WORDS = st.text(alphabet="皮革 leather.。\n", max_size=4000)
SAID = st.builds(
    Said,
    lang=st.sampled_from(["en", "zh"]),
    text=WORDS.filter(str.strip),
    asks=st.text(alphabet="颜色？ ", max_size=60),
    choices=st.lists(st.builds(Button, label=st.text(alphabet="ab 是", min_size=1, max_size=40)), max_size=8).map(
        tuple
    ),
    shown=st.lists(
        st.builds(
            Shown,
            title=st.just("马鞍包"),
            lines=st.just(("€1,280", "余 5 件")),
            url=st.just("https://shop.example/zh/p/saddle-bag"),
            image=st.sampled_from(["", "https://shop.example/saddle.jpg"]),
        ),
        max_size=3,
    ).map(tuple),
    sources=st.just("https://shop.example/said/x"),
)


@settings(max_examples=40)
@given(said=SAID)
def test_messages_stay_within_the_limits(said: Said) -> None:
    parts = messages(said, "https://shop.example/said/x")
    assert 1 <= len(parts) <= MOST
    for part in parts:
        text = part.get("text", {}).get("content", "") or part.get("msgmenu", {}).get("head_content", "")
        assert utf8_bytes(text) <= TEXT_BYTES
        assert len(part.get("news", {}).get("articles", [0])) == 1
    for only_way in (False, True):
        direct = passive_text(said, "https://shop.example/said/x", only_way=only_way)
        assert direct is None or utf8_bytes(direct) <= TEXT_BYTES
        assert direct is not None or not only_way


def test_one_piece_with_a_picture_is_a_card_with_its_price() -> None:
    shown = Shown(
        title="马鞍包", lines=("€1,280", "余 5 件"), url="https://s.example/p", image="https://s.example/i.jpg"
    )
    parts = messages(Said(lang="zh", text="这一款。", shown=(shown,)), "https://s.example/said/x")
    assert [one["msgtype"] for one in parts] == ["text", "news"]
    (article,) = parts[1]["news"]["articles"]
    assert article == {
        "title": "马鞍包", "description": "€1,280\n余 5 件", "url": "https://s.example/p", "picurl": "https://s.example/i.jpg",
    }  # fmt: skip
