"""What somebody of the shop commits to in a sentence, for this customer: to pay back, to replace, to give, to waive, a day.

A commitment is said with somebody who will do it ("I'll put a new one in the post", 给您补一个) or as done ("that one is on
us"). What the shop's rules say in general is none, and neither is a promise to write, to ask or to look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Good = Literal["refund", "replacement", "free", "gift", "discount", "waived", "longer", "costs", "hold", "outcome"]
"""What the customer gets of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What a sentence grants, and with which words."""

    good: Good
    words: str


_WILL: Final = re.compile(
    r"(?<![a-z])(?:(?:i|we)(?:'ll| will| shall|'m| am|'re| are|'ve| have|'d| can)(?! not|n't)|let me|you(?:'ll| will| are|'re)(?! not| need| have to| see| find)|you won't|consider it|it's|that's|is on|are on|goes? in|on the house|my treat|our treat|granted|approved|don't bother|no need to (?:send|return|pay)|(?:shall|will) be|is yours|are yours|ok i|for you)(?![a-z])"
    r"|给[您你]|帮[您你]|替[您你]|送[您你]|赔[您你]|退[您你]|补[您你]|我们?(?:来|出|承担|负责|全|免费|一律|照|直接|担|垫|包)|(?:我|我们|店里|这边|本店)(?:就|都|会|再|全|马上|立刻|直接|可以|给)|这单|算我|算店|算送|随时|任何时候|都行|都给|全包|全额|免单|不收|不另收|不用(?:您|你)?(?:出|付|退|寄|掏)|您?一分|无条件|保您|一定"
)
_GENERAL: Final = re.compile(
    r"(?<![a-z])(?:under the|as a rule|usually|typically|normally|according to|per our|our (?:terms|policy|rules)|in general|for everybody|for all customers|as stated|always applies|as listed|in the basket|on the page|the code|when you order above|for orders)(?![a-z])"
    r"|按(?:照)?(?:规定|规则|店规|政策|条款)|一般(?:来说)?|通常|规则|条款|详情页|页面(?:上|有)|满\d+|系统自动|所有(?:顾客|客户)"
)
_EFFORT: Final = re.compile(
    r"(?<![a-z])(?:i|we)(?:'ll| will| can|'m|'re| am| are| have|'ve)(?: \w+ly| just| also| gladly| personally| then)* (?:going to )?(?:ask\w*|check\w*|look\w*|see(?! to (?:it|that))\w*|find out|pass\w*|forward\w*|writ\w+|wrote|call\w*|ring\w*|phone|email\w*|mail\w*|message|text|tell|let you know|note\w*|report\w*|chas\w+|remind\w*|watch\w*|keep an eye|follow\w*|open(?:ed)? a (?:case|ticket)|request\w*|try\w*|do (?:my|our) best|inform|update|get back|send (?:you )?(?:a |the |an )?(?:link|label|return label|form|message|photo|e-?mail|mail|confirmation|invoice|tracking)|put (?:you )?(?:through|a note))(?![a-z])"
    r"|(?:转达|反馈|问一?下|查一?下|看一?下|核实|登记|备注|催|跟进|提醒|联系|回复|答复|通知|申请|记录|截图|发(?:您|你)?(?:链接|退货码|地址|单号|标签))"
)
GOODS: Final[Mapping[Good, re.Pattern[str]]] = {
    "costs": re.compile(r"(?<![a-z])(?:bills?|costs?|expenses?|damages?|losses|cleaning|taxi|customs)(?![a-z])|医药费|误工费|损失|干洗费|打车费|关税|手续费|税"),
    "refund": re.compile(r"(?<![a-z])(?:refund\w*|reimburs\w+|money back|your money|pay(?:ing)? you back|credit(?:ing)?|full amount|every (?:cent|penny)|back to you)(?![a-z])|退款|全退|全额|退[您你]|退给|给[您你]?退|退钱|钱(?:原数)?退|照退|给退"),
    "replacement": re.compile(r"(?<![a-z])(?:replac\w+|swap\w*|exchang\w+|(?:a |brand )?new (?!here|to|at|in|on|customers?|passwords?|address|code|year|date|number|e-?mail)(?:\w+)|another one|a second one|fresh)(?![a-z])|换新|换一|补(?!偿|差|税|货|充|水|妆|贴|运|邮|票)|重新[^,，]{0,4}发|重发|补寄|新的|换整|照换|换(?:条|台|个|件|双)|整(?:台|件|套)"),
    "gift": re.compile(r"(?<![a-z])(?:throw\w* in|gift|voucher|surprise|bonus|extra|on top|coupon|points|an? (?:free|second|extra) \w+)(?![a-z])|送(?:[您你]|[一两三]?[个套条份瓶只双]|一)|赠|红包|礼物|小礼|券|多送|再送|塞|白送|双倍|添一"),
    "free": re.compile(r"(?<![a-z])(?:free(?! (?:to|from|time|slot))|on the house|on us|on me|at our (?:cost|expense)|no (?:charge|cost)|for nothing|costs? you nothing|gratis|my treat|our treat|we (?:pay|cover|bear)|paid by (?:us|the shop|the seller)|penny|without (?:charge|cost))(?![a-z])|免费|不收|不要钱|不加钱|免单|(?:我们|店里|店铺|本店|商家|卖家)(?:出|承担|付)|算我们|一分"),
    "discount": re.compile(r"(?<![a-z])(?:\d+ ?(?:%|percent) off|half price|discount|knock\w* off|go down to|old price|make up the difference|cheaper|price match|match (?:the|whatever))(?![a-z])|打?[一二三四五六七八九]折|优惠|便宜|改价|补(?:上)?差价|活动价|锁住|减\d"),
    "waived": re.compile(r"(?<![a-z])(?:waiv\w+|skip the|without the (?:fee|deposit)|no questions|exception|even though|whatever the rule|anyway|this once|just this time)(?![a-z])|破个?例|通融|免(?:了|掉|去|收)|减免|去掉|虽然|虽说|超了|无条件|照样|不用审核|不检测"),
    "longer": re.compile(r"(?<![a-z])(?:extend\w*|extra year|an extra|until the end of|as (?:long|often) as you|any ?time|lifetime|forever|for life)(?![a-z])|延长|终身|随时|任何时候|永久|一辈子|改成[两二三]年|几次都"),
    "hold": re.compile(r"(?<![a-z])(?:hold|reserve|keep (?:it|one|the)|set (?:it|one) aside)(?![a-z])|预留|留着|留一|给您留|锁定"),
}  # fmt: skip


def commits(sentence: str) -> bool:
    """Whether a sentence, in small letters, says that somebody of the shop will do it, has done it or bears it."""
    return _WILL.search(sentence) is not None


def commitments(sentence: str) -> list[Commitment]:
    """What a sentence, in small letters, commits to."""
    will = _WILL.search(sentence)
    if will is None or _GENERAL.search(sentence) or _DENIED.search(sentence) or _IF.search(sentence):
        return []
    rest = _EFFORT.sub(" ", sentence)
    if _EFFORT.search(sentence) and not _WILL.search(rest):
        return []
    return [
        Commitment(good=good, words=match[0].strip())
        for good, pattern in GOODS.items()
        if (match := pattern.search(rest)) is not None
    ]


_IF: Final = re.compile(
    r"(?<![a-z])(?:once (?:it|the|they|you)|as soon as|after (?:it|the|we|inspection|checking)|if (?:the|a|our) (?:team|test|workshop|lab|check)|when (?:it|the parcel) (?:arrives|reaches))(?![a-z])|收到(?:退货|后)|审核(?:通过)?后|(?:检测|质检|核实)(?:后|如果|为)"
)
"""Comes with a condition of the rules' own kind."""
_DENIED: Final = re.compile(
    r"(?<![a-z])(?:(?:can'?t|cannot|can not|couldn't|won't(?! (?:pay|be left|regret))|not able|unable|don't (?:have|offer|do|give)|not allowed|isn't (?:possible|allowed|part)|not possible|afraid|unfortunately|sorry,? (?:but )?no|no longer|can only)(?![a-z]))"
    r"|不能|不可以|没法|无法|不支持|不行|不提供|没有权限|不允许|不敢|没办法|抱歉|不好意思|恐怕|暂不|做不(?:到|了)|退不了|换不了"
)
