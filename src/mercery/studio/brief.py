"""What a piece of content is to be: about which products, for which channel, in which language and voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.i18n import Lang, Words

Channel = Literal[
    "product_page", "detail_page", "note", "article", "short_ad", "newsletter", "live_script", "video"
]  # fmt: skip
"""`note`: a short first-person post with tags, as on Xiaohongshu; `article`: a longer text with headings, as on Baijiahao;
`detail_page`: pictures and text in one column."""
CHANNELS: Final[tuple[Channel, ...]] = (
    "product_page", "detail_page", "note", "article", "short_ad", "newsletter", "live_script", "video",
)  # fmt: skip
CHANNEL_NAMES: Final[dict[Channel, Words]] = {
    "product_page": Words("Product page", "商品页"),
    "detail_page": Words("Detail page", "图文详情页"),
    "note": Words("Xiaohongshu note", "小红书笔记"),
    "article": Words("Article", "百家号文章"),
    "short_ad": Words("Short ad", "短广告"),
    "newsletter": Words("Newsletter", "会员邮件"),
    "live_script": Words("Live script", "直播脚本"),
    "video": Words("Video", "短视频"),
}
Length = Literal["short", "medium", "long"]
Season = Literal["spring", "summer", "autumn", "winter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What somebody wants written. Nothing in it is a fact, and nothing in it is said of a product."""

    product_ids: tuple[str, ...]
    """What the piece is about, the main one first. At least one."""
    channel: Channel
    lang: Lang
    length: Length = "medium"
    audience: str = ""
    """For whom, in the words of who asked (`for travel`, `送妈妈`): decides what is said first."""
    voice: str = "house"
    """Key of the house voice."""
    season: Season | None = None
    wanted: tuple[str, ...] = ()
    """Attributes that have to be said (`material`, `dimensions`); empty: every recorded one the channel has room for."""
    note: str = ""
    """What else who asked has in mind. A model reads it; it proves nothing."""
    seed: int = 0
    """Which of many wordings: the same brief with the same seed over the same facts gives the same piece."""
