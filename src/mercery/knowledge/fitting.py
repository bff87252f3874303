"""Whether an answer can be what a message asks for, however alike the words are. Pure.

"Can I return an opened cream?" and "Can I return an opened perfume?" share all words but one, and "How long is a gift
card valid?" asks for a time that an answer about prices cannot give. Likeness does not see this; these checks do. They
only ever stop an answer from being given without asking back: it still stands among the choices. Where weights learnt from
many shops judge, a misfit is one sign among others, and only what is `contrary` stops an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from mercery.claims.mentions import mentions
from mercery.knowledge.features import aspects_in, ideas_in
from mercery.knowledge.places import group, places_in

Wanted = Literal["time", "money", "place", "reason", "hours"]

THINGS: Final[tuple[tuple[str, str, str], ...]] = (
    ("bag", r"bags?|handbags?|totes?|backpacks?|clutch(?:es)?|purses?|satchels?", r"(?<!礼)(?<!红)(?<!钱)(?<!面)包(?!裹|装|邮|修|退|括|含|起)|手袋|背包"),
    ("wallet", r"wallets?|card ?holders?|billfolds?", r"钱包|卡包|钱夹"),
    ("luggage", r"suitcases?|luggage|trolleys?", r"行李箱|拉杆箱|旅行箱"),
    ("belt", r"belts?", r"皮带|腰带"),
    ("shoe", r"shoes?|boots?|sneakers?|loafers?|heels?|sandals?|espadrilles?|slippers?|soles?|trainers", r"鞋|靴|高跟"),
    ("watch", r"watch(?:es)?|timepieces?|dials?", r"手表|腕表|表带|表盘|表镜|块表|只表|戴表|的表"),
    ("ring", r"rings?", r"戒指|戒圈|对戒"),
    ("earring", r"ear ?rings?|ear studs?|studs?|piercings?", r"耳环|耳钉|耳饰|耳坠|耳洞"),
    ("necklace", r"necklaces?|pendants?|chains?", r"项链|吊坠"),
    ("bracelet", r"bracelets?|bangles?|anklets?", r"手链|手镯|脚链"),
    ("jewellery", r"jewel\w*", r"首饰|珠宝|饰品"),
    ("glasses", r"(?:sun|eye)?glasses|spectacles|lenses|frames", r"眼镜|墨镜|镜片|镜框|太阳镜"),
    ("perfume", r"perfumes?|fragrances?|colognes?|eau de \w+|scents?", r"香水|香氛|淡香|香精"),
    ("candle", r"candles?|wicks?", r"蜡烛|烛"),
    ("skincare", r"creams?|lotions?|serums?|skin ?care|moisturi[sz]ers?|soaps?|shampoos?|deodorants?|oils?", r"面霜|护手霜|身体乳|精华|护肤|香皂|洗发|乳液|护理油"),
    ("make-up", r"make ?up|lipsticks?|mascaras?|nail polish|foundation|cosmetics?", r"口红|化妆品|彩妆|粉底|指甲油|美妆"),
    ("scarf", r"scar(?:f|ves)|shawls?|stoles?|carr[eé]s?|wraps?(?= around)", r"围巾|丝巾|方巾|披肩"),
    ("glove", r"gloves?|mittens?", r"手套"),
    ("hat", r"hats?|caps?|beanies?|berets?", r"帽"),
    ("coat", r"coats?|jackets?|parkas?|blazers?|trench(?:es)?", r"外套|大衣|夹克|风衣|羽绒服"),
    ("knit", r"sweaters?|jumpers?|cardigans?|knit\w*|pullovers?", r"毛衣|羊绒衫|针织|开衫"),
    ("dress", r"dress(?:es)?|skirts?|gowns?", r"裙|礼服"),
    ("shirt", r"shirts?|t-?shirts?|blouses?|tops?", r"衬衫|T恤|上衣"),
    ("trousers", r"trousers|pants|jeans|shorts", r"裤"),
    ("underwear", r"underwear|lingerie|bras?|swim ?wear|swim ?suits?|bikinis?|tights|socks?", r"内衣|泳衣|泳装|比基尼|袜"),
    ("bedding", r"bed ?(?:ding|linen|sheets?)|sheets|pillow\w*|duvets?|blankets?|throws?|towels?", r"床品|床单|枕|毯|毛巾|浴巾"),
    ("tableware", r"vases?|bowls?|plates?|mugs?|cups?|tableware|ceramics?|kettles?|glassware", r"花瓶|碗|盘子|杯|餐具|水壶|瓷器"),
    ("furniture", r"furniture|sofas?|chairs?|tables?|lamps?|rugs?", r"家具|沙发|椅|桌|灯|地毯"),
    ("book", r"books?|magazines?", r"书(?!面)|杂志"),
    ("toy", r"toys?|teddy|dolls?|bears?", r"玩具|小熊|玩偶|娃娃"),
    ("device", r"phones?(?= case)|headphones?|ear ?phones?|ear ?buds?|laptops?|chargers?|cameras?|speakers?", r"耳机|充电器|相机|音箱|手机壳"),
    ("food", r"chocolates?|foods?|teas?|coffees?|wines?|sweets|snacks?", r"巧克力|食品|茶叶|咖啡豆|酒|零食"),
    ("gift card", r"gift ?cards?|e-?gift|gift certificates?", r"礼品卡|购物卡|储值卡|礼券"),
    ("umbrella", r"umbrellas?|parasols?", r"雨伞|伞"),
    ("diamond", r"diamonds?|gem ?stones?", r"钻石|宝石"),
    ("strap", r"straps?|watch ?bands?", r"表带|肩带"),
)  # fmt: skip
"""Kinds of things a question may be about."""
_WIDER: Final[dict[str, str]] = {
    "ring": "jewellery", "earring": "jewellery", "necklace": "jewellery", "bracelet": "jewellery", "diamond": "jewellery",
}  # fmt: skip
_OPPOSITES: Final[tuple[tuple[str, str, str], ...]] = (
    (r"\b(?:un-?opened|still sealed|not (?:been )?opened|haven'?t opened|never opened|sealed)\b|没拆|未拆|没开封|未开封|没打开", r"\b(?<!un)(?<!not )(?<!never )(?<!haven't )opened\b|拆封|(?<!没)(?<!未)拆了|(?<!没)(?<!未)开封|打开过|(?<!没)拆过", "opened"),
    (r"\b(?:un-?worn|un-?used|never (?:worn|used)|not (?:worn|used))\b|没穿|没用过|未使用|没戴", r"\b(?<!un)(?<!never )(?<!not )(?:worn|used|wore)\b|(?<!没)穿过|(?<!没)用过|戴过", "used"),
    (r"\bbuy[- ]?back|\btrade[- ]?in|\bre-?sell|回收|以旧换新|寄卖", r"\bexchang\w+|换货|换码", "resale"),
)  # fmt: skip
_WANTED: Final[tuple[tuple[Wanted, str, str], ...]] = (
    ("time", r"how (?:long|many (?:working |business )?(?:days|weeks|hours|months)|soon|quickly|fast)|(?:delivery|shipping|transit|lead) time|time ?frame|deadline|turn ?around", r"多久|几天|多长时间|多少天|几周|多快|几个工作日|几个月|时效|期限"),
    ("money", r"how much|(?:what|which)(?: \w+){0,3} (?:cost|fee|price|charge)s?|\bcosts?\b|\bfees?\b|\bprice of\b|charged? for|free of charge|for free|is (?:it|that|this) free", r"多少钱|收费|费用|要钱|要不要钱|怎么收|价格|免费|几块|贵不贵|啥价"),
    ("reason", r"\bwhy\b|how come", r"为什么|为啥|什么原因"),
    ("hours", r"opening (?:hours|times)|what time|open on|open (?:today|tomorrow|now)|close[sd]? (?:at|on)|until what time", r"几点|营业时间|开门|关门"),
)  # fmt: skip
MATTERS: Final = frozenset(
    (
        "competitor", "cash_out", "instalment", "resale", "in_parts", "combine", "made_to_order", "jobs", "loyalty", "student",
        "wholesale", "loan", "ethics", "weekend", "price_rise", "exchange", "return", "delivery", "on_arrival", "bank_transfer",
        "colour_differs", "newsletter", "repair", "engrave", "pickup",
    )
)  # fmt: skip
"""Ideas and aspects that make a question another question: whoever names one wants an answer that speaks of it."""
_BY_NAME_ALONE: Final = frozenset(("price_rise", "resale", "ethics"))
"""Those of them that an answer never meets in other words."""
_CLOCK: Final = re.compile(
    r"\d{1,2}[:：.]\d{2}|\d{1,2} ?(?:am|pm|h|点|时)|24/7|周[一二三四五六日]|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.I,
)
_FREE: Final = re.compile(
    r"free|no (?:charge|fee|cost)|without (?:charge|cost)|at no|on us|the sender|pays?\b|at your (?:own )?expense|免费|包邮|不收|无需|免运|承担|自付|收费",
    re.I,
)
_DURATIONS: Final = frozenset(("day", "business_day", "week", "month", "year", "h", "min"))
_TIMES: Final = re.compile(
    r"next (?:business )?day|same day|at once|immediately|no (?:end|expiry)|unlimited|forever|never|until|within|before|by \w+day|today|tomorrow|an hour|a (?:day|week|month|year)|次日|当天|当日|立即|长期|永久|随时|之前|以内|截止|次个工作日",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an answer is about and what it can tell."""

    things: frozenset[str]
    places: frozenset[str]
    tells: frozenset[Wanted]
    matters: frozenset[str]
    text: str


def profile(asked: Iterable[str], answer: str) -> Profile:
    """The profile of an answer known by these phrasings."""
    asked = list(asked)
    whole = " \n ".join([*asked, answer])
    tells = {one for text in asked for one in wanted_in(text)}
    found = mentions(answer)
    if any(one.kind == "date" or one.unit in _DURATIONS for one in found) or _TIMES.search(answer):
        tells.add("time")
    if any(one.kind in ("money", "percent") for one in found) or _FREE.search(answer):
        tells.add("money")
    if _CLOCK.search(answer):
        tells.add("hours")
    places = frozenset(group(code) if code != "EU" else code for code in places_in(whole))
    return Profile(
        things=things_in(whole),
        places=places,
        tells=frozenset(tells),
        matters=frozenset().union(*(_matters(text) for text in (*asked, answer))),
        text=whole.lower(),
    )


@dataclass(frozen=True, slots=True)
class _Message:
    """What a message is about and wants to know."""

    things: frozenset[str]
    places: frozenset[str]
    wanted: frozenset[Wanted]
    matters: frozenset[str]
    turned: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]
    """What it says one way that an answer may say the other way, each with the other way and its name."""


@lru_cache(maxsize=64)
def _read(message: str) -> _Message:
    """Read once, though held against every answer."""
    places = frozenset(group(code) if code != "EU" else code for code in places_in(message))
    return _Message(things_in(message), places, wanted_in(message), _matters(message), _turned(message.lower()))


def misfit(message: str, answer: Profile) -> str | None:
    """Why the answer cannot be what is asked; None when nothing speaks against it."""
    asked = _read(message)
    if asked.things and answer.things and not _meet(asked.things, answer.things):
        return "another thing"
    elsewhere = asked.places and answer.places and not (asked.places & answer.places)
    if elsewhere and not (_in_europe(asked.places) and "EU" in answer.places):
        return "another place"
    if missing := asked.wanted - answer.tells:
        return f"no {min(missing)} in it"
    if strange := asked.matters - answer.matters:
        return f"it does not speak of {min(strange)}"
    return _opposite(asked, answer.text)


def contrary(message: str, answer: Profile) -> str | None:
    """The misfits that no likeness outweighs: a reason is asked and none is told, a matter of its own, or the opposite.

    For a judge that weighs all signs. Where the model is sure, answers that name another thing or place, or do not speak of
    what is asked, are right about as often as others (decision 50).
    """
    asked = _read(message)
    if "reason" in asked.wanted - answer.tells:
        return "no reason in it"
    if strange := (asked.matters - answer.matters) & _BY_NAME_ALONE:
        return f"it does not speak of {min(strange)}"
    return _opposite(asked, answer.text)


def _matters(text: str) -> frozenset[str]:
    return (ideas_in(text) | aspects_in(text)) & MATTERS


def _turned(low: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple(
        (said, contrary, name)
        for one, other, name in _opposites()
        for said, contrary in ((one, other), (other, one))
        if said.search(low) and not contrary.search(low)
    )


def _opposite(asked: _Message, text: str) -> str | None:
    """`unopened` asked of an answer about what was opened."""
    for said, contrary, name in asked.turned:
        if contrary.search(text) and not said.search(text):
            return f"the opposite: {name}"
    return None


def things_in(text: str) -> frozenset[str]:
    """The kinds of things the text names."""
    low = text.lower()
    return frozenset(name for name, english, chinese in _things() if english.search(low) or chinese.search(low))


def is_thing(word: str) -> bool:
    """Whether the word is the name of a kind of things and nothing more."""
    low = word.lower()
    return any(english.fullmatch(low) or chinese.fullmatch(low) for _, english, chinese in _things())


def wanted_in(text: str) -> frozenset[Wanted]:
    """What kind of knowledge the text asks for: a time, a price, a reason."""
    low = text.lower()
    return frozenset(name for name, english, chinese in _wanted() if english.search(low) or chinese.search(low))


def _meet(named: frozenset[str], known: frozenset[str]) -> bool:
    if named & known:
        return True
    wider = {_WIDER[one] for one in named if one in _WIDER}
    narrower = {one for one, wide in _WIDER.items() if wide in named}
    return bool((wider | narrower) & known)


def _in_europe(places: frozenset[str]) -> bool:
    return bool(places & {"FR", "EU"})


@cache
def _things() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"(?<![a-z])(?:{en})(?![a-z])"), re.compile(zh)) for name, en, zh in THINGS)


@cache
def _wanted() -> tuple[tuple[Wanted, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((name, re.compile(en), re.compile(zh)) for name, en, zh in _WANTED)


@cache
def _opposites() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    return tuple((re.compile(one), re.compile(other), name) for one, other, name in _OPPOSITES)
