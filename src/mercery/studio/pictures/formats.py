"""Sizes of pictures by channel, as data with where they are known from and when that was looked at.

A platform changes its sizes without notice, so the limits kept here are on the safe side of what is published; a shop that
knows better changes the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from mercery.core.i18n import Words

Shape = Literal["long", "card"]
Certainty = Literal["published", "usual"]
"""`published`: by the platform itself; `usual`: what its sellers' guides agree on."""
_SEEN: Final = date(2026, 11, 26)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFormat:
    """One size. `height` of a card, or the most of one slice of a long picture."""

    key: str
    name: Words
    shape: Shape
    width: int
    height: int
    most_bytes: int
    most_pictures: int
    mime: Literal["image/jpeg", "image/png"] = "image/jpeg"
    words: bool = True
    """Whether text may stand on it; a main picture is the piece alone."""
    certainty: Certainty = "usual"
    source: str
    seen: date = _SEEN


FORMATS: Final[Mapping[str, PictureFormat]] = {
    one.key: one
    for one in (
        PictureFormat(
            key="taobao", name=Words("Taobao detail page", "淘宝详情图"), shape="long", width=750, height=1500,
            most_bytes=2_000_000, most_pictures=30,
            source="Sellers' guides: 750 wide; slices up to 1,546 to 2,500 high and 3 MB are accepted, smaller ones load sooner",
        ),
        PictureFormat(
            key="tmall", name=Words("Tmall detail page", "天猫详情图"), shape="long", width=790, height=1500,
            most_bytes=2_000_000, most_pictures=30,
            source="Sellers' guides: 790 wide for Tmall; the slices as on Taobao",
        ),
        PictureFormat(
            key="jd", name=Words("JD detail page", "京东商详图"), shape="long", width=750, height=1500,
            most_bytes=1_000_000, most_pictures=30,
            source="Sellers' guides: 750 wide on phones (990 on desktops), slices below 1 MB",
        ),
        PictureFormat(
            key="wechat", name=Words("WeChat shop detail page", "微信小店详情图"), shape="long", width=750, height=1500,
            most_bytes=2_000_000, most_pictures=20, certainty="published",
            source="developers.weixin.qq.com, img/upload: 2 MB as media, 10 MB as address; the width is the usual one",
        ),
        PictureFormat(
            key="long", name=Words("One long picture", "整张长图"), shape="long", width=750, height=20_000,
            most_bytes=12_000_000, most_pictures=1, source="For one's own pages and for sending by hand",
        ),
        PictureFormat(
            key="xiaohongshu", name=Words("Xiaohongshu note", "小红书图文"), shape="card", width=1080, height=1440,
            most_bytes=5_000_000, most_pictures=18,
            source="Creators' guides: upright 3:4, at least 1,080 wide, up to 18 pictures",
        ),
        PictureFormat(
            key="instagram", name=Words("Instagram post", "Instagram 帖子"), shape="card", width=1080, height=1350,
            most_bytes=8_000_000, most_pictures=10,
            source="Instagram's help pages as guides quote them: 1,080 wide, 4:5 (3:4 since 2025), JPEG up to 8 MB",
        ),
        PictureFormat(
            key="square", name=Words("Square, 1200", "方图 1200"), shape="card", width=1200, height=1200,
            most_bytes=2_000_000, most_pictures=9, source="Common to most shops and mails",
        ),
        PictureFormat(
            key="main_cn", name=Words("Main picture, Chinese marketplaces", "电商主图"), shape="card", width=800, height=800,
            most_bytes=2_000_000, most_pictures=5, words=False,
            source="Sellers' guides of Taobao and JD: 800 × 800, below 2 MB, the piece alone on the first",
        ),
        PictureFormat(
            key="google", name=Words("Google Merchant, main picture", "Google Merchant 主图"), shape="card", width=1500,
            height=1500, most_bytes=16_000_000, most_pictures=1, words=False, certainty="published",
            source="support.google.com/merchants/answer/6324350: 1,500 × 1,500 advised, at most 64 megapixels and 16 MB, "
            "no text, no border, the piece 75 to 90 % of it",
        ),
    )
}  # fmt: skip
