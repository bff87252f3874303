"""Whether a question about promotions asks for a particular one, by a name or by its goods. Pure: no name of the shop is known
here, so a name that exists and one that does not are heard alike."""

from __future__ import annotations

import re
from typing import Final

_NOUN: Final = r"(?:promotions?|campaigns?|sales?|offers?|deals?|discounts?|reductions?|promos?|events?)"
_PLAIN: Final = frozenset(
    "a about all also an and any anything are at available be best big bigger can could current currently deal deals discount discounts do does for from further get give good great got had has have having hello hey hi how i if in is it just know latest like list live may me moment month more most much my new nice no now of off offer offers offered on one ones ongoing online open order other others our please price prices promo promos promotion promotional promotions purchase reduced reduction reductions right running sale sales campaign campaigns season seasonal see shop site some something special specials store tell thanks that the there these they thing things this to today us want we website week weekend what which with would you your yes yet really still active additional another different exclusive event events every everything clearance flash extra limited limitedtime public".split()  # noqa: SIM905
)
"""Words that narrow no question about promotions."""
_BEFORE_NOUN: Final = re.compile(
    rf"\b(?:a|an|the|any|your|about|called|have|got)\s+[\"“'‘]?((?:[A-Za-z][\w'’&-]*[\"”'’]?\s+){{1,4}}){_NOUN}\b", re.I
)
_WORD: Final = re.compile(r"[a-z][a-z'’&-]*", re.I)
_ZH_NOUN: Final = r"(?:活动|促销|优惠|折扣|特惠|满减|打折)"
_ZH_PLAIN: Final = re.compile(
    r"有没有|没有|有什么|有哪些|什么|哪些|哪个|哪|现在|目前|今天|今日|最近|近期|本周|本月|这个月|这周|正在|进行中?|你们|您们|我们|店里|店内|店铺|本店|全场|商店|网站|网店|官网"
    r"|请问|请|介绍|告诉|一下|知道|可以|能|吗|么|呢|吧|啊|的|了|是|在|有|我|你|您|想|问|看|都|还|其他|其它|别|新|特别|限时|特价|大|好|些|种|个|一|不|要|给|做|搞|参加|享受|打几折|多少|和"
)
_ZH_BEFORE_NOUN: Final = re.compile(rf"([\u3400-\u9fff]{{2,12}}?){_ZH_NOUN}")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
_CALLED: Final = re.compile(
    r"^\W*(?:so |and |but |hello,? |hi,? )*(?:until when|till when|how long|by when|when)\s+(?:does|do|will|is|are)\s+(?:the\s+)?[\"“'‘]?[A-Za-z][\w'’&-]*(?:\s+[\w'’&\"”-]+){0,4}\s+"
    r"(?:run|running|start|starts|starting|begin|beginning|go live)\W*$"
    r"|^\W*(?:so |and |but )*(?:is|are|has|have)\s+(?:the\s+)?[\"“'‘]?[A-Za-z][\w'’&-]*(?:\s+[\w'’&\"”-]+){0,4}\s+(?:on|running|live|active|started|begun|in force)\s+(?:right )?(?:now|yet|already|today|still|currently)\W*$"
    r"|^\W*[\u3400-\u9fff]{2,12}?(?:什么时候|何时|几号|哪天)(?:才)?(?:开始|上线|开抢|启动)\W*$|^\W*[\u3400-\u9fff]{2,12}?(?:现在)?(?:还在(?:进行)?[吗么]|开始了[吗么没]|上线了[吗么没])\W*$",
    re.I,
)
_NOBODY: Final = re.compile(
    r"\b(?:any(?:body|one|thing)|some(?:body|one)|it|this|that|these|those|he|she|they|you|we|delivery|shipping|warranty|guarantee|order|parcel|work|boutique|shop|store|server|site)\b"
    r"|客服|店员|人|门店|店里|你|您|货|款|件|这|那|它|保修|质保|配送|发货|退|售后|订单|营业|预约",
    re.I,
)


def of_something_called(text: str) -> bool:
    """Whether it is asked if, when or how long something of a name runs: `Is Silk week on now?`"""
    return bool(_CALLED.search(text)) and not _NOBODY.search(text)


def is_particular(text: str) -> bool:
    """Whether it asks for more than promotions at all: a name, goods, an occasion. Then a list is no yes."""
    return bool({one.lower() for one in _WORD.findall(text)} - _PLAIN) or _left(re.sub(_ZH_NOUN, "", text))


def by_a_name(text: str) -> bool:
    """Whether a promotion is asked for as one of a name: `a Silk week promotion`, `丝绸周活动`."""
    english = any({one.lower() for one in _WORD.findall(match[1])} - _PLAIN for match in _BEFORE_NOUN.finditer(text))
    return english or any(_left(match[1]) for match in _ZH_BEFORE_NOUN.finditer(text))


def _left(text: str) -> bool:
    return len(_CHINESE.findall(_ZH_PLAIN.sub("", text))) > 1
