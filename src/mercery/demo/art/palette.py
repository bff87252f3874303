"""Colours by name: three flat tones for the drawing, a swatch, and a name in each language.

Tones are chosen by hand for the light of the house style (front left): `light` is the lit
plane, `mid` the body colour and swatch, `dark` the plane turned away, `stitch` a thread that
shows on the mid tone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["en", "zh"]


@dataclass(frozen=True, kw_only=True)
class Tones:
    """Flat tones of one material under the house light, as #RRGGBB."""

    light: str
    mid: str
    dark: str
    stitch: str


_TABLE = """
bordeaux     | bordeaux     | 波尔多红 | #98404A #7E2733 #5C1822 #D9A5A0
red          | red          | 正红     | #C94A45 #AE2F31 #841F26 #EBB5A6
rose         | rose         | 玫瑰粉   | #D08E93 #B96F78 #95525E #F0D3D2
blush        | blush        | 裸粉     | #EBCFC7 #DDB6AD #C19489 #FAEDE8
coral        | coral        | 珊瑚色   | #E59A80 #D67C62 #B25C47 #F8D8C9
terracotta   | terracotta   | 赤陶色   | #C97A55 #AF5F3D #87452B #EDC5A9
orange       | orange       | 橙色     | #E39A4E #CF7E30 #A35E1F #F8DCB4
mustard      | mustard      | 芥末黄   | #DDB352 #C69A35 #99741F #F5E2AB
yellow       | yellow       | 明黄     | #F0D67A #E3C154 #BB9936 #FBF1C9
olive        | olive        | 橄榄绿   | #858A58 #6A7042 #4C512D #C6C99A
sage         | sage         | 鼠尾草绿 | #A9B8A0 #8FA086 #6D7E66 #DEE6D6
emerald      | emerald      | 祖母绿   | #2F8A68 #16704F #0D5039 #98D0B6
bottle green | bottle green | 墨绿     | #46765F #2C5A48 #1C4033 #A9CDB8
teal         | teal         | 孔雀蓝绿 | #3F8389 #286A71 #1A4B52 #A5D2D2
sky          | sky blue     | 天蓝     | #ABC7DA #8DB0C8 #688DA8 #E2EEF5
denim        | denim blue   | 牛仔蓝   | #7394B4 #557A9F #3D5D7E #C6D8E8
cobalt       | cobalt       | 钴蓝     | #4769B4 #2E4F9A #1F3873 #B3C4EA
navy         | navy         | 海军蓝   | #42546F #2C3B55 #1D283D #A3B4CB
lavender     | lavender     | 薰衣草紫 | #BDB1D0 #A396BA #7E7198 #E8E2F1
plum         | plum         | 梅子紫   | #7C4A68 #613450 #452239 #CFA6BF
aubergine    | aubergine    | 茄紫     | #5B3B52 #44293D #2F1A2A #B394A9
cognac       | cognac       | 干邑棕   | #BE7A48 #A26134 #7B4724 #EBC79C
tan          | tan          | 驼黄     | #CE9F6A #B98852 #946739 #F1DAB4
camel        | camel        | 驼色     | #D4B084 #C1996A #9C774B #F3E2C4
brown        | brown        | 棕色     | #8A6144 #704A31 #523421 #D3AE8C
chocolate    | chocolate    | 巧克力色 | #664738 #4D3328 #36221B #B89480
taupe        | taupe        | 灰褐色   | #ABA091 #918576 #706558 #DED6CA
sand         | sand         | 沙色     | #E3D6BD #D2C2A3 #B3A180 #F8F2E3
cream        | cream        | 奶油色   | #F6EEDD #EADFC7 #CDBE9F #FFFAF0
ivory        | ivory        | 象牙白   | #F8F4EA #EDE6D7 #D0C7B3 #BFB49B
white        | white        | 白色     | #FBFAF6 #EFEDE7 #D3D0C8 #BDB9AF
grey         | grey         | 灰色     | #B5B9B7 #999E9C #777D7B #E0E3E1
light grey   | light grey   | 浅灰     | #DEDFDC #C9CBC7 #A6A9A5 #F6F7F5
charcoal     | charcoal     | 炭灰     | #5E6563 #474D4C #323736 #A5ADAA
black        | black        | 黑色     | #454C4A #2B302E #191D1B #8C9592
gold         | gold         | 金色     | #E9CD8B #C79A45 #94702A #FBF0CF
silver       | silver       | 银色     | #EEF0F0 #C2C8CA #8B9397 #FFFFFF
rose gold    | rose gold    | 玫瑰金   | #F0CDBB #D5A08A #A87260 #FCEBE2
gunmetal     | gunmetal     | 枪灰色   | #868D90 #5B6265 #3B4144 #C4CACC
champagne    | champagne    | 香槟色   | #EFE0C3 #DCC79F #B79F74 #FCF5E4
amber        | amber        | 琥珀色   | #E3B063 #CB8D36 #9D6722 #F8E0B5
tortoise     | tortoise     | 玳瑁色   | #B9793B #7E4C22 #4B2B15 #E4B777
honey        | honey        | 蜂蜜色   | #E6BE7A #D1A055 #A67A37 #F8E5BE
clear        | clear        | 透明     | #F1F5F4 #DCE5E4 #B4C3C3 #FFFFFF
multicolour  | multicolour  | 多色     | #EFE4CC #C79A45 #2C5A48 #7E2733
"""


def _parse(table: str) -> tuple[dict[str, Tones], dict[str, tuple[str, str]]]:
    tones: dict[str, Tones] = {}
    names: dict[str, tuple[str, str]] = {}
    for line in table.strip().splitlines():
        key, english, chinese, values = (part.strip() for part in line.split("|"))
        light, mid, dark, stitch = values.split()
        tones[key] = Tones(light=light, mid=mid, dark=dark, stitch=stitch)
        names[key] = (english, chinese)
    return tones, names


COLOURS, _NAMES = _parse(_TABLE)


def palette(name: str) -> Tones:
    """The tones of a colour by its English key; raises KeyError for an unknown one."""
    return COLOURS[name]


def colour_name(name: str, lang: Language = "en") -> str:
    """What a shopper calls the colour, in English or Chinese."""
    return _NAMES[name][0 if lang == "en" else 1]


def swatch_hex(name: str) -> str:
    """The one colour that stands for a name, for swatches and facets."""
    return COLOURS[name].mid


def brightness(colour: str) -> float:
    """How light a #RRGGBB colour looks, 0 to 255 (weights of Rec. 601)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def mix(first: str, second: str, share: float) -> str:
    """A flat blend of two #RRGGBB colours; `share` is the part of the second, 0 to 1."""
    one, two = (tuple(int(c[i : i + 2], 16) for i in (1, 3, 5)) for c in (first, second))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(one, two, strict=True))
