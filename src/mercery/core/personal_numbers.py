"""Numbers that lead to a person: e-mail addresses, telephone, card and bank account numbers, identity cards. Pure.

A number counts only when its form proves it (check digits, country codes, the grouping of a telephone number) and when
nothing says that it is something else: numbers of orders, goods and parcels, prices, measures and dates stay readable.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

PersonalNumber = Literal["e-mail", "phone number", "card number", "bank account", "id number"]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and where."""

    kind: PersonalNumber
    start: int
    end: int


_EMAIL: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f_.!%+*/=?^{|}~'-]{1,64}@(?:[A-Za-z0-9\u00c0-\u024f-]{1,63}\.){1,8}[A-Za-z\u00c0-\u024f]{2,24}")  # fmt: skip
_RUN: Final = re.compile(r"(?<![\w#@])(?<![A-Za-z\d]-)\d(?:[ -]?\d){11,}(?![\w@])", re.ASCII)
_ID_CARD: Final = re.compile(r"(?<![\w])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2][1-9]|[123]0|31)\d{3}[\dXx](?![\w])", re.ASCII)  # fmt: skip
_DIGITS: Final = re.compile(r"\d+", re.ASCII)
_IBAN: Final = re.compile(r"(?<![\w])([A-Z]{2})\d{2}(?=[ A-Z0-9]{11})", re.ASCII | re.IGNORECASE)
_IBAN_LENGTH: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28,
    "CZ": 24, "DE": 22, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18,
    "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
    "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "ST": 25,
    "SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
"""Characters of an IBAN by country (SWIFT IBAN registry)."""
_CARDS: Final = re.compile(
    r"4(?:\d{12}|\d{15})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|62\d{14,17}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|(?:5018|5020|5038|5[678]\d\d|6304|6759|676[1-3])\d{8,15}"
)
"""First digits and lengths of the cards in use."""
_CARDS_BEGIN: Final = "23456"
_CARD_DIGITS: Final = range(12, 20)
_PHONE: Final = re.compile(r"(?<![\w#@/.,:+-])(?:(?<!\d )|(?=\+))(?:\+|\(\+?)?\d(?:[ ./-]?[()]?[ ]?\d|\) ?\d){6,17}(?![\w@]|[.,:/-]?\d| \d)", re.ASCII)  # fmt: skip
_PHONE_FORMS: Final = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"\(?\+[1-9]\d{0,2}\)?(?:[ ./()-]{0,2}\d){6,12}",
        r"00[1-9]\d{0,2}(?:[ ./()-]{1,2}\d+){1,6}",
        # China: mobile, then fixed lines by their area codes.
        r"(?:86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}",
        r"\(?0(?:10|2[0-9]|[3-9]\d{2})\)?[ -]?\d{7,8}(?:-\d{1,6})?",
        # North America.
        r"(?:1[ .-])?\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]?\d{4}|(?:1[ .-])?[2-79]\d{2}([ .-])[2-9]\d{2}\1\d{4}",
        # Elsewhere, dialled with a 0 before the area.
        r"\(?0\d{1,4}\)?(?:[ ./-]?\d{2,8}){1,5}",
    )
)
_PHONE_NAMED: Final = re.compile(
    r"(?:\b(?:tele)?phone(?: (?:number|no\.?))?|\btel\b\.?|\bmobile(?: (?:number|no\.?))?|\bcell(?:phone)?(?: number)?|\bcall me (?:at|on|under)|\breach me (?:at|on|under)|\bmy number|\bwhatsapp|"
    r"电话(?:号码?)?|手机(?:号码?)?|联系方式|微信号?)\s*(?:is|are|:|：|=|是|为)?\s*$",
    re.IGNORECASE | re.ASCII,
)
_SOMETHING_ELSE: Final = re.compile(
    r"(?:\b(?:orders?|sku|item|art(?:icle)?|ref(?:erence)?|tracking|track|parcel|package|shipment|waybill|invoice|receipt|model|product|style|part|serial|ean|upc|gtin|isbn|barcode|ticket|batch|lot|case|hs)"
    r"(?:[ _-]?(?:no|nr|num|number|id|code|ref))?\.?|订单|单|运单|快递|物流|货|款|型|编|条形?码|商品|批|序列|流水|发票|包裹)(?:号码?|编号|码)?\s*(?:is|was|are|:|：|=|是|为)?\s*[#(]?$",
    re.IGNORECASE | re.ASCII,
)
_PLAIN: Final = re.compile(
    # Dates with or without a time, amounts of money, measures.
    r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?:[T ,]{0,2}\d{1,2}[:.]\d{2}(?::\d{2})?)?(?!\d)"
    r"|[$€£¥￥]\s?\d[\d.,' ]{0,20}\d|(?<![\d+])\d[\d.,' ]{0,20}\s?(?:[$€£¥￥元块]|usd|eur|gbp|cny|rmb|dollars?|euros?|pounds?)(?![a-z])"
    r"|(?<![\d+])\d+(?:[.,]\d+)?(?:\s?[x×*]\s?\d+(?:[.,]\d+)?){0,2}\s?(?:mm|cm|km|ml|cl|mg|kg|oz|lbs?|inch(?:es)?|mah|gb|tb|dpi|px|毫米|厘米|公分|毫升|公斤|千克|克|升|米)(?![a-z])",
    re.IGNORECASE | re.ASCII,
)
_NARROW: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20, 0x2010: 0x2D, 0x2011: 0x2D, 0x2013: 0x2D}  # fmt: skip


def narrow(text: str) -> str:
    """Full-width signs, hard spaces and kinds of hyphens as plain ones; every sign keeps its place."""
    return text.translate(_NARROW)


def plain_spans(text: str) -> list[tuple[int, int]]:
    """Dates, amounts of money and measures in a text made `narrow`."""
    return [found.span() for found in _PLAIN.finditer(text)]


def named_otherwise(text: str, start: int) -> bool:
    """Whether the words before `start` say that the number there is an order's, an article's or a parcel's."""
    return _SOMETHING_ELSE.search(text[max(0, start - 40) : start]) is not None


def personal_numbers(text: str) -> list[Found]:
    """Everything found, in order, nothing twice."""
    taken: list[Found] = []
    for found in _candidates(narrow(text)):
        at = bisect_right(taken, found.start, key=lambda one: one.start)
        after_the_one_before = at == 0 or taken[at - 1].end <= found.start
        if after_the_one_before and (at == len(taken) or found.end <= taken[at].start):
            taken.insert(at, found)
    return taken


def without_personal_numbers(text: str) -> str:
    """The text with each replaced by what it was: `[e-mail]`, `[phone number]` …"""
    return without(text, personal_numbers(text))


def without(text: str, numbers: Iterable[Found]) -> str:
    """The text with `numbers`, in their order, replaced by what they were."""
    parts, at = [], 0
    for found in numbers:
        parts += [text[at : found.start], f"[{found.kind}]"]
        at = found.end
    return "".join([*parts, text[at:]])


def _candidates(text: str) -> Iterator[Found]:
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Found("e-mail", *match.span())
    if not any(sign.isdigit() for sign in text):
        return
    yield from _ibans(text)
    for match in _ID_CARD.finditer(text):
        if id_card_holds(match[0]) and not named_otherwise(text, match.start()):
            yield Found("id number", *match.span())
    yield from _cards(text)
    yield from _phones(text)


def _cards(text: str) -> Iterator[Found]:
    """Groups of digits that together are a card's; a date of expiry or a code may follow them."""
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _DIGITS.finditer(text, *run.span())]
        for first, (start, _) in enumerate(groups):
            end = _card_end(text, groups[first : first + _CARD_DIGITS[-1]]) if text[start] in _CARDS_BEGIN else 0
            if end and not named_otherwise(text, start):
                yield Found("card number", start, end)


def _card_end(text: str, groups: Sequence[tuple[int, int]]) -> int:
    """Where the longest card's number that begins with these groups of digits ends; 0 for none."""
    digits, last = "", 0
    for begin, end in groups:
        digits += text[begin:end]
        if len(digits) > _CARD_DIGITS[-1]:
            break
        if len(digits) in _CARD_DIGITS and card_holds(digits):
            last = end
    return last


def _phones(text: str) -> Iterator[Found]:
    plain = plain_spans(text)
    for match in _PHONE.finditer(text):
        start, end = match.span()
        if any(start < stop and begin < end for begin, stop in plain) or named_otherwise(text, start):
            continue
        digits = re.sub(r"\D", "", match[0])
        if length := _international(match[0]):
            yield Found("phone number", start, start + length)
            continue
        if not 7 <= len(digits) <= 15 or (match[0].isdigit() and _is_gtin(digits)):
            continue
        named = _PHONE_NAMED.search(text[max(0, start - 40) : start]) is not None
        if named or (len(digits) >= 9 and any(form.fullmatch(match[0]) for form in _PHONE_FORMS)):
            yield Found("phone number", start, end)


def _international(run: str) -> int:
    """How many signs of a run that begins with + are a telephone number; other digits may follow after a space. 0 for none."""
    ends = [*(place for place, sign in enumerate(run) if sign == " "), len(run)] if run.startswith("+") else []
    for end in reversed(ends):
        if sum(sign.isdigit() for sign in run[:end]) >= 9 and _PHONE_FORMS[0].fullmatch(run[:end]):
            return end
    return 0


def _ibans(text: str) -> Iterator[Found]:
    for match in _IBAN.finditer(text):
        length = _IBAN_LENGTH.get(match[1].upper())
        end, signs = match.start(), ""
        while length and len(signs) < length and end < len(text):
            sign = text[end]
            if sign.isascii() and sign.isalnum():
                signs += sign
            elif sign != " " or text[end - 1] == " ":
                break
            end += 1
        follows = text[end : end + 1]
        if length and len(signs) == length and iban_holds(signs) and not (follows.isascii() and follows.isalnum()):
            yield Found("bank account", match.start(), end)


def iban_holds(text: str) -> bool:
    """Whether the check digits are right (ISO 13616: the number, with letters as 10 to 35, leaves 1 by 97)."""
    moved = text[4:] + text[:4]
    return int("".join(str(int(sign, 36)) for sign in moved)) % 97 == 1


def card_holds(text: str) -> bool:
    """Whether digits are those of a payment card: first digits, length and check digit (ISO/IEC 7812)."""
    digits = text if text.isdecimal() else re.sub(r"\D", "", text)
    if not _CARDS.fullmatch(digits):
        return False
    doubled = [int(sign) * (2 if index % 2 else 1) for index, sign in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def id_card_holds(text: str) -> bool:
    """Whether 18 signs are a Chinese identity number: a day that existed and the check sign (GB 11643, ISO 7064)."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(sign) * (2 ** (17 - place) % 11) for place, sign in enumerate(text[:17]))
    return "10X98765432"[total % 11] == text[17].upper()


def _is_gtin(digits: str) -> bool:
    """Whether digits are a bar code's (GTIN-12 to -14, by its check digit)."""
    if len(digits) not in (12, 13, 14):
        return False
    weighed = [int(sign) * (3 if index % 2 else 1) for index, sign in enumerate(reversed(digits))]
    return sum(weighed) % 10 == 0
