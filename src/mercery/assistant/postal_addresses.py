"""Where postal addresses stand in free text, in the forms of several countries. Pure.

Kept wide rather than narrow: what looks like somebody's street is taken for one. Names of countries and towns alone are
none, since whether a shop delivers there is a fair question.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.assistant.desk.addresses import spans_in

_WORD: Final = r"[A-Z\u00c0-\u00de][\w.'’-]*"
_TOWN: Final = r"[A-Z\u00c0-\u00de][a-z\u00df-\u024f'’-]+"
_STREETS: Final = re.compile(
    # 12 Oak Street, Apt 4
    rf"(?<![\w#.,/-])\d{{1,5}}[A-Za-z]?(?:-\d+)?,? (?:(?:{_WORD}|\d{{1,3}}(?:st|nd|rd|th)|of|the) ){{1,4}}"
    r"(?:(?:Street|Avenue|Road|Lane|Boulevard|Parkway|Highway|Terrace|Crescent|Drive|Court|Gardens|Mews)\b|(?:St|Ave|Rd|Ln|Blvd|Dr|Pl|Sq|Ct)\b(?=\.|,|\s*$|\s+(?:[Aa]pt|[Uu]nit|[Ss]uite|#|in\b|instead|please)))\.?"
    r"(?:,? (?:[Aa]pt|[Aa]partment|[Uu]nit|[Ss]uite|[Ff]lat|#)\.? ?#?[\w-]+)?"
    rf"(?:, {_TOWN}(?: {_TOWN}){{0,2}})?(?:,? [A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b)?"
    rf"|(?<![\w#.,/-])\d{{1,5}} (?:Broadway(?:, {_TOWN}(?: {_TOWN}){{0,2}})?|The {_WORD}, {_TOWN})(?![\w])"
    # 10 Downing Street, London SW1A 2AA; Flat 2, 8 Long Acre, Bath BA1 1AA
    rf"|(?<![\w#.,/-])(?:[Ff]lat \w+, )?\d{{1,4}}[A-Za-z]? (?:{_WORD} ?){{1,4}},(?: {_TOWN}){{1,3}},? [A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b"
    # 4 bis, rue Haute, 69001 Lyon
    r"|(?<![\w#.,/-])\d{1,4}(?: (?:bis|ter))?,? (?i:rue|avenue|av\.|boulevard|bd|place|quai|chemin|all[ée]e|impasse|cours|route|via|piazza|corso|calle|plaza|paseo|rua|avenida) [^\n,;:.!?]{2,40}"
    rf"(?:,? \d{{5}} {_WORD}(?:[ -]{_WORD}){{0,3}})?"
    # Lange Straße 5, 10115 Berlin; Keizersgracht 12, 1015 CN Amsterdam; Via Roma 4, 20121 Milano
    rf"|(?<![\w])(?:(?:{_WORD} ){{0,2}}{_WORD}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ring|damm|ufer|gracht|laan|straat|plein)|(?:{_WORD} ){{0,2}}(?:Stra(?:ß|ss)e|Str\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer)|(?:Via|Viale|Piazza|Corso|Calle|Rua|Avenida)(?: {_WORD}){{1,3}}),? \d{{1,4}}(?: ?[a-zA-Z]\b)?"
    rf"(?:,? (?:[A-Z]{{1,2}}-)?\d{{4,5}}(?: [A-Z]{{2}})? {_WORD}(?:[ -](?:am|an|der|im|{_WORD})){{0,3}})?"
    # Am Mühlbach 7, 80469 München; via dei Mille 86, Torino
    rf"|\b(?:Am|Im|Zum|Zur|Beim|(?:An|Auf|In|Hinter|Unter|Vor) (?:der|dem|den)) {_WORD}(?: {_WORD})? \d{{1,4}}(?: ?[a-z]\b)?(?=,|\s*$|\.| \d{{5}}\b)"
    rf"|\b(?:via|viale|piazza|corso|calle|rua|avenida)(?: (?:d[aei]l?l?[aeo]?|dei|degli|de|la|las|los|{_WORD})){{1,4}},? \d{{1,4}}(?=(?:, |\n)(?:{_TOWN}|\d{{4,5}}))"
    r"|(?i:\bp\.? ?o\.? ?box \d+)",
    re.MULTILINE,
)
_NAME: Final = r"[A-Z\u00c0-\u00de][^\W\d_]*(?:['’][^\W\d_]+)?\.?(?![\w])"
_UK: Final = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
_TAIL: Final = re.compile(
    rf"(?:,? {_NAME}(?:[ -](?:de|la|le|am|an|der|{_NAME})){{0,4}}){{1,3}},? (?:\d{{4,6}}(?![\w-])|{_UK})"
    rf"|,? (?:\d{{5}}(?![\w-]| ?\d)|{_UK})"
    r"|(?:[,， ]{1,2}[\u4e00-\u9fff]{2,8}(?:省|市|区|县)){0,3}[,， ]{1,2}\d{6}(?!\d)"
)
"""What may follow a street: towns and regions up to a postcode."""
_HAN: Final = r"[\u4e00-\u9fff]"
_NUMBER: Final = r" ?[\dA-Za-z〇零一二三四五六七八九十百-]{1,8} ?"
_CHINESE: Final = re.compile(
    rf"(?:{_HAN}{{2,8}}?(?:省|自治区|特别行政区))?(?:{_HAN}{{2,8}}?(?:市|自治州|地区|盟))?(?:{_HAN}{{1,8}}?(?:区|县|旗|市))?"
    rf"(?:{_HAN}{{1,8}}?(?:街道|镇|乡))?{_HAN}{{1,10}}?(?:大道|大街|路|街|巷|弄|胡同|道|村|里)"
    rf"(?:{_NUMBER}(?:号[院楼]?|弄|巷|栋|幢|座|单元|室|楼|层|户|组)){{1,6}}(?:{_HAN}{{2,10}}(?:小区|大厦|花园|公寓|广场|苑|城|园|中心)?(?:{_NUMBER}(?:号楼?|栋|幢|座|单元|室|楼|层|户)){{1,5}})?\d{{0,5}}"
)
_LEADING: Final = re.compile(rf"^{_HAN}*?(?:地址(?:改成|改为|是|为)?|改成|改为|改到|寄到|寄往|寄去|寄给|送到|送至|送往|发到|发往|寄至|邮寄到|搬到|搬去|住在|住|在|是|为|到|至|往)(?={_HAN})")  # fmt: skip
_PLACES: Final = re.compile(
    r"北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)


def address_spans(text: str) -> list[tuple[int, int]]:
    """The addresses, in order, joined where two forms found one. `text` has plain signs (`narrow`)."""
    flat = text.replace("\n", " ")
    # A line may end a street, or break it.
    spans = spans_in(text) + [found.span() for one in (flat, text) for found in _STREETS.finditer(one)]
    spans += [_trimmed(flat, *found.span()) for found in _CHINESE.finditer(flat)]
    spans = [(start, tail.end() if (tail := _TAIL.match(flat, end)) else end) for start, end in spans]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the words that lead to a Chinese address (`请改到…`): it begins at its province, else behind the verb."""
    place = _PLACES.search(text, start, end)
    if place is not None:
        return place.start(), end
    lead = _LEADING.match(text[start:end])
    return start + (lead.end() if lead else 0), end
