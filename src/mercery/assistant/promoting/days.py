"""Questions about promotions of other days than today, and about whether one that is named has begun. Pure."""

from __future__ import annotations

import re
from typing import Final

_SALE: Final = (
    r"(?:promotions?|special offers?|offers?|deals?|discounts?|reductions?|campaigns?|sales?|reduced|cheaper)"
)
_ZH_SALE: Final = r"(?:优惠(?!券|码)|活动|促销|折扣|满减|打折|特惠|让利|降价|折(?!叠|痕|射|断))"
_OCCASION: Final = (
    r"(?:black (?:friday|week)|cyber (?:monday|week)|singles[’']? day|double (?:eleven|twelve|11|12)|christmas|xmas|boxing day|new year(?:[’']s)?"
    r"|valentine(?:[’']s)?|easter|(?:mother|father)[’']?s[’']? day|halloween|thanksgiving|tomorrow"
    r"|(?:next|coming|this coming) (?:week|weekend|month|year|season|spring|summer|autumn|fall|winter|monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
    r"|(?:in|on|for) (?:the )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august|september|october|november|december))"
)
_ZH_OCCASION: Final = (
    r"(?:双十[一二]|双1[12]|双旦|618|六一八|黑五|黑色(?:星期)?五|网络星期一|圣诞|元旦|春节|过年|新年|年终|情人节|国庆|五一|七夕|母亲节|父亲节|中秋"
    r"|明天|后天|下周|下星期|下个?月|明年|以后|将来|接下来|即将|会不会|\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)"
)
_AHEAD: Final = re.compile(
    rf"\b{_OCCASION}\b.{{0,50}}\b{_SALE}\b|\b{_SALE}\b.{{0,50}}\b{_OCCASION}\b"
    rf"|\b(?:will there be|will you (?:have|do|run|be having)|are you (?:planning|going to|having)|do you plan)\b.{{0,30}}\b{_SALE}\b"
    rf"|\b(?:upcoming|next|coming|planned|future) (?:\w+ )?{_SALE}\b"
    rf"|\bwill\b.{{0,40}}\b(?:be|go|come) (?:on sale|reduced|discounted|cheaper)\b|\b{_SALE}\b.{{0,16}}\b(?:soon|coming up|planned|upcoming)\b"
    rf"|{_ZH_OCCASION}.{{0,10}}{_ZH_SALE}|{_ZH_SALE}.{{0,6}}{_ZH_OCCASION}",
    re.I,
)
_BOUGHT: Final = re.compile(
    r"\b(?:bought|purchased|adjust\w*|match\w*|difference|valid|until|till|end|ends|expire\w*|last)\b|差价|保价|买的|买了|补差|截止|结束|有效|到期|叠加",
    re.I,
)
"""A piece that was bought before, or when a promotion ends: other questions."""
_SHAPE: Final = r"(?:half price|at half|(?:buy|get) (?:one|two)|\d+ ?% off|two for|free gift|半价|第[二2两]件|买[一二三两]送|赠品|满.{0,6}[减送])"
"""What a promotion may be called after, instead of a name."""
_STARTS: Final = re.compile(
    r"\bwhen (?:does|do|will|is|are)\b.{0,60}\b(?:start|starts|starting|begin|begins|beginning|launch|go live)\b|\bstart(?:ing)? date\b"
    r"|(?:什么时候|何时|几号|哪天|几点|啥时候).{0,4}(?:开始|开抢|上线|启动|有)",
    re.I,
)
_ON: Final = re.compile(
    r"^\W*(?:so |and |but )*(?:is|are|has|have)\b.{2,60}\b(?:on|running|live|active|started|begun|in force)"
    r"(?: (?:right )?(?:now|yet|already|today|still|at the moment|currently))\W*$"
    r"|(?:开始了|上线了)(?:吗|没|么)|(?:还|现在|正)在?(?:进行|有效).{0,2}[吗么]|还在吗",
    re.I,
)
_ANY_SALE: Final = re.compile(rf"\b{_SALE}\b|{_ZH_SALE}", re.I)
_GENERIC: Final = re.compile(
    rf"^\W*(?:so |and |but )*(?:is|are|has|have) (?:(?:the|a|any|your|there (?:a|any)) )?{_SALE}\b|^\W*(?:现在|目前|今天|你们|店里|的)*{_ZH_SALE}",
    re.I,
)
_OF_SHAPE: Final = re.compile(_SHAPE, re.I)


def asks_ahead(text: str) -> bool:
    """Whether it is asked for promotions of days to come: `Will there be a Black Friday sale?`, `双十二有活动吗`."""
    if _BOUGHT.search(text):
        return False
    return bool(_AHEAD.search(text) or (_STARTS.search(text) and _ANY_SALE.search(text)))


def asks_whether_on(text: str) -> bool:
    """Whether it is asked if something is on, or when it begins, whatever it is: `Is Winter leather on now?`"""
    return bool(_ON.search(text) or _STARTS.search(text))


def speaks_of_promotion(text: str) -> bool:
    """Whether it speaks of a promotion, in a word for it or by what it gives: `第二件半价`."""
    return bool(_ANY_SALE.search(text) or _OF_SHAPE.search(text))


def of_no_name(text: str) -> bool:
    """Whether just `the sale` is meant, not one that is called something or after what it gives."""
    return bool(_GENERIC.search(text)) and not of_a_shape(text)


def of_a_shape(text: str) -> bool:
    """Whether a promotion is called after what it gives: `buy one, get one`, `满 500 减 50`."""
    return bool(_OF_SHAPE.search(text))


def asks_for_the_start(text: str) -> bool:
    """Whether it is asked when something begins."""
    return bool(_STARTS.search(text))
