"""What a message shows of people: full numbers of cards, and data of somebody who is not the customer. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from mercery.core.personal_numbers import narrow, personal_numbers
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import Sentence, sentences
from mercery.inspection.talk.topics import COMMON_WORDS

Datum = Literal["card", "id", "phone", "e-mail", "address", "name", "purchase"]
_CARD: Final = re.compile(r"(?<![\w*#.-])(?:\d{4}[ -]){3}\d{1,7}(?![\w*])|(?<![\w*#.-])3\d{3}[ -]\d{6}[ -]\d{5}(?![\w*])|(?<![\w*#-])[3-6]\d{12,18}(?![\w*])", re.ASCII)  # fmt: skip
_CARD_NAMED: Final = re.compile(r"\bcards?\b|visa|master ?card|amex|american express|maestro|debit|credit|exp\b|cvv|银行卡|信用卡|卡号|卡|储蓄|有效期|银行|绑定")  # fmt: skip
_NO_CARD: Final = re.compile(r"(?:tracking|order|parcel|waybill|reference|invoice|imei|serial|ean|isbn|barcode|gift ?card|voucher|iban|单号|订单|运单|物流|税号|序列|条码|发票|编号|礼品卡)\D{0,14}$")  # fmt: skip
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_ROLE: Final = re.compile(r"^(?:support|info|help|service|privacy|press|returns?|care|hello|contact|legal|sales|team|shop|orders?|customer\w*|no-?reply|billing|invoices?|data\w*|dpo|media|office|kefu|security|feedback|complaints?)@")  # fmt: skip
_PHONE: Final = re.compile(r"(?<![\w*#@./-])(?:\+\d{1,3}[ -]?)?\(?\d{2,5}\)?(?:[ -]\d{2,5}){1,4}(?![\w*]|[.,/]\d)|(?<![\w*#@./-])\+?\d{10,13}(?![\w*])|(?<![\w*])0\d{2,3}-\d{7,8}(?!\d)", re.ASCII)  # fmt: skip
_STREET: Final = re.compile(
    r"\b\d{1,5}[a-z]?,? (?:[a-z'.]+ ){1,3}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|close|court|ct|place|pl|boulevard|blvd|square|sq|terrace|crescent|row|hill|gardens?|park|walk|quay|alley|mews|grove|green|circle|parkway)\b|\b(?:flat|apartment|apt|unit|suite|room|no)\.? ?#?\d+[a-z]?\b"
    r"|[\u4e00-\u9fff]{1,10}(?:路|街|大道|巷|弄|胡同|村|小区|花园|公寓|大厦|苑|广场|新村|府|城)[^,。!?;]{0,8}\d+|\d+(?:栋|幢|号楼|单元|室)(?:\d+(?:单元|室|号)?)*"
)
_NAME: Final = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?(?<![\w.@])[A-Z][a-zà-ÿ'’-]+(?: [A-Z]\.)?(?: (?:de|van|von|da|del|la|der|bin|al))?(?: [A-Z][a-zà-ÿ'’-]+)+|(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|(?<![\w.@])[A-Z]\. [A-Z][a-z]+|(?<=\bthe )[A-Z][a-z]{3,}s(?= (?:at|in|from|next|across|on|get|got)\b)")  # fmt: skip
_NO_NAME: Final = re.compile(
    r"^(?:The|Our|Your|My|Hello|Hi|Hey|Dear|Good|Great|Happy|New|Visa|Mastercard|American|Black|White|Red|Blue|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|June|July|August|September|October|November|December|Yes|No|Please|Thanks|Thank|Sure|Royal|North|South|East|West|San|Los|Las|Rue|Via|Calle|Place|Saint|St|Piazza|Boulevard|Avenue|United|Apple|Google|Amazon|Customer|Order) "
    r"|(?:Court|Street|Road|Lane|Avenue|Plaza|Park|House|Hotel|Store|Shop|Team|Support|Service|Center|Centre|Square|Way|Drive|Hill|Gardens?|Station|Mall|Market|Depot|Post|Office|Line|Bank|Pro|Max|Mini|Plus|Express|Card|Club|Day|Friday|Collection|Edition|Box|Set|City|County|Town|Bay|Row|Quay|Bridge|Tower|Airport|Edition|Trail|Gear|Shoe|Jacket|Coat|Shirt|Scarf|Bag|Tote|Satchel|Dress|Ring|Lamp|Tea|Coffee|Sofa|Chair|Table|Watch|Boots?|Shoes?|Hat|Belt|Wallet|Cream|Serum|Mask|Oil|Perfume|Candle|Vase|Mug|Rug|Blanket|Pillow|Mattress|Necklace|Earrings?|Bracelet|Trousers|Jeans|Skirt|Sweater|Socks|Gloves?|Backpack|Case|Charger|Phone|Tablet|Laptop|Camera|Bike|Helmet|Tent|Kettle|Blender|Pan|Knife|Kit|Speaker|Desk|Shelf|Bed|Clock|Glasses|Clutch|Pouch|Purse|Silk|Leather|Cashmere|Gold|Silver)s?$"
)
"""Capital letters that name no person."""
_ARTICLE: Final = re.compile(
    r"(?:\b(?:the|a|an|your|our|my|this|that|both|two|one|new|in) |\d,? |\b(?:the|this|that) (?!is\b|was\b|were\b|neighbou?r|lady|man|woman|customer|buyer|client|sender|recipient|tenant|owner|gentleman|other)[a-z]+ )$",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(r"(?:(?:wife|husband|sister|brother|mother|father|son|daughter|friend|colleague|neighbou?r|ex|boss|partner|girlfriend|boyfriend|by|from|named|called|to),? |(?:another|other|previous|second) (?:customer|buyer|client),? )([A-Z][a-z]{2,})(?![\w@]| ?& )")  # fmt: skip
_HAN_NAME: Final = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:先生|女士|小姐|阿姨|大爷|大姐)|(?:邻居|隔壁|叫|姓名|是|由|名字|收件人|寄件人|下单人|付款人|买家|客户|顾客|会员|朋友|同事|老公|老婆)(?:是|为|叫|的|:)?([\u4e00-\u9fff]{2,3}?)(?=代收|签收|签的|代签|下单|买的|付的|订的|送的|寄的|,|。|住|的?电话|的[,。]|手机|$)|(?:到|给|是|叫|由|和|跟|与)([\u4e00-\u9fff]{3}?)(?=家|的地址|的电话|那|,|的,)|(?:爱人|老公|老婆|太太|先生|妻子|丈夫|朋友|同事|儿子|女儿)([\u4e00-\u9fff]{2,3}?)(?=上|昨|今|前|在|买|下|付|也|的)")  # fmt: skip
SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
PLAIN_SURNAMES: Final = frozenset(
    "单时向万成高方白金石路车连关文安和于温全项应解古曲华盛包宁齐易牛毛康左简江米费党游商司宫明景程庞严"
)
"""Surnames that are words as well: without a title they begin no name."""
SURNAME_SIGNS: Final = "".join(sorted(SURNAMES))
STREETS: Final = "Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Way|Court|Place|Terrace|Gardens?|Hill|Row|Square|Park|Walk|Mews|Grove|Green|Quay|View|Crescent|Rise|Wharf"
"""What English streets are called, for patterns that read text as it was written."""
MOBILE: Final = r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}"
"""A Chinese mobile number."""
STAFF: Final = (
    r"客服|店长|主管|专员|经理|师傅|设计师|老师|负责|同事|快递员|我是|工号|医生"
    r"|\b(?i:our|my) (?:\w+ )?(?:colleague|manager|team|desk|partner|complaints|workshop|(?:\w+(?:er|or|ist|smith|ian)))\b|\bI'?m\b|\bI am\b|\bthis is\b"
)
"""Who works for the shop, or is writing: they may be named."""
_OF_WHOM: Final = re.compile(r"^.{0,2}(?:位|叫|由)(?=.)")
"""What stands before a name: 那位许女士."""
_PURCHASE: Final = re.compile(
    r"\b(?:paid|spent|cost (?:him|her|them))\b[^.!?]*\d|\b(?:ordered|bought|purchased|returned|chose|picked)\b (?:a|an|the|two|three|\d|it)\b|(?:买|付|花|下单|订)了?[^,。!?;]{0,10}\d|下了[^,。!?;]{0,4}单|(?:买|订)了(?:一|两|三|个|条|件|台|套|双)|\border(?:ed)? (?:for|of|no)\b"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of a person in a message."""

    kind: Datum
    value: str
    quote: str


_UNIONPAY: Final = re.compile(r"62\d{14}(?:\d{3})?")
"""How the numbers of China's bank cards begin, and how long they are."""


def card_shown(text: str) -> Shown | None:
    """A full number of a payment card, or of an identity card."""
    low = plain(text)
    for one in personal_numbers(text):
        if one.kind in ("card number", "id number") and not _NO_CARD.search(low[max(0, one.start - 30) : one.start]):
            value = text[one.start : one.end]
            return Shown("card" if one.kind == "card number" else "id", value, value)
    for found in _CARD.finditer(narrow(text)):
        near = low[max(0, found.start() - 40) : found.end() + 40]
        grouped = re.fullmatch(r"(?:\d{4}[ -]){3}\d{4}", found[0])
        if (grouped or _UNIONPAY.fullmatch(found[0]) or _CARD_NAMED.search(near)) and not _NO_CARD.search(
            low[max(0, found.start() - 30) : found.start()]
        ):
            return Shown("card", found[0], found[0])
    return None


def shown_of_another(text: str) -> Iterator[Shown]:
    """What it shows of another customer."""
    yield from _shown(text, "another")


def shown_of_somebody(text: str) -> Iterator[Shown]:
    """What it shows of somebody who may be another person than the customer: the caller knows who the customer is."""
    yield from _shown(text, "somebody")


def reaches_somebody(text: str) -> Iterator[Shown]:
    """Who is named together with how or where that person is reached: nothing of the shop's is told in this way."""
    for sentence in _telling(text):
        words = narrow(text[sentence.start : sentence.end])
        if phrases("personal", "staff").say(sentence.plain):
            continue
        if not any(True for _ in _names(words)) and _FULL_NAME.search(words) is None:
            continue
        if _PERSON.search(sentence.plain) is None:
            continue
        for found in () if phrases("personal", "contact").say(sentence.plain) else _MOBILE.finditer(words):
            yield Shown("phone", found[0], sentence.of(text))
        for found in _EMAIL.finditer(words):
            if not _ROLE.search(found[0].lower()):
                yield Shown("e-mail", found[0], sentence.of(text))


_MOBILE: Final = re.compile(
    r"(?<![\w-])(?:1[3-9]\d{9}|(?:\+\d{1,3}[ -]?)?\(?\d{2,5}\)?(?:[ -]\d{2,5}){2,4})(?![\w-])", re.ASCII
)
_FULL_NAME: Final = re.compile(
    rf"(?:是|叫|的|如|给|由|,|、|找|位)[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}(?=[,,(（的 ]|电话|手机|住|上|在|已|把)"
)
_PERSON: Final = re.compile(
    r"\b(?:mr|mrs|ms|miss|he|she|his|her|him|they|their|who|buyer|sender|neighbou?r|customer|from|by)\b|他|她|的是|住|买|购|取|签|送|先生|女士|小姐|客户|顾客|邻居|比如"
)


def named(text: str, asked: str) -> Iterator[Shown]:
    """Who is named with something told, though nothing says who it is. `asked`: what the customer said before; who asks
    about a relative's purchases is told of somebody else."""
    if phrases("personal", "told_of").say(plain(text)):
        for sentence in _telling(text):
            for kind, value in _names(narrow(sentence.of(text))):
                said = sentence.of(text)
                if phrases("personal", "staff").say(sentence.plain) or not _of_a_person(value, said):
                    continue
                if _does_something(value, said, text):
                    yield Shown(kind, value, sentence.of(text))
    if phrases("personal", "asks_of_kin").say(plain(asked)):
        for sentence in _telling(text):
            for kind, value in _data(text, sentence):
                yield Shown(kind, value, sentence.of(text))


def _does_something(name: str, said: str, text: str) -> bool:
    """Whether the name is somebody's and not the shop's or a street's: with a title, spoken of as he or she, or followed by
    what people do."""
    if not name.isascii() or name.split()[0].lower().rstrip(".") in _TITLES or _OF_SOMEBODY.search(text):
        return True
    after = said[said.find(name) + len(name) :] if name in said else ""
    return _PEOPLE_DO.match(after) is not None


_OF_SOMEBODY: Final = re.compile(
    r"\b(?:he|she|his|her|him|hers|buyer|neighbou?r|reviewer|sister|brother|wife|husband|mother|father)\b",
    re.IGNORECASE,
)
_PEOPLE_DO: Final = re.compile(
    r"'s\b|,? (?:from|of|at|in) (?:flat|number|\d)|,? (?:has|had|bought|ordered|paid|lives|did|took|signed|returned|wears|wore|picked|uses|used|got|gave|asked|chose|received|also|in flat|accepted|collected)\b"
)


def _of_a_person(name: str, said: str) -> bool:
    """Whether a word with a capital may name a person: no day, month or country, and no make that stands before its goods."""
    if not name.isascii():
        return True
    return (
        _NOBODY.fullmatch(name) is None
        and re.search(
            rf"(?:\b(?i:every|each|any|all|some|other|no|numbered) {re.escape(name)}\b|{re.escape(name)}(?::| (?:bags?|watch\w*|jewel\w*|shoes?|boots|pieces?|products?|items?)\b))",
            said,
        )
        is None
    )


_NOBODY: Final = re.compile(
    r"(?:Every|Each|Any|All|No|Some) .+|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|France|Germany|Italy|Spain|Switzerland|Austria|Belgium|Netherlands|Europe|Britain|England|Scotland|Ireland|Canada|America|Australia|China|Japan|Korea"
    r"|Hong Kong|United (?:States|Kingdom)|(?:New|Saint|San) [A-Z]\w+"
)


def asks_of_another(asked: str) -> bool:
    """Whether the customer asks what somebody else bought, paid, wears or where that person lives."""
    return phrases("personal", "asks_of_another").say(plain(asked))


def _telling(text: str) -> Iterator[Sentence]:
    for sentence in sentences(text):
        if not phrases("personal", "withholds").say(sentence.plain):
            yield sentence


def _shown(text: str, section: str) -> Iterator[Shown]:
    spoken_of = False
    for sentence in _telling(text):
        # "The neighbour took it. Her number is …": the next sentence is still about that person.
        spoken_of = spoken_of or phrases("personal", section).say(sentence.plain)
        if spoken_of:
            for kind, value in _data(text, sentence):
                yield Shown(kind, value, sentence.of(text))


def _data(text: str, sentence: Sentence) -> Iterator[tuple[Datum, str]]:
    words = narrow(text[sentence.start : sentence.end])
    contact = phrases("personal", "contact").say(sentence.plain)
    for found in _EMAIL.finditer(words):
        if not _ROLE.search(found[0].lower()):
            yield "e-mail", found[0]
    if not contact:
        yield from _whereabouts(words)
    yield from _names(words)
    if (bought := _PURCHASE.search(sentence.plain)) is not None:
        yield "purchase", bought[0]


def _whereabouts(words: str) -> Iterator[tuple[Datum, str]]:
    for found in _PHONE.finditer(words):
        if 7 <= len(re.sub(r"\D", "", found[0])) <= 15:
            yield "phone", found[0]
    for found in _STREET.finditer(words.lower()):
        if not _MASKED.search(words[: found.start()]):
            yield "address", found[0]


def _names(words: str) -> Iterator[tuple[Datum, str]]:
    for found in _NAME.finditer(words):
        # Goods have an article, people have none.
        family = " " not in found[0] and found[0].endswith("s")
        titled = found[0].split()[0].lower().rstrip(".") in _TITLES
        if _WELCOMES.search(words[: found.start()]) or _MASKED.search(words[: found.start()]):
            continue
        of_goods = not family and not titled and _ARTICLE.search(words[: found.start()]) is not None
        if not of_goods and not _NO_NAME.search(found[0]) and found[0].split()[0].lower() not in COMMON_WORDS:
            yield "name", found[0]
    for found in _FIRST.finditer(words):
        yield "name", found[1]
    for found in _HAN_NAME.finditer(words):
        name = _OF_WHOM.sub("", next(group for group in found.groups() if group))
        if name[0] in SURNAMES and (found[1] or name[0] not in PLAIN_SURNAMES):
            yield "name", name


def reached(text: str) -> Iterator[str]:
    """The sentences that tell how somebody is reached: by telephone or mail."""
    for sentence in _telling(text):
        if any(kind in ("phone", "e-mail") for kind, _ in _data(text, sentence)):
            yield sentence.of(text)


def addressed(text: str) -> list[str]:
    """By which words the customer is addressed."""
    return [found[0] for found in phrases("personal", "vocative").all(plain(text))]


def is_own(shown: Shown, own: Collection[str]) -> bool:
    """Whether what is shown occurs in what the customer said or what is on record of the customer."""
    if shown.kind in ("phone", "card"):
        digits = re.sub(r"\D", "", shown.value)
        return any(digits[-7:] in re.sub(r"\D", "", one) for one in own)
    figures = set(re.findall(r"\d+", shown.value))
    if shown.kind == "purchase" and figures and figures <= {one for text in own for one in re.findall(r"\d+", text)}:
        return True
    if shown.kind == "name":
        parts = [part for part in re.findall(r"[^\W\d_]{2,}", shown.value.lower()) if part not in _TITLES]
        return any(part in plain(one) for part in parts for one in own)
    # An address made of the name by which the customer is called is the customer's.
    parts = re.findall(r"[^\W\d_]{3,}", shown.value.split("@")[0].lower()) if shown.kind == "e-mail" else []
    return any(plain(shown.value) in plain(one) or any(part in plain(one) for part in parts) for one in own)


_WELCOMES: Final = re.compile(
    r"(?:welcome|thanks? for (?:calling|writing|contacting)|here) (?:back )?(?:to|at)? ?(?:the )?$", re.IGNORECASE
)
"""What follows is the shop's name."""
_MASKED: Final = re.compile(r"(?:\.{2,}|…|\*+|•+)\w{0,12} ?$")
"""Only the end of it is shown."""
_TITLES: Final = frozenset(("mr", "mrs", "ms", "miss", "dr"))
