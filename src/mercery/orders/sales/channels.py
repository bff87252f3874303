"""Through which channel an order was won: the few the code knows, and any other by the name its platform has. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from mercery.core.i18n import Words

CameBy = Literal["", "file", "api"]
"""How an order came in that names no channel."""
UNTOLD: Final = ("", "file", "api")
"""What an order has that named no channel. An export leaves it out: it says how the order came in here, and nothing of the order."""
MOST: Final = 40
NAMES: Final[Mapping[str, Words]] = {
    "storefront": Words("Online shop", "网店"),
    "live": Words("Live show", "直播间"),
    "assistant": Words("Assistant", "AI 店员"),
    "associate": Words("Shared offer", "导购分享"),
    "store": Words("Boutique", "门店"),
    "file": Words("By file, channel not told", "文件导入，未注明渠道"),
    "api": Words("By interface, channel not told", "接口写入，未注明渠道"),
    "": Words("Not told", "未注明"),
}
"""Channels by key; another key is a platform's own name and stands for itself."""
_SAME: Final[Mapping[str, str]] = {
    "web": "storefront", "online": "storefront", "online store": "storefront", "checkout": "storefront",
    "store-api": "storefront", "网店": "storefront", "官网": "storefront", "商城": "storefront",
    "pos": "store", "boutique": "store", "shop": "store", "门店": "store", "线下": "store",
    "live show": "live", "livestream": "live", "直播": "live", "直播间": "live",
    "chat": "assistant", "ai": "assistant", "店员": "assistant", "ai 店员": "assistant",
    "shared offer": "associate", "导购": "associate", "导购分享": "associate",
}  # fmt: skip
"""What exports call the same."""


def channel_named(text: str) -> str:
    """The key of a channel as a file or a program names it; empty where it names none."""
    plain = " ".join(text.replace("\x00", "").split())[:MOST].strip()
    key = plain.casefold()
    if key in NAMES:
        return key
    return _SAME.get(key, plain)


def channel_words(key: str) -> Words:
    """What a channel is called."""
    return NAMES.get(key, Words(key, key))
