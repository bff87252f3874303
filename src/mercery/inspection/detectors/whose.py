"""Whose a datum is: where somebody lives, how that person is reached or what was bought, told beside a name that is not the
customer's. Neither the name nor the datum may stand in what the customer said, in what is known, or in how somebody was
addressed; who works for the shop and where the shop is may be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mercery.inspection.talk import personal
from mercery.inspection.talk.personal import MOBILE, PLAIN_SURNAMES, STAFF, STREETS, SURNAME_SIGNS, SURNAMES
from mercery.inspection.talk.phrases import phrases, plain
from mercery.inspection.talk.sentences import sentences
from mercery.inspection.transcript import Transcript

_RARE_SIGNS: Final = "".join(sorted(SURNAMES - PLAIN_SURNAMES))
_FULL_NAME: Final = re.compile(
    r"(?<![\w@.])(?<!the )(?<!The )(?<!a )(?<!\d )(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?(?P<name>[A-Z][a-zà-ÿ'’-]+ (?:[A-Z]\. )?[A-Z][a-zà-ÿ'’-]{2,})(?![\w@])"
    r"|\b(?:Mr|Mrs|Ms|Miss|Dr)\.? (?P<titled>[A-Z][\w'’-]+)"
)
_NO_PERSON: Final = re.compile(
    r"^(?:Hello|Hi|Hey|Dear|Good|Thank|Thanks|Sorry|The|Our|Your|My|That|This|Yes|No|New|Black|Free|Royal|Saint|North|South|East|West|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|(?:Street|St|Road|Rd|Lane|Avenue|Close|Drive|Way|Court|Place|Terrace|Gardens?|Hill|Row|Square|Park|Walk|Mews|Grove|Green|House|Store|Shop|Team|Support|Service|Cent(?:er|re)|Station|Card|Express|Bank|Post|Club|Friday|Day|Collection|Edition|Mail|Pay|City|Town|County|Bay|Bridge|Market|Mall|Hotel|Award)s?$"
)
_HAN_NAME: Final = re.compile(
    rf"(?:^|[^\u4e00-\u9fff]|[是叫给由到在跟和与那号楼室幢栋的找位为被了外])(?P<rare>[{_RARE_SIGNS}][\u4e00-\u9fff]{{1,2}}?)(?=$|[^\u4e00-\u9fff]|[那的住家收存]|电话|手机|先生|女士|小姐|阿姨|她|他)"
    rf"|(?:是|叫|给|由|找|位)(?P<plain>[{SURNAME_SIGNS}][\u4e00-\u9fff]{{2}})(?=$|[^\u4e00-\u9fff]|[那住家收]|电话|手机)"
)
_REACHED: Final = re.compile(
    rf"(?<!\d){MOBILE}(?!\d)|"
    r"(?<![\w-])\+?\d{3,5}[ -]\d{3,4}(?:[ -]\d{3,4})?(?![\w-])|[\w.+-]+@[\w-]+\.\w+"
    rf"|\b\d{{1,4}}[a-z]? (?:[A-Z][a-z'’]+ ){{1,2}}(?:{STREETS})\b"
    r"|\b(?:flat|apartment|apt|unit) \d+\w?\b"
    r"|[\u4e00-\u9fff]{2,}(?:路|街|道|巷|弄|里|村|苑|城|园|大厦|小区)\d+[号栋幢弄]?|\d+(?:栋|幢|号楼|单元)\d*(?:室)?",
)
_OF_THE_SHOP: Final = re.compile(
    rf"{STAFF}|门店|网点|驿站|自提点|仓库|专柜|售后点"
    r"|\b(?:store|shop|branch|showroom|pick-?up|locker|warehouse|workshop|atelier|studio|brewery|bakery|farm|museum|hotel)\b"
)
_DOINGS: Final = re.compile(
    r"实付|付了?(?:款|\d)|下的?单|买的|拍的|花了|订的|退了|用了[^,，。]{0,4}券|\b(?:paid|ordered|bought|spent|returned|booked|picked|chose)\b|\b(?:her|his|their) (?:order|parcel|invoice)\b"
)
_FIGURE: Final = re.compile(r"\d")
_YOURS: Final = re.compile(r"[您你]|(?<![a-z])your?s?(?![a-z])")
_SPOKEN_OF: Final = re.compile(
    rf"(?:她|他|同事|朋友|邻居|室友|闺蜜|同学|姐|妹|哥|弟|老公|老婆|男友|女友)(?:她|他)?(?:的?名字)?(?:叫|是|,|，|、)?\s?(?P<zh>[{SURNAME_SIGNS}][\u4e00-\u9fff]{{1,2}})(?=$|[^\u4e00-\u9fff]|也|买|说|的)"
    r"|(?:(?:she|he)(?:'s| is)|(?:her|his) name(?:'s| is)|my (?:friend|mate|colleague|neighbou?r|flatmate|cousin|boss|ex|sister|brother|wife|husband|partner|mother|father|mum|mom|dad)\b[^.?!]{0,24}?,?) (?P<en>[A-Z][a-z]+(?: [A-Z][a-z]+)?)"
)
_RECEIVES: Final = re.compile(
    r"收件|收货|寄给|送给|给我?(?:妈|爸|姐|妹|哥|弟|朋友|老)|\b(?:send|ship|deliver|gift|present)\b[^.?!]{0,20}\b(?:to|for)\b"
)


def told_of_a_stranger(text: str, transcript: Transcript, index: int) -> str:
    """The words of turn `index` that tell such a datum, or nothing."""
    before = transcript.turns[:index]
    customer = "\n".join(one.text for one in before if one.role == "customer")
    known = "\n".join(f"{one.name} {one.value}" for one in transcript.known)
    # Who is addressed by a family name has it in full as well.
    greeted = " ".join(personal.addressed(text)) + " ".join(_GREETED.findall(text))
    told = f"{customer}\n{known}\n" + "\n".join(one.text for one in before if one.role == "agent")
    spoken_of = {one["zh"] or one["en"] for one in _SPOKEN_OF.finditer(customer)}
    said = [one.of(text) for one in sentences(text)]
    for place, sentence in enumerate(said):
        # "That was Ann Lee. 4 Mill Road": where it is told may follow at once.
        beside = sentence + (f" {said[place + 1]}" if place + 1 < len(said) else "")
        stranger = any(name[:1] not in greeted or name[:1] not in SURNAMES for name in _strangers(sentence, told))
        tells = (stranger and _is_new(beside, told)) or (
            _does_things(sentence, spoken_of) and not _RECEIVES.search(customer)
        )
        if tells and not _OF_THE_SHOP.search(sentence) and not phrases("personal", "withholds").say(plain(sentence)):
            return sentence
    return ""


_GREETED: Final = re.compile(r"(?:您好|你好|好的|抱歉)[,，]?([\u4e00-\u9fff])[\u4e00-\u9fff]{0,2}(?:先生|女士|小姐)")


def _strangers(sentence: str, told: str) -> Iterator[str]:
    """Full names that nobody said before."""
    for found in _FULL_NAME.finditer(sentence):
        name = found["name"] or found["titled"]
        if not _NO_PERSON.search(name) and not any(part in told for part in name.split() if len(part) > 1):
            yield name
    for found in _HAN_NAME.finditer(sentence):
        name = found["rare"] or found["plain"]
        if name not in told:
            yield name


def _is_new(words: str, told: str) -> bool:
    """Whether they hold a way to reach somebody, or a place, that nobody gave."""
    digits = re.sub(r"\D", "", told)
    for found in _REACHED.finditer(words):
        number = re.sub(r"\D", "", found[0])
        if found[0] not in told and not (len(number) > _LONG and number in digits):
            return True
    return False


_LONG: Final = 6


def _does_things(sentence: str, spoken_of: set[str]) -> bool:
    """Whether it tells, in figures, what somebody whom the customer spoke of bought or paid."""
    rest = sentence
    for name in spoken_of:
        first = name.split()[0] if name.isascii() else name
        if re.match(rf"\W*(?:(?:Yes|Well|Oh|对|是的|嗯)\W+)?(?:Ms\.? |Mr\.? )?{re.escape(first)}", rest):
            return bool(_DOINGS.search(rest) and _FIGURE.search(rest) and not _YOURS.search(plain(rest)))
    return False
