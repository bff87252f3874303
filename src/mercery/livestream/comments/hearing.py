"""What a comment is about beside the shop's goods: a lower price, somebody's own order, other people, where to buy. Pure.

Comments are shorter than messages and stand in nobody's conversation, so some things are heard here that the assistant
settles by asking back.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.assistant.at_search.asking import asks
from mercery.assistant.desk.hearing import hear
from mercery.assistant.desk.joining import concerned
from mercery.assistant.desk.state import DeskState
from mercery.assistant.masking import Known, masked
from mercery.assistant.urgent import urgent
from mercery.claims.mentions import mentions
from mercery.core.i18n import Lang

_ASKS_ALSO: Final = re.compile(r"哪|多[重大长高宽久]|[吗呢么啥][啊呀]?\W*$|怎|几[个种号天]|能不|可不可|有没|是不|行不|还有|求|想要|介绍|讲讲|说说|再说|多少|\b(?:need|want|looking for|tell (?:me|us)|show (?:me|us)|info|details?|question|wondering|again)\b|^\W*(?:the |and )?(?:price|size|colou?rs?|material|weight|dimensions?|stock|sizes)\b[^a-z]*(?:please|pls)?\W*$|尺寸|材质|价格|颜色有|产地|重量|有货|现货", re.I)  # fmt: skip
_MASK: Final = re.compile(r"\[(?:e-mail|phone number|card number|bank account|id number|number|name|address|postcode|passport|code|date of birth)(?: \d+)?\]")  # fmt: skip
LONG_NUMBER: Final = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){8,}(?![\d])")
"""No price and no measure has so many figures; a number of a person may."""
_OWN_PURCHASE: Final = re.compile(
    r"(?:\b(?:i|we)(?: have|'ve)? (?:bought|ordered|paid|purchased|received|returned)\b|\bmy (?:last |latest |previous )?(?:order|parcel|package|purchase|delivery|refund|return|account|points|address|invoice|payment)\b).{0,60}(?:\bwhere|\bwhen\b.{0,12}\bmy\b|status|track|arriv|deliver|ship|sent|come|came|change|cancel|here yet|received|missing|wrong|charged|refund|nothing|never|still|not yet)"
    r"|\b(?:did|has|have|is|are|was|were|will) my (?:\w+ )?(?:order|parcel|package|refund|return|payment|delivery|purchase)s?\b"
    r"|(?:where|status|track|what(?:'s| is| was)).{0,24}\bmy (?:\w+ )?(?:order|parcel|package|purchase|refund|account|points)\b|when.{0,24}\bmy (?:\w+ )?(?:order|parcel|package|purchase)\b"
    r"|(?:我|本人)(?:上次|昨天|前天|刚才?|之前|上周|那天|的)?.{0,6}(?:买|下单|拍|付款|订|退)(?:了|的|过)?.{0,10}(?:发货|到[了哪货]|物流|寄|快递|没收到|订单|退款|改|取消)|我的?(?:订单|快递|包裹|物流|退款|账户|账号|积分|地址)|(?:改|换|填)(?:一下|成|到)?.{0,3}(?:收货)?地址|地址(?:改|换|填)",
    re.I,
)
_OTHER_PEOPLE: Final = re.compile(
    r"\b(?:who (?:bought|ordered|is buying|got)|(?:address|phone(?: number)?|e-?mail|orders?|card|home) of (?!(?:the |your |this )?(?:shop|store|boutique|brand|company))|(?:names?|addresses|numbers) of (?:the |your )?(?:buyers?|customers?|viewers?)|customer [A-Z]\w+)"
    r"|(?:谁|哪位|什么人)(?:买|下单|拍)了?|(?:上|前)一?[位个](?:买家|顾客|客人)|(?:买家|顾客|客户|观众)(?:的)?(?:名单|姓名|电话|手机|地址|信息|资料)|(?<!店)(?<!们)(?:住(?:在)?(?:哪|什么地方)|手机号|身份证)",
    re.I,
)
_BARGAIN: Final = re.compile(
    r"\b(?:(?:can|could|would|will|wud) (?:you|u|ya) (?:\w+ )?(?:do|take|accept|go|make (?:it|that)|sell(?: it)?(?: to me)?|give(?: it)?(?: to me)?|let it go)(?: \w+){0,3} [€$£¥]?\d|(?:deal|how about|what about|i(?:'ll| will| would|'d)? (?:pay|give|offer|take it)|my offer|would you take|take)(?: \w+){0,4} [€$£¥]?\d|(?:for|at) [€$£¥]?\d[\d.,]*(?: ?(?:€|\$|euros?|eur|usd|bucks))? ?(?:please|pls|ok(?:ay)?|deal|and i(?:'ll)? (?:buy|take))"
    r"|(?:best|last|final|lowest|special|better|lower) (?:possible )?(?:price|deal|offer)|(?:bit|little) (?:cheaper|lower|off)|cheaper (?:for|if|please|pls)|(?:any|some|a|small) discount (?:for|if|possible)|(?:lower|drop|reduce) (?:the |your |it|that)|go (?:any )?lower|haggl\w+|negotia\w+|bargain)"
    r"|[\d一二三四五六七八九十百千万两]+(?: ?(?:块钱?|元|欧|刀|米))? ?(?:我就|就)?(?:行不行|行吗|行不|卖不卖|卖吗|卖不|可以吗|可以不|能不能卖|能卖|出不出|出吗|成交|拿下|带走|我要了|给不给)|便宜(?:点|一?些|一?点|呗|吧|行|卖|多少)|少(?:点|一?些)(?:行|吗|呗|吧|卖)|优惠(?:点|一点|些)|打个?折|抹(?:个)?零|(?:最低|底价|心理价)|再(?:低|便宜|少)|砍(?:个|点)?价|还价|讲价|让(?:点|一点)(?:价|利)?",
    re.I,
)
_MEASURED: Final = re.compile(r"\d(?:\.\d)? ?(?:寸|英寸|厘米|公分|毫米|cm|mm|inch\w*|\"|ml|毫升|克|kg|g\b|码|号|岁|斤|天|days?|weeks?|months?|years?|年|周|月|pcs|件|个|只)", re.I)  # fmt: skip
_BUYING: Final = re.compile(
    r"\b(?:where(?:'s| is| are)?|send|post|drop|need|want|got)(?: \w+){0,3} links?\b|\blinks?\W*$|\b(?:where|how)(?: can| do| could| to)?(?: i| we| you)?(?: \w+)? (?:buy|order|purchase|get (?:it|this|one)|check ?out)\b|链接|(?:怎么|哪里|哪儿|在哪|如何)(?:可以|能)?(?:买|下单|拍|购买|入手)|小黄车|购物车在",
    re.I,
)


_SAID_SHORTLY: Final = (
    (re.compile(r"啥"), "什么"),
    (re.compile(r"咋"), "怎么"),
    (re.compile(r"(?<!不)([长宽高深重厚])(?:是)?多少"), r"多\1"),
    (re.compile(r"(?<![\u3400-\u9fff])([长宽高深厚])度(?:是)?多少"), r"多\1"),
    (re.compile(r"(?<![长宽高深重厚度量剩数寸围径码号])多少(?=[啊呀呢嘛？?！!~。\s]*$)"), "多少钱"),
)
"""Chinese as it is typed below a picture, and as the assistant knows it."""


def plainly(text: str) -> str:
    """The comment in the words the assistant reads best."""
    for pattern, words in _SAID_SHORTLY:
        text = pattern.sub(words, text)
    return text


def asking(text: str) -> bool:
    """Whether something is asked or wanted, also without a sign that says so."""
    return asks(text) or _ASKS_ALSO.search(text) is not None


def personal(text: str) -> bool:
    """Whether something in it leads to a person: a number, an address, or what was masked as such."""
    return (
        _MASK.search(text) is not None
        or LONG_NUMBER.search(text) is not None
        or bool(masked(text, Known()).spans)
        or _OTHER_PEOPLE.search(text) is not None
    )


def surely_private(text: str) -> bool:
    """Whether nothing that is said to everybody could answer it: data of people, a viewer's own order or account. What a
    person must see at once is not turned away with that."""
    return not urgent(text) and (personal(text) or _OWN_PURCHASE.search(text) is not None)


def of_own_order(text: str, lang: Lang) -> bool:
    """Whether it may be order business of the viewer's own, unless what the shop says to everybody answers it."""
    return not urgent(text) and (_OWN_PURCHASE.search(text) is not None or concerned(DeskState(), hear(text, lang)))


def bargains(text: str) -> bool:
    """Whether less than the price is asked for or offered."""
    return _BARGAIN.search(text) is not None and _MEASURED.search(text) is None


def names_money(text: str) -> bool:
    """Whether a sum or a share of the price stands in it, whatever is said of it."""
    return any(one.kind in ("money", "percent") for one in mentions(text)) or (
        any(one.kind == "number" and one.value >= 5 for one in mentions(text)) and _MEASURED.search(text) is None
    )


def wants_to_buy(text: str) -> bool:
    """Whether it is asked where or how the piece is bought."""
    return _BUYING.search(text) is not None
