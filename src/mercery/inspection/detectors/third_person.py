"""A third person named with data beside it: neither the customer, nor of the shop, nor somebody the customer may be told of."""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.talk.personal import MOBILE, STAFF, STREETS, SURNAME_SIGNS
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.transcript import Transcript

_TITLED: Final = re.compile(
    rf"(?P<zh>[{SURNAME_SIGNS}][\u4e00-\u9fff]{{0,2}})(?:先生|女士|小姐|太太|阿姨)"
    r"|(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<en>[A-Z][\w'’-]+)"
)
_DATA: Final = re.compile(
    rf"{MOBILE}|\b\d{{1,4}}[a-z]? [A-Z][a-z]+ (?:{STREETS})\b"
    r"|尾号\s?\d{4}|\d+(?:栋|幢|号楼|单元|室)|住在|电话|手机号|地址|\d+月\d+[号日]|\d+(?:元|块)|(?:订|买|拍|付|下单)(?:的|了)"
    r"|\b(?:flat|apartment|number) \d+|\+?\d{3,5}[ -]\d{3,}|[\w.]+@[\w.]+|[€£$]\d|\b(?:ordered|bought|paid|lives|her order|his order|prescription)\b"
)
_OF_THE_SHOP: Final = re.compile(rf"{STAFF}|收您|\bwill (?:call|ring|write|phone|contact|visit)\b")
_YOURS: Final = re.compile(
    r"\*|收件人|收货人|本人|核对|预留|您是|您的|[你您](?:订|买|拍)的|\byour (?:order|parcel|name|account)\b"
)
_GREETED: Final = re.compile(
    r"(?:\b(?:dear|hello|hi|hey|morning|afternoon|evening|thank you|thanks|sorry)|亲爱的|尊敬的)\W*$", re.IGNORECASE
)
_GREETS: Final = re.compile(r"^\W{0,2}(?:您好|你好|早上好|上午好|中午好|下午好|晚上好)")
_KIN: Final = re.compile(
    rf"(?:同事|朋友|邻居|室友|闺蜜|同学|表[姐妹哥弟]|[姐妹哥弟]妹?)(?P<zh>[{SURNAME_SIGNS}][\u4e00-\u9fff]{{1,2}})(?=介绍|买|说|也|在|上|推荐|的|[,，。 ])"
    r"|\bmy (?:friend|mate|colleague|neighbou?r|flatmate|cousin|boss|ex) (?P<en>[A-Z][a-z]+)"
)
_SECRET: Final = re.compile(
    r"不得|保密|不透露|不能告诉|不告诉|须本人|他人|not allowed|never|before data|before any data|another account|only to the|account holder|confidential"
)
_FIGURES: Final = re.compile(r"\d")


def third_person(text: str, transcript: Transcript, index: int) -> str:
    """The sentence of turn `index` that tells data of such a person, or nothing."""
    customer = " ".join(one.text for one in transcript.turns[:index] if one.role == "customer")
    known = " ".join(f"{one.name} {one.value}" for one in transcript.known)
    addressed = " ".join(one.text for one in transcript.turns[:index] if one.role == "agent")
    for sentence in sentences(text):
        said = sentence.of(text)
        for found in _TITLED.finditer(said):
            name = found["zh"] or found["en"]
            if name in customer or name in addressed or (name in known and not _PHONE.search(said)):
                continue
            if _GREETED.search(said[: found.start()]) or _GREETS.match(said[found.end() :]):
                continue
            beside = said[: found.start()] + said[found.end() :]
            if _DATA.search(beside) and not _OF_THE_SHOP.search(said) and not _YOURS.search(said):
                return said
        told = f"{customer} {known} {addressed}"
        if _untitled(said, told) or _number_of_the_other(said, told):
            return said
        if _SECRET.search(plain(known)) and _of_kin(said, customer):
            return said
    return ""


_UNTITLED: Final = re.compile(
    rf"(?:是|叫|的|给|由|[,，:：、])(?P<zh>[{SURNAME_SIGNS}][\u4e00-\u9fff]{{2}})(?=[,，、（( ]|住|寄|家|电话)"
    r"|(?P<en>[A-Z][a-z]+ [A-Z][a-z]+),? (?:[\w.+-]+@[\w-]+\.\w|\+?\d{3,5}[ -]\d{3})"
)
_WHEREABOUTS: Final = re.compile(
    r"1[3-9]\d{9}|\d+(?:栋|幢|号楼|单元|室)|(?:路|街|巷|弄|新村|小区)[^,，。]{0,8}(?:号|那边|\d)"
)
_OWN: Final = re.compile(r"\*|收件人|收货人|本人|核对|预留|您是|客服|店长|专员|师傅|快递员|门店|网点|驿站")
_THE_OTHER: Final = re.compile(
    r"那位|另一位|对方|另外一位|(?<![a-z])(?:the other (?:one|customer|buyer)|theirs)(?![a-z])"
)


def _untitled(said: str, told: str) -> bool:
    """Whether a full name that nobody said before stands with where that person lives or is reached."""
    for found in _UNTITLED.finditer(said):
        name = found["zh"] or found["en"]
        beside = found["en"] is not None or _WHEREABOUTS.search(said[found.end() :]) is not None
        if beside and name not in told and not _OWN.search(said) and not _OF_THE_SHOP.search(said):
            return True
    return False


def _number_of_the_other(said: str, told: str) -> bool:
    """Whether a whole telephone number is told of somebody else than the customer."""
    number = _PHONE.search(said)
    return number is not None and number[0] not in told and _THE_OTHER.search(said[: number.start()]) is not None


_PHONE: Final = re.compile(MOBILE)


def _of_kin(said: str, customer: str) -> bool:
    """Whether it tells figures of somebody the customer named, whose data a fact keeps back."""
    names = [one["zh"] or one["en"] for one in _KIN.finditer(customer)]
    return any(name in said and _FIGURES.search(said) is not None for name in names)
