"""A colour to show for a colour's name. Where the name is not known, the name itself is shown."""

from __future__ import annotations

from typing import Final

_TABLE: Final = """
black 黑 #22292A; white 白 #F7F5EF; ivory 象牙 #EDE6D7; cream 奶油 #EADFC7; grey 灰 #999E9C; gray 灰 #999E9C; charcoal 炭灰 #474D4C;
silver 银 #B9BDBE; gold 金 #C79A45; bordeaux 酒红 #7E2733; burgundy 勃艮第 #6E2433; wine 葡萄酒 #6E2433; red 红 #AE2F31; rose 玫瑰 #B96F78;
pink 粉 #DDA6AE; blush 裸粉 #DDB6AD; coral 珊瑚 #D67C62; terracotta 赤陶 #AF5F3D; orange 橙 #CF7E30; rust 铁锈 #9E4F2C; mustard 芥末 #C69A35;
yellow 黄 #E3C154; straw 稻草 #D9C58E; olive 橄榄 #6A7042; sage 鼠尾草 #8FA086; green 绿 #2C5A48; emerald 祖母绿 #16704F; loden 罗登 #2C5A48;
bottle 墨绿 #2C5A48; forest 森林 #24503C; teal 孔雀 #286A71; turquoise 绿松石 #3E9C9C; sky 天蓝 #8DB0C8; blue 蓝 #2E4F9A; denim 牛仔 #557A9F;
cobalt 钴蓝 #2E4F9A; navy 海军 #2C3B55; midnight 午夜 #1D283D; lavender 薰衣草 #A396BA; purple 紫 #6B4A86; plum 梅 #613450; aubergine 茄紫 #44293D;
cognac 干邑 #A26134; tan 驼黄 #B98852; camel 驼 #C1996A; brown 棕 #704A31; chocolate 巧克力 #4D3328; taupe 灰褐 #918576; sand 沙 #D2C2A3;
beige 米 #D8C9AE; stone 石 #C7C6BD; nude 裸 #D9B9A5; champagne 香槟 #E2CFA9; tortoise 玳瑁 #7A4B26; havana 哈瓦那 #7A4B26; honey 蜂蜜 #C8913C;
clear 透明 #E6ECEC; smoke 烟 #6E7674; espresso 浓缩 #3B281E; ink 墨 #1D2530; chalk 粉笔 #F4F6F3; natural 原 #DDCFB4; mist 雾 #B4C3CC
"""
_ENGLISH: Final[dict[str, str]] = {}
_CHINESE: Final[dict[str, str]] = {}
for _entry in _TABLE.replace("\n", " ").split(";"):
    _en, _zh, _hex = _entry.split()
    _ENGLISH[_en] = _hex
    _CHINESE[_zh] = _hex


def swatch(en: str, zh: str = "") -> str:
    """`#RRGGBB` for a colour's name in either language (`bottle green`, `酒红色`), or an empty text."""
    words = en.lower().replace("-", " ").split()
    for word in (" ".join(words), *words[:1], *reversed(words)):
        if word in _ENGLISH:
            return _ENGLISH[word]
    plain = zh.removesuffix("色")
    return _CHINESE.get(plain, "") if plain else ""
