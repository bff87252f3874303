"""Words for colours, materials and parts in both languages, and which contains which. Data for reading and wording."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from mercery.core.i18n import Lang, Words

COLOURS: Final[dict[str, tuple[str, ...]]] = {
    "black": ("黑色", "黑"), "white": ("白色", "白"), "ivory": ("象牙白", "象牙色"), "cream": ("奶油色", "米白色", "米白"),
    "ecru": ("本色",), "natural": ("自然色", "原色"), "grey": ("灰色", "灰"), "charcoal": ("炭灰色", "炭灰"),
    "graphite": ("石墨色", "石墨灰"), "gunmetal": ("枪灰色", "枪灰"), "silver": ("银色",), "gold": ("金色",),
    "rose gold": ("玫瑰金色", "玫瑰金"), "yellow gold": ("黄金色",), "white gold": ("白金色",), "brass": ("黄铜色",),
    "red": ("红色", "红"), "true red": ("正红", "正红色"), "burgundy": ("勃艮第红", "酒红色", "酒红"), "bordeaux": ("波尔多红", "酒红色", "酒红"),
    "pink": ("粉色", "粉红色", "粉红", "粉"), "blush": ("裸粉色", "裸粉"), "rust": ("铁锈色", "铁锈红"),
    "orange": ("橙色", "橘色"), "terracotta": ("陶土色", "赤陶色"), "yellow": ("黄色",), "mustard": ("芥末黄", "芥黄色"),
    "honey": ("蜂蜜色", "蜜色"), "green": ("绿色", "绿"), "bottle green": ("瓶绿色", "墨绿色", "墨绿"),
    "forest green": ("森林绿",), "emerald": ("祖母绿", "翡翠绿"), "olive": ("橄榄绿", "橄榄色"), "sage": ("鼠尾草绿", "灰绿色"),
    "blue": ("蓝色", "蓝"), "navy": ("海军蓝", "藏青色", "藏青", "藏蓝"), "midnight": ("午夜蓝",), "ink": ("墨色",),
    "sky": ("天蓝色", "天蓝"), "teal": ("青色", "蓝绿色"), "purple": ("紫色",), "plum": ("梅子色",), "lilac": ("丁香紫",),
    "brown": ("棕色", "褐色", "咖啡色"), "tan": ("棕褐色", "浅棕色"), "cognac": ("干邑色", "干邑棕"), "camel": ("驼色", "骆驼色"),
    "caramel": ("焦糖色",), "tobacco": ("烟草色", "烟草棕"), "chestnut": ("栗色",), "taupe": ("灰褐色",), "sand": ("沙色",),
    "beige": ("米色",), "oatmeal": ("燕麦色",), "stone": ("石色",), "tortoiseshell": ("玳瑁色", "玳瑁"), "multicolour": ("多色", "彩色"),
}  # fmt: skip
"""English colour to its Chinese names, the first being the one used in writing."""

MATERIALS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "leather": ((), ("皮革", "真皮", "皮", "皮质")),
    "calf leather": (("leather",), ("小牛皮", "牛皮")), "calfskin": (("calf leather",), ("小牛皮", "牛皮")),
    "bridle leather": (("leather",), ("马具革",)), "nappa": (("leather",), ("纳帕皮",)),
    "nappa leather": (("leather",), ("纳帕皮",)), "lambskin": (("leather",), ("羊皮", "小羊皮")),
    "goatskin": (("leather",), ("山羊皮",)), "sheepskin": (("leather",), ("绵羊皮",)), "deerskin": (("leather",), ("鹿皮",)),
    "crocodile": (("leather",), ("鳄鱼皮", "鳄皮")), "alligator": (("leather",), ("短吻鳄皮",)), "python": (("leather",), ("蟒蛇皮", "蟒皮", "蛇皮")), "ostrich": (("leather",), ("鸵鸟皮",)),
    "pigskin": (("leather",), ("猪皮",)), "stingray": (("leather",), ("珍珠鱼皮", "鱼皮")),
    "suede": (("leather",), ("麂皮", "绒面皮", "反绒皮", "绒面革", "山羊绒面革", "羊绒面革")), "nubuck": (("leather",), ("磨砂皮",)),
    "patent leather": (("leather",), ("漆皮",)), "shearling": (("sheepskin",), ("羊毛皮", "羊皮毛")),
    "cotton": ((), ("棉", "纯棉", "全棉")), "organic cotton": (("cotton",), ("有机棉",)), "waxed cotton": (("cotton",), ("打蜡棉",)),
    "canvas": ((), ("帆布",)), "coated canvas": (("canvas",), ("涂层帆布",)), "linen": ((), ("亚麻", "麻")), "jute": ((), ("黄麻",)),
    "denim": (("cotton",), ("牛仔布",)), "velvet": ((), ("天鹅绒", "丝绒")), "corduroy": ((), ("灯芯绒",)),
    "silk": ((), ("真丝", "桑蚕丝", "丝绸", "丝")), "silk twill": (("silk",), ("真丝斜纹绸", "斜纹真丝")), "silk satin": (("silk",), ("真丝缎",)),
    "mulberry silk": (("silk",), ("桑蚕丝",)), "satin": ((), ("缎面", "缎")), "chiffon": ((), ("雪纺",)),
    "wool": ((), ("羊毛",)), "merino": (("wool",), ("美利奴羊毛",)), "merino wool": (("wool",), ("美利奴羊毛",)),
    "lambswool": (("wool",), ("羔羊毛",)), "cashmere": ((), ("羊绒", "山羊绒", "开司米")), "mohair": ((), ("马海毛",)),
    "alpaca": ((), ("羊驼毛", "羊驼")), "baby alpaca": (("alpaca",), ("幼羊驼毛",)), "down": ((), ("羽绒",)), "goose down": (("down",), ("鹅绒",)),
    "polyester": ((), ("聚酯纤维", "涤纶")), "recycled polyester": (("polyester",), ("再生聚酯纤维",)), "nylon": ((), ("尼龙", "锦纶")),
    "polyamide": (("nylon",), ("锦纶", "聚酰胺")), "acrylic": ((), ("腈纶", "亚克力")), "viscose": ((), ("粘胶纤维", "人造丝")),
    "modal": ((), ("莫代尔",)), "elastane": ((), ("氨纶", "弹性纤维")), "polyurethane": ((), ("聚氨酯", "人造革", "PU")),
    "vegan leather": (("polyurethane",), ("纯素皮革", "人造皮")), "faux leather": (("polyurethane",), ("人造革", "仿皮")),
    "rubber": ((), ("橡胶",)), "natural rubber": (("rubber",), ("天然橡胶",)), "plastic": ((), ("塑料",)), "silicone": ((), ("硅胶",)),
    "polycarbonate": (("plastic",), ("聚碳酸酯",)), "acetate": ((), ("板材", "醋酸纤维")), "metal": ((), ("金属",)),
    "steel": (("metal",), ("钢",)), "stainless steel": (("steel",), ("不锈钢", "精钢")), "titanium": (("metal",), ("钛", "钛金属")),
    "aluminium": (("metal",), ("铝",)), "brass": (("metal",), ("黄铜",)), "bronze": (("metal",), ("青铜",)), "copper": (("metal",), ("铜",)),
    "gold": (("metal",), ("黄金", "金")), "solid gold": (("gold",), ("纯金",)), "silver": (("metal",), ("银",)), "platinum": (("metal",), ("铂金",)),
    "sterling silver": (("silver",), ("纯银", "925银", "925 银")), "gold vermeil": ((), ("镀金银", "金包银")), "diamond": ((), ("钻石",)),
    "pearl": ((), ("珍珠",)), "freshwater pearl": (("pearl",), ("淡水珍珠",)), "garnet": ((), ("石榴石",)), "ruby": ((), ("红宝石",)),
    "sapphire": ((), ("蓝宝石",)), "sapphire crystal": (("glass",), ("蓝宝石玻璃", "蓝宝石镜面", "蓝宝石水晶")), "mineral crystal": (("glass",), ("矿物玻璃",)),
    "mineral glass": (("glass",), ("矿物玻璃",)), "emerald": ((), ("祖母绿",)), "jade": ((), ("翡翠", "玉")), "amber": ((), ("琥珀",)), "crystal": ((), ("水晶",)),
    "enamel": ((), ("珐琅",)), "ceramic": ((), ("陶瓷",)), "porcelain": (("ceramic",), ("瓷", "骨瓷")), "stoneware": (("ceramic",), ("炻器",)),
    "glass": ((), ("玻璃",)), "wood": ((), ("木", "木头", "木质")), "oak": (("wood",), ("橡木",)), "walnut": (("wood",), ("胡桃木",)), "marble": ((), ("大理石",)),
    "beeswax": (("wax",), ("蜂蜡",)), "soy wax": (("wax",), ("大豆蜡",)), "wax": ((), ("蜡",)), "straw": ((), ("草编", "稻草")), "raffia": ((), ("拉菲草",)),
    "rattan": ((), ("藤", "藤编")), "bamboo": ((), ("竹", "竹纤维")), "cork": ((), ("软木",)), "fur": ((), ("皮草", "毛皮")), "horn": ((), ("牛角",)),
}  # fmt: skip
"""Material to what it is a kind of, and its Chinese names, the first being the one used in writing."""

ADJECTIVES: Final[dict[str, str]] = {
    "grained": "粒面", "smooth": "光面", "polished": "抛光", "brushed": "磨砂", "recycled": "再生", "organic": "有机", "soft": "柔软",
    "full-grain": "全粒面", "vegetable-tanned": "植鞣", "waxed": "打蜡", "coated": "涂层", "quilted": "绗缝", "washed": "水洗", "18k": "18K",
    "14k": "14K", "yellow": "黄", "white": "白", "rose": "玫瑰", "lab-grown": "培育", "italian": "意大利", "fine": "细",
}  # fmt: skip

COUNTRIES: Final[dict[str, str]] = {
    "italy": "意大利", "france": "法国", "spain": "西班牙", "portugal": "葡萄牙", "germany": "德国", "switzerland": "瑞士", "austria": "奥地利",
    "belgium": "比利时", "netherlands": "荷兰", "denmark": "丹麦", "sweden": "瑞典", "norway": "挪威", "finland": "芬兰", "united kingdom": "英国",
    "england": "英格兰", "scotland": "苏格兰", "ireland": "爱尔兰", "poland": "波兰", "romania": "罗马尼亚", "turkey": "土耳其", "greece": "希腊",
    "china": "中国", "japan": "日本", "south korea": "韩国", "india": "印度", "vietnam": "越南", "indonesia": "印度尼西亚", "thailand": "泰国",
    "nepal": "尼泊尔", "mongolia": "蒙古", "morocco": "摩洛哥", "peru": "秘鲁", "mexico": "墨西哥", "brazil": "巴西", "usa": "美国",
    "united states": "美国", "canada": "加拿大", "australia": "澳大利亚", "new zealand": "新西兰",
}  # fmt: skip
"""Countries as origins name them."""

FASTENINGS: Final[dict[str, str]] = {
    "zip": "拉链", "zipper": "拉链", "two-way zip": "双向拉链", "magnetic": "磁扣", "magnet": "磁扣", "magnetic snap": "磁扣", "clasp": "搭扣",
    "drawstring": "抽绳", "buckle": "针扣", "button": "纽扣", "buttons": "纽扣", "snap": "按扣", "hook and eye": "钩扣", "turn lock": "旋转锁扣",
    "lace-up": "系带", "laces": "系带",
}  # fmt: skip
"""How things are closed."""

PARTS: Final[dict[str, Words]] = {
    "main": Words("body", "主体"), "lining": Words("lining", "里衬"), "trim": Words("trim", "饰边"), "strap": Words("strap", "带子"),
    "handle": Words("handle", "提手"), "handles": Words("handles", "提手"), "sole": Words("sole", "鞋底"), "upper": Words("upper", "鞋面"),
    "case": Words("case", "表壳"), "glass": Words("glass", "表镜"), "filling": Words("filling", "填充物"), "frame": Words("frame", "镜框"),
    "lens": Words("lens", "镜片"), "lenses": Words("lenses", "镜片"), "shell": Words("shell", "外壳"), "bracelet": Words("bracelet", "链带"),
    "crystal": Words("crystal", "镜面"), "clasp": Words("clasp", "扣件"), "hardware": Words("hardware", "五金"), "wick": Words("wick", "烛芯"),
    "stone": Words("stone", "宝石"), "insole": Words("insole", "鞋垫"), "chain": Words("chain", "链条"), "setting": Words("setting", "镶座"),
    "dial": Words("dial", "表盘"), "plating": Words("plating", "镀层"), "edge": Words("edge", "包边"), "base": Words("base", "底座"), "back": Words("back", "背面"),
    "bezel": Words("bezel", "表圈"), "post": Words("posts", "耳针"), "vessel": Words("vessel", "杯体"), "sleeve": Words("sleeve", "套身"),
}  # fmt: skip
"""The parts of products and how they are called."""

_NOT_LEATHER: Final = re.compile(
    r"(leather[- ]free|no (?:animal )?leather|vegan|faux|imitation|synthetic|artificial|仿皮|人造|纯素)", re.I
)


def part_words(part: str) -> Words:
    """How a part is called; a shop's own word stands for itself."""
    return PARTS.get(part, Words(part, part))


def same_or_kind_of(material: str, asked: str) -> bool:
    """Whether `material` (English) is `asked` or a kind of it."""
    if material == asked:
        return True
    return any(same_or_kind_of(parent, asked) for parent in MATERIALS.get(material, ((), ()))[0])


def materials_in(text: str) -> list[str]:
    """The materials a short text names, longest reading first, in English; imitation of leather is not leather."""
    found = _find(text, _material_words())
    if _NOT_LEATHER.search(text):
        found = [
            name for name in found if not same_or_kind_of(name, "leather") or name in ("vegan leather", "faux leather")
        ]
    return found


def colours_in(text: str) -> list[str]:
    """The colours a text names, longest reading first, in English."""
    return _find(text, _colour_words())


def translated(words: Words, lang: Lang) -> str:
    """The text in `lang`; where only English exists, a short Chinese reading if every word of it is in the vocabulary."""
    if lang == "en" or words.zh:
        return words.text(lang)
    return _chinese(words.en.strip().lower()) or words.en


_WITH_DE: Final = {
    "金的": "gold", "银的": "silver", "铜的": "copper", "钢的": "steel", "木的": "wood", "丝的": "silk", "棉的": "cotton", "毛的": "wool",
}  # fmt: skip


@cache
def _material_words() -> dict[str, str]:
    table = {zh: en for en, (_, names) in reversed(MATERIALS.items()) for zh in names if len(zh) > 1}
    return table | {en: en for en in MATERIALS} | {"皮": "leather", "真皮": "leather"} | _WITH_DE


@cache
def _colour_words() -> dict[str, str]:
    table = {zh: en for en, names in reversed(COLOURS.items()) for zh in names}
    return table | {en: en for en in COLOURS} | {"gray": "grey"}


_ENDS: Final = r"(?![a-z])(?!-(?:grained|embossed|print\w*|effect|look|style|free)(?![a-z]))"
"""`crocodile-embossed calfskin` is no crocodile."""


def _find(text: str, table: dict[str, str]) -> list[str]:
    low, taken, found = text.lower(), [False] * len(text), []
    for word in sorted((word for word in table if word in low), key=len, reverse=True):
        bound = (r"(?<![a-z])", _ENDS) if word[0].isascii() else ("", "")
        for match in re.finditer(bound[0] + re.escape(word) + ("s?" if bound[0] else "") + bound[1], low):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
                found.append((match.start(), table[word]))
    return list(dict.fromkeys(name for _, name in sorted(found)))


@cache
def _chinese(text: str) -> str:
    table = {en: names[0] for en, (_, names) in MATERIALS.items()} | ADJECTIVES
    table |= {en: names[0] for en, names in COLOURS.items() if en not in MATERIALS}
    if whole := COUNTRIES.get(text) or FASTENINGS.get(text):
        return whole
    words, out = text.split(), ""
    while words:
        for length in range(len(words), 0, -1):
            piece = " ".join(words[:length])
            if piece in table:
                out += table[piece]
                words = words[length:]
                break
        else:
            return ""
    return out
