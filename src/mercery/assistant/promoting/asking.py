"""What a message asks about promotions and about the bag. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, Literal

from mercery.assistant.promoting.days import asks_ahead, asks_for_the_start, asks_whether_on, speaks_of_promotion
from mercery.assistant.promoting.particular import of_something_called

Asks = Literal[
    "promotions",
    "until",
    "together",
    "bag",
    "missing",
    "coupon",
    "how_code",
    "instalments",
    "back",
    "ahead",
    "whether_on",
]
"""Which promotions there are; until when; whether they go together; what the bag comes to; how much is missing for more;
why a code does nothing, or what it does; where a code is put in; paying in parts; what comes back for one piece; promotions of days to come;
whether one that is called by its name, or by what it gives, is on."""
_NOUN: Final = r"(?:promotions?|special offers?|offers?|deals?|discounts?|reductions?|campaigns?|coupons?|vouchers?|promo(?: codes?)?|codes?|sale|\d+ ?% off)"
_ZH_NOUN: Final = r"(?:优惠(?!券|码)|活动|促销|折扣|满减|打折|特惠|让利|折(?!叠|痕|射|断))"
_ZH_CODE: Final = r"(?:优惠[券码]|折扣码|券码?|代金券|红包)"
_CURRENT: Final = re.compile(
    rf"\b(?:what|which|any|some|are there|is there|do you have|have you|got|current|running|list|tell me about|do i get|get|can i get)\b.{{0,40}}\b{_NOUN}\b"
    rf"|^\W*(?:{_NOUN})\W*$|\b{_NOUN}\b.{{0,30}}\b(?:available|running|at the moment|right now|currently|today|on this|on it|for this|for it)\b"
    rf"|(?:有|哪些|什么|没有|现在|目前|今天|最近).{{0,8}}{_ZH_NOUN}|{_ZH_NOUN}.{{0,6}}(?:有哪些|是什么|有吗|有没有|吗|么|呢)|^\W*{_ZH_NOUN}\W*$|打几折|打折吗|满多少减",
    re.I,
)
_UNTIL: Final = re.compile(
    rf"(?:until when|till when|how long|when (?:does|do|will|is|are)|what is the last day|last day|deadline|by when).{{0,60}}\b(?:{_NOUN}|price)\b"
    rf"|\b(?:{_NOUN}|price)\b.{{0,40}}(?:until when|till when|how long|end\b|ends\b|last\b|expire|valid|over\b)"
    rf"|(?:{_ZH_NOUN}|{_ZH_CODE}|这个价|现价|价格).{{0,14}}(?:到什么时候|到几号|到哪天|多久|截止|什么时候结束|何时结束|几号结束|有效期|什么时候到期|持续)"
    rf"|(?:什么时候|何时|几号|哪天).{{0,6}}(?:截止|结束|到期)",
    re.I,
)
_ENDS: Final = re.compile(
    r"\b(?:until|till|how long|end|ends|last|over|expire\w*|deadline|valid)\b|截止|结束|到期|到什么|到几号|到哪天|多久",
    re.I,
)
_TOGETHER: Final = re.compile(
    rf"\b(?:combin\w+|stack\w*|together|both|at the same time|in addition|on top of|as well as)\b.{{0,60}}\b{_NOUN}\b"
    rf"|\b{_NOUN}\b.{{0,60}}\b(?:combin\w+|stack\w*|together|both|at the same time|on top)\b"
    r"|叠加|叠用|同享|(?:能|可以|可不可以|能不能).{0,12}(?:一起用|同时用|同时使用|同时享)",
    re.I,
)
_COMBINES: Final = re.compile(
    r"\bcombin\w+|\bstack\w*\b|\b(?:together|along) with\b|叠加|叠用|同享|一起用|同时用", re.I
)
_RUNS: Final = re.compile(
    r"\b(?:until|till|by) when\b|\bhow long (?:does|do|will|is|are)\b|\bwhen (?:does|do|will|is)\b.{0,40}\b(?:end|over|last day|expire)"
    r"|到什么时候|到几号|到哪天|什么时候结束|何时结束|几号结束|截止",
    re.I,
)
_BAG_WORD: Final = r"(?:my|the|this) (?:shopping )?(?:bag|basket|cart|order)"
_BAG: Final = re.compile(
    rf"(?:how much|what).{{0,30}}\b(?:{_BAG_WORD}|everything|it all|all of it|in total|altogether)\b"
    rf"|\b{_BAG_WORD}\b.{{0,40}}\b(?:cost|costs|total|come to|comes to|pay|price|worth)\b"
    rf"|\b(?:total|price|cost|sum) (?:of|for) {_BAG_WORD}\b|what (?:do|will|would) i (?:have to )?pay"
    r"|购物[车袋].{0,12}(?:多少|合计|总价|总共|一共|几块)|(?:一共|总共|合计|总计|全部).{0,8}(?:多少|几块)|我要付多少|要付多少",
    re.I,
)
_MISSING: Final = re.compile(
    r"how much more|how much (?:is|am i|are we|do i|would i).{0,24}(?:miss\w*|short|left|need|away|off the threshold)|what(?:'s| is) missing"
    r"|(?:am i|how) (?:far|close|near|short).{0,30}(?:from|to|of)\b|to (?:reach|get|qualify for) (?:free delivery|free shipping|the (?:discount|offer|promotion|threshold))"
    r"|还差多少|差多少|还需要?买多少|还要买多少|再买多少|再凑多少|凑单|凑多少|还差几",
    re.I,
)
_COUPON: Final = re.compile(
    rf"\b(?:code|coupon|voucher)\b.{{0,60}}(?:n't|\bnot\b|refus|reject|declin|invalid|fail|why|wrong)"
    rf"|\b(?:code|coupon|voucher)\b.{{0,40}}\b(?:nothing|no (?:discount|change|effect|difference))\b"
    rf"|\b(?:why|how come)\b.{{0,60}}\b(?:code|coupon|voucher)\b"
    rf"|{_ZH_CODE}.{{0,16}}(?:用不了|不能用|无效|没生效|不生效|没用|失败|为什么|怎么)|(?:为什么|怎么).{{0,12}}{_ZH_CODE}",
    re.I,
)
_CODE_WORD: Final = r"(?:coupons?|vouchers?|(?:promo(?:tion)?(?:al)?|discount|coupon|voucher)[ -]?codes?|codes?)"
_HOW_CODE: Final = re.compile(
    rf"\b(?:how|where|when|can i|may i|could i|am i able to)\b.{{0,30}}\b(?:use|used|redeem\w*|enter\w*|apply|applied|put|type|add|activate|fill|paste|write)\b.{{0,30}}\b{_CODE_WORD}\b"
    rf"|\bhow (?:do|does|can)\b.{{0,16}}\b{_CODE_WORD}\b.{{0,12}}\b(?:work|used|applied|redeemed|entered)\b|\bwhere\b.{{0,16}}\b{_CODE_WORD}\b.{{0,8}}\b(?:go|field|box)\b"
    rf"|{_ZH_CODE}.{{0,6}}(?:怎么|如何|怎样|在哪|哪里|哪儿).{{0,4}}(?:用|填|输|兑|写)|{_ZH_CODE}.{{0,3}}(?:用法|使用方法)"
    rf"|(?:怎么|如何|怎样|在哪里?|哪里|哪儿).{{0,4}}(?:用|填|输入?|兑换?|写).{{0,6}}{_ZH_CODE}",
    re.I,
)
_SEVERAL: Final = re.compile(
    r"\b(?:two|several|multiple|many|more than one|both|again|twice)\b|[两多几]张|两个|多个|几个|再用", re.I
)
_CODE_TRIED: Final = re.compile(
    r"\b(?:typed|type|entered|enter|tried|try|used|use|put in|applied|apply|added|add)\b.{0,60}(?:\bnothing\b|n't|\bnot\b|\bno (?:discount|change|effect|difference)\b|same price|still (?:the )?full)"
    r"|(?:输入|输|填|用|试).{0,30}(?:没反应|没有反应|没变|没有变|没减|没有减|没优惠|没便宜|没生效|没有生效|没用|不行|不管用|无效|用不了|还是原价)"
    r"|不管用|不起作用|没反应|\b(?:doesn't|does not|didn't|did not|won't) work\b",
    re.I,
)
"""Something was tried and did nothing; it is a coupon where a code is named."""
_FAILS: Final = re.compile(
    r"n't\b|\bnot\b|\bnothing\b|\brefus|\breject|\bdeclin|\binvalid|\bfail|\bno (?:discount|change|effect)\b|用不了|不能用|无效|没|不生效|失败|不了|不行|不管用|不起作用",
    re.I,
)
_BUYERS: Final = r"(?:members?|students?|staff|employees?|new (?:customers?|clients?))"
_OF_AUDIENCE: Final = re.compile(
    rf"\b{_BUYERS}\b.{{0,24}}\b(?:(?:pay|pays|paying) less|save|(?:special|lower|better) prices?|discounts?|reductions?|promotions?|deals?)\b"
    rf"|\b(?:pay less|discounts?|reductions?|promotions?|deals?|special prices?)\b.{{0,16}}\b(?:for|as|to) (?:an? )?{_BUYERS}\b"
    rf"|\bcheaper (?:for|as) (?:an? )?{_BUYERS}\b"
    r"|(?:会员|学生|员工|新客|新人|新用户).{0,8}(?:优惠(?!券|码)|折扣|打折|便宜|特价|几折|专享)|会员价",
    re.I,
)
"""That some customers pay less than others."""
_INSTALMENTS: Final = re.compile(
    r"\binstal?lments?\b|\b(?:pay|payment|split|spread)\b.{0,30}\b(?:in parts|monthly|over \w+ months?|in (?:two|three|four|six|twelve|\d+))\b"
    r"|分期|分.{0,3}期|按月付|每月付",
    re.I,
)
_BACK: Final = re.compile(
    r"\b(?:how much|what)\b.{0,30}\b(?:get|come|comes|given|pay) back for\b"
    r"|\b(?:how much|what)\b.{0,40}\b(?:get back|refunded|refund|come back|money back)\b.{0,60}\b(?:return\w*|send\w* back|sent back|one|only|keep)\b"
    r"|\bif (?:i|we) (?:return|send back|only return)\b.{0,60}\b(?:how much|what)\b.{0,40}\b(?:back|refund\w*)\b"
    r"|(?:退|退掉|退回).{0,12}(?:一件|其中|单独|只退|一个|一瓶|一双|一条|一只).{0,16}(?:多少|几块|能退)|(?:能退|可以退|退给我|退我).{0,4}多少",
    re.I,
)
_CODE: Final = re.compile(
    r"\b(?:code|coupon|voucher)\W{1,3}(?:code\W{1,2})?(?:is |called |named )?[\"“']?(?P<a>[A-Za-z0-9][A-Za-z0-9_-]{2,23})"
    r"|(?:优惠[码券]|折扣码|券码?|码)\s*[：:是为叫]?\s*[\"“「]?(?P<b>[A-Za-z0-9][A-Za-z0-9_-]{2,23})"
    r"|(?<![A-Za-z0-9])(?P<c>(?=[A-Z0-9_-]*[A-Z])(?=[A-Z0-9_-]*\d)[A-Z][A-Z0-9_-]{3,23})(?![A-Za-z0-9])"
)
_OF_CODE: Final = re.compile(rf"\b(?:coupons?|vouchers?|promo codes?|discount codes?)\b|{_ZH_CODE}", re.I)
_ELSEWHERE: Final = re.compile(
    r"\breturn|\bexchang|\brefund|\bdress code|code of|\bpost(?:al)? code|\bzip code|gift card|退|换货|换码|礼品卡|邮编",
    re.I,
)
"""What only mentions reduced goods, or another kind of code."""
_AUDIENCES: Final = (
    re.compile(r"\bmembers?(?:hip)?\b|会员", re.I), re.compile(r"\bnew (?:customers?|clients?)\b|first (?:order|purchase)|新客|新人|首单|新用户", re.I),
    re.compile(r"\bstudents?\b|学生", re.I), re.compile(r"\bstaff\b|\bemployees?\b|员工", re.I), re.compile(r"\bbirthday\b|生日", re.I),
)  # fmt: skip
_NO_CODE: Final = frozenset(
    [
        "was",
        "not",
        "does",
        "did",
        "has",
        "had",
        "can",
        "cannot",
        "could",
        "will",
        "would",
        "should",
        "that",
        "this",
        "work",
        "works",
        "isn",
        "for",
        "and",
        "with",
        "from",
        "why",
        "what",
        "when",
        "the",
        "is",
        "are",
        "still",
        "already",
        "yet",
        "code",
        "codes",
        "valid",
        "accepted",
        "taken",
        "refused",
        "rejected",
        "doing",
        "does",
        "nothing",
        "no",
        "use",
        "used",
        "using",
        "on",
    ]
)


@lru_cache(maxsize=256)
def may_ask(text: str) -> bool:
    """Whether it is worth while to look up promotions for it."""
    return bool(
        asks(text) or codes_named(text) or asks_of_a_name(text) or asks_whether_on(text) or of_something_called(text)
    )


def code_failed(text: str) -> bool:
    """Whether it says that a code did nothing, not how codes are used."""
    return bool(_FAILS.search(text))


def speaks_of_code(text: str) -> bool:
    """Whether it speaks of a coupon, by whatever name."""
    return bool(_OF_CODE.search(text))


def asks_of_code(text: str, code: str) -> bool:
    """Whether it asks if the code holds, or is the code and nothing more."""
    rest = re.sub(re.escape(code), " ", text, flags=re.I)
    return not re.search(r"\w", rest) or bool(_HOLDS.search(rest)) or speaks_of_code(rest)


_HOLDS: Final = re.compile(
    r"\b(?:valid|use|used|using|work|works|exist|exists|still good|expired?|accept(?:ed)?|apply|redeem|code|coupon|voucher|do|does what)\b|能用|可用|有效|能不能用|可以用|怎么用|如何使用|过期|失效|存在|券|码",
    re.I,
)


def only_of_code(text: str) -> bool:
    """Whether it speaks of a coupon and of no other promotion."""
    return speaks_of_code(text) and not speaks_of_promotion(_OF_CODE.sub(" ", text))


def elsewhere(text: str) -> bool:
    """Whether it is about returns, exchanges or another kind of code."""
    return bool(_ELSEWHERE.search(text))


def asks_of_a_name(text: str) -> Asks | None:
    """What is asked where a promotion is called by its name: `until when does Silk week run?`, `can I combine A with B?`"""
    if _COMBINES.search(text):
        return "together"
    return "until" if _RUNS.search(text) else None


@lru_cache(maxsize=256)
def asks(text: str) -> tuple[Asks, ...]:
    """What is asked, the most special first."""
    found: list[Asks] = []
    order: tuple[tuple[Asks, re.Pattern[str]], ...] = (
        ("back", _BACK), ("how_code", _HOW_CODE), ("coupon", _COUPON), ("together", _TOGETHER), ("missing", _MISSING), ("instalments", _INSTALMENTS),
        ("until", _UNTIL), ("bag", _BAG), ("promotions", _CURRENT),
    )  # fmt: skip
    for kind, pattern in order:
        if kind == "how_code" and (_FAILS.search(text) or _SEVERAL.search(text) or _COMBINES.search(text)):
            continue
        if kind == "until" and asks_for_the_start(text) and not _ENDS.search(text):
            continue
        if pattern.search(text) and not (kind in ("promotions", "how_code") and _ELSEWHERE.search(text)):
            found.append(kind)
    if _ELSEWHERE.search(text):
        return tuple(found)
    found += [one for one in _others(text, found) if one not in found]
    # Another day comes before what holds today, and so does whether something of a name is on.
    today = [one for one in found if one == "promotions"]
    first = [one for one in found if one != "promotions"]
    if not first and asks_ahead(text):
        first.append("ahead")
    if asks_whether_on(text) and speaks_of_promotion(text) and not set(first) - {"ahead"}:
        first = ["whether_on", *first]
    return (*first, *today)


def _others(text: str, found: Sequence[Asks]) -> Iterator[Asks]:
    """What is heard from two things said together."""
    if "how_code" not in found and _HOW_CODE.search(text) and _SEVERAL.search(text) and not _FAILS.search(text):
        yield "together"
    if "coupon" not in found and _CODE_TRIED.search(text) and codes_named(text):
        yield "coupon"
    if _OF_AUDIENCE.search(text):
        yield "promotions"


def audience_named(text: str) -> re.Pattern[str] | None:
    """The pattern of the audience the message speaks of: members, new customers, students."""
    return next((one for one in _AUDIENCES if one.search(text)), None)


def codes_named(text: str) -> tuple[str, ...]:
    """Coupon codes the message names, as they are compared: in capitals."""
    found = []
    for match in _CODE.finditer(text):
        word = match["a"] or match["b"] or match["c"]
        if word.lower() not in _NO_CODE and (
            match["c"] or match["b"] or any(sign.isdigit() or sign.isupper() for sign in word)
        ):
            found.append(word.upper())
    return tuple(dict.fromkeys(found))
