"""The words the gate knows, as data: what they mean when they assert something, and which assert nothing.

Kinds of keys (the part before the colon):
`neg` negation · `quant` quantifier · `cmp` comparison · `price`, `stock`, `time` cues · `att` names an attribute ·
`c` any other concept of goods or of service · `noun` a kind of goods · `part` a part of goods · `place` · `mat` material ·
`col` colour · `n` grammar · `t` service talk · `s` what carries a clause about service and adds nothing to it ·
`v` a verb that adds nothing where it stands as one · `k` what may stand in a slot of its kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from mercery.claims.vocabulary import COLOURS, MATERIALS

Forms = tuple[str, ...]
"""A surface as its units: English words, or single Chinese characters."""

_COLOUR_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "gold": ("gold tone", "golden"),
    "grey": ("gray",),
    "silver": ("silvery",),
    "tortoiseshell": ("tortoise",),
    "gunmetal": (),
    "mustard": (),
}
_ZH_COLOURS: Final[Mapping[str, tuple[str, ...]]] = {
    "green": ("绿",), "red": ("红",), "black": ("黑",), "white": ("白",), "blue": ("蓝",), "yellow": ("黄",),
    "grey": ("灰",), "pink": ("粉",), "ivory": ("象牙白", "象牙"), "tobacco": ("烟草",), "camel": ("驼",),
    "taupe": ("灰褐",), "tan": ("棕褐",), "bordeaux": ("波尔多", "波尔多酒红"), "bottle green": ("瓶绿", "深绿"), "navy": ("海军蓝", "藏青"),
    "olive": ("橄榄",), "caramel": ("焦糖",), "cognac": ("干邑",), "mustard": ("芥末", "芥末黄", "芥黄"), "rust": ("铁锈", "铁锈色", "铁锈红"),
    "oatmeal": ("燕麦",), "sand": ("沙",), "charcoal": ("炭灰",), "natural": ("原色", "本色"), "emerald": ("祖母绿", "翡翠绿"),
    "sage": ("鼠尾草绿", "鼠尾草"), "graphite": ("石墨", "石墨灰"), "cream": ("奶油", "奶油白", "米白"), "brown": ("棕", "棕色"), "gold": ("金色",),
}  # fmt: skip
_MATERIAL_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "calf leather": ("calf", "calf hide", "cowhide", "cow leather"),
    "freshwater pearl": ("freshwater pearls",),
    "cashmere": (),
    "polyester": ("poly",),
    "merino wool": ("merino",),
    "sheepskin": ("sheepskin",),
    "lambskin": ("lamb", "lamb leather"),
    "stainless steel": (),
    "leather": ("hide", "animal leather", "animal hide", "animal skin", "real leather", "genuine leather"),
    "wool": ("woollen", "woolen"),
    "wood": ("wooden",),
    "gold": ("golden",),
    "steel": (),
    "rapeseed wax": ("rapeseed", "rapeseed wax"),
    "alligator": ("crocodile", "alligator leather"),
    "linen": ("flax",),
    "magnesium": ("magnesium alloy",),
    "aluminium": ("aluminum",),
    "oud": ("agarwood",),
    "soy wax": ("soy",),
    "cedarwood": ("cedar",),
    "akoya pearl": ("akoya",),
    "rhodium": (),
    "polyamide": (),
}
_ZH_MATERIALS: Final[Mapping[str, tuple[str, ...]]] = {
    "calf leather": ("小牛皮", "牛皮", "小牛"), "merino wool": ("美利奴", "美利奴羊毛"), "freshwater pearl": ("淡水珠", "淡水珍珠"),
    "akoya pearl": ("akoya", "海水珍珠", "海水珠"), "pearl": ("珍珠", "珠"), "silk": ("真丝", "桑蚕丝", "丝"), "silk twill": ("斜纹真丝", "真丝斜纹"),
    "silk satin": ("真丝缎面", "真丝缎"), "sterling silver": ("925银", "925 银", "纯银", "标准银"), "silver": ("银", "银质"), "gold": ("金", "黄金", "k金", "金子"), "rhodium": ("铑",),
    "soy wax": ("大豆蜡", "豆蜡", "大豆"), "beeswax": ("蜂蜡",), "rapeseed wax": ("菜籽蜡",), "shearling": ("羊皮毛", "羊毛皮", "皮毛一体", "羊皮毛一体"),
    "linen": ("亚麻",), "jute": ("黄麻",), "rubber": ("橡胶",), "steel": ("钢", "钢带"), "stainless steel": ("精钢", "不锈钢"), "titanium": ("钛", "钛金属"),
    "polycarbonate": ("聚碳酸酯", "pc"), "aluminium": ("铝", "铝制"), "magnesium": ("镁", "铝镁", "镁合金", "铝镁合金"), "velvet": ("天鹅绒", "丝绒"), "cashmere": ("羊绒",),
    "wool": ("羊毛",), "lambskin": ("羊皮", "小羊皮"), "bridle leather": ("马具皮", "马具革"), "leather": ("皮革", "真皮", "皮", "皮质", "动物皮革", "动物皮"),
    "nappa leather": ("纳帕", "纳帕皮", "纳帕小牛皮"), "ruby": ("红宝石",), "jade": ("翡翠", "玉", "玉石"), "garnet": ("石榴石",), "diamond": ("钻石", "钻"),
    "gold vermeil": ("镀金银", "vermeil"), "oud": ("沉香",), "sandalwood": ("檀香",), "cedarwood": ("雪松",), "fig": ("无花果",), "sea salt": ("海盐",),
    "bergamot": ("佛手柑",), "iris": ("鸢尾",), "white musk": ("白麝香", "麝香"), "tobacco": ("烟草",), "plastic": ("塑料",), "acetate": ("板材",), "polyester": ("涤纶", "聚酯纤维", "聚酯"),
    "polyurethane": ("聚氨酯", "pu"), "polyamide": ("聚酰胺", "锦纶", "尼龙"), "alpaca": ("羊驼毛", "羊驼", "羊驼绒"), "baby alpaca": ("幼羊驼毛", "幼羊驼", "幼羊驼绒"),
    "modal": ("莫代尔",), "canvas": ("帆布",), "cotton": ("棉", "纯棉", "棉质", "棉布"), "waxed cotton": ("打蜡棉", "打蜡棉布"), "brass": ("黄铜",), "enamel": ("珐琅",),
    "mineral crystal": ("矿物玻璃", "矿物水晶"), "sapphire crystal": ("蓝宝石玻璃", "蓝宝石镜面", "蓝宝石水晶", "蓝宝石"), "suede": ("麂皮", "绒面皮", "反绒"), "fur": ("皮草",), "faux fur": ("人造毛", "人造毛皮"),
    "faux leather": ("人造革", "仿皮", "人造皮"), "shea butter": ("乳木果油",), "alligator": ("鳄鱼皮", "鳄鱼"), "velvet ": (),
}  # fmt: skip
_MORE_MATERIALS: Final[Mapping[str, tuple[str, ...]]] = {
    "rapeseed wax": ("wax",), "soy wax": ("wax",), "alligator": ("leather",), "magnesium": ("metal",), "rhodium": ("metal",), "akoya pearl": ("pearl",),
    "oud": (), "sandalwood": (), "cedarwood": (), "fig": (), "fig leaf": ("fig",), "sea salt": (), "bergamot": (), "iris": (), "white musk": (), "musk": (), "tobacco": (),
    "shea butter": (), "faux fur": (), "coral": (), "vanilla": (), "rose": (), "jasmine": (), "vetiver": (), "amber": (), "patchouli": (), "lavender": (), "neroli": (),
    "opal": (), "nappa leather": ("nappa",), "silk satin": ("satin",), "silk twill": ("twill",), "topaz": (), "moonstone": (), "zircon": (), "zirconia": (), "onyx": (), "turquoise": (), "amethyst": (), "tourmaline": (), "spinel": (), "carbon": (), "carbon fibre": (),
    "abs": ("plastic",), "fleece": (), "tencel": (), "lyocell": (), "hemp": (), "ramie": (), "paraffin": ("wax",), "coconut wax": ("wax",), "white gold": ("gold",), "yellow gold": ("gold",), "rose gold": ("gold",),
    "nappa calf leather": ("nappa leather", "calf leather"), "suede calf leather": ("suede", "calf leather"), "goat": (), "goatskin": ("leather",), "chamois": ("leather",), "sheep": (), "twill": (), "sheepskin shearling": ("shearling",),
    "linen canvas": ("linen", "canvas"), "jersey": (), "lace": (), "latex": ("rubber",), "resin": (), "zinc": ("metal",), "nickel": ("metal",), "palladium": ("metal",), "vermeil": ("gold vermeil",), "pvc": ("plastic",), "tpu": ("plastic",),
    "sapphire": (), "mineral": (), "hesalite": ("plastic",), "acrylic glass": ("plastic",), "bone china": ("porcelain",), "cashmere blend": (), "yak": (), "angora": (), "feather": (), "lambswool": ("wool",), "virgin wool": ("wool",),
}  # fmt: skip
_ZH_MORE: Final[Mapping[str, tuple[str, ...]]] = {
    "white gold": ("白金", "白色k金", "18k白金"), "yellow gold": ("黄金",), "rose gold": ("玫瑰金",), "amber": ("琥珀",), "rose": ("玫瑰",), "jasmine": ("茉莉",), "vanilla": ("香草",),
    "coral": ("珊瑚",), "zirconia": ("锆石",), "amethyst": ("紫水晶",), "goatskin": ("山羊皮",), "paraffin": ("石蜡",), "carbon fibre": ("碳纤维",), "resin": ("树脂",), "vetiver": ("香根草",),
    "lavender": ("薰衣草",), "neroli": ("橙花",), "patchouli": ("广藿香",), "feather": ("羽毛",), "nickel": ("镍",), "lyocell": ("莱赛尔",), "pvc": ("pvc",), "twill": ("斜纹",), "fig leaf": ("无花果叶",),
}  # fmt: skip


def parents(material: str) -> tuple[str, ...]:
    """What a material is a kind of."""
    return (*MATERIALS.get(material, ((), ()))[0], *_MORE_MATERIALS.get(material, ()))


@cache
def kind_of(material: str, asked: str) -> bool:
    """Whether `material` is `asked` or a kind of it."""
    return material == asked or any(kind_of(parent, asked) for parent in parents(material))


@cache
def entries() -> Mapping[Forms, frozenset[str]]:
    """Surface to the keys it may stand for."""
    table: dict[Forms, set[str]] = defaultdict(set)
    for key, surface in _surfaces():
        table[units_of(surface)].add(key)
    table.pop((), None)
    table[("黄", "金")].discard("mat:gold")
    table.pop(("棉", "芯"), None)
    for keys in table.values():
        for key, also in _ALSO.items():
            if key in keys:
                keys |= also
    return {forms: frozenset(keys) for forms, keys in table.items()}


@cache
def everyday() -> frozenset[Forms]:
    """Words of the customer's own life and of the talk itself: known only where a sentence is tried as talk."""
    return frozenset(units_of(surface) for surface in _plain(_text("everyday"), phrases=False)) - {()}


@cache
def idle() -> frozenset[Forms]:
    """Words that leave a proved claim as it is: known only where a blocked sentence is read a second time."""
    return frozenset(units_of(surface) for surface in _plain(_text("idle"), phrases=False)) - {()}


@cache
def slots() -> Mapping[Forms, frozenset[str]]:
    """Words of single slots by kind (`k:`): known only where a part is read as slots."""
    table: dict[Forms, set[str]] = defaultdict(set)
    for key, surfaces in _rows(_text("slots")):
        for surface in surfaces:
            table[units_of(surface)].add(key)
    return {forms: frozenset(keys) for forms, keys in table.items()}


_ALSO: Final[Mapping[str, frozenset[str]]] = {
    "c:free_postage": frozenset({"c:free", "c:postage", "c:deliver"}),
    "c:express": frozenset({"c:deliver"}),
    "neg:include": frozenset({"c:include", "neg:no"}),
}
"""Keys that bring others with them: 包邮 says free and postage, express is a delivery, 不含 denies including."""


def _surfaces() -> Iterator[tuple[str, str]]:
    for name in ("concepts", "ways", "spoken_chinese", "serving", "nouns", "places"):
        for key, surfaces in _rows(_text(name)):
            yield from ((key, surface) for surface in surfaces)
    yield from _colours()
    yield from _materials()
    for name, key in (("neutral", "n:"), ("talk", "t:"), ("carriers", "s:"), ("verbs", "v:")):
        yield from ((key, surface) for surface in _plain(_text(name), phrases=name == "neutral"))


def units_of(surface: str) -> Forms:
    """The units of a surface: runs of Latin letters and digits, and each Chinese character."""
    found: list[str] = []
    run = ""
    for sign in surface.lower():
        if sign.isascii() and (sign.isalnum() or sign == "'"):
            run += sign
            continue
        if run:
            found.append(run)
        run = ""
        if not sign.isspace() and not sign.isascii():
            found.append(sign)
    return tuple([*found, run] if run else found)


def _text(name: str) -> str:
    return (files("mercery.claims.lexicon") / f"{name}.txt").read_text("utf-8")


def _rows(text: str) -> Iterator[tuple[str, list[str]]]:
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        key, _, surfaces = line.partition("=")
        english, _, chinese = surfaces.partition(" / ")
        yield key.strip(), [one.strip() for one in (*english.split(","), *chinese.split(",")) if one.strip()]


def _plain(text: str, *, phrases: bool) -> Iterator[str]:
    """Neutral words stand one a space in single lines; a line of the second half is a phrase as it stands."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    english, _, chinese = body.partition("[zh]")
    for line in english.replace("[en]", "").splitlines():
        words = line.split()
        if phrases and 1 < len(words) <= 6:
            yield line.strip()
        else:
            yield from (word.replace("_", " ") for word in words)
    yield from chinese.split()


def _colours() -> Iterator[tuple[str, str]]:
    for name, chinese in COLOURS.items():
        for surface in {name, *chinese, *_COLOUR_WORDS.get(name, ()), *_ZH_COLOURS.get(name, ())}:
            yield f"col:{name}", surface


def _materials() -> Iterator[tuple[str, str]]:
    for name in {*MATERIALS, *_MORE_MATERIALS}:
        chinese = MATERIALS[name][1] if name in MATERIALS else ()
        for surface in {
            name,
            *chinese,
            *_MATERIAL_WORDS.get(name, ()),
            *_ZH_MATERIALS.get(name, ()),
            *_ZH_MORE.get(name, ()),
        }:
            yield f"mat:{name}", surface
