"""From when a time runs: days from delivery are not days from ordering; and goods told as the others are not those of the rule.

A last look at a sentence and the clause it is proved on, in either language; it can only refuse.
"""

from __future__ import annotations

import re
from typing import Final

_SINCE: Final = r"(?:了|完|之日|当天|那天|当日|那刻|日)*(?:的)?(?:起|后|之后|以后|开始|算|内|以内|之内|满|第?\d|第?[一二两三四五六七八九十])"
_EVENTS: Final = (
    (
        "returned",
        re.compile(
            rf"(?:收到(?:您的?|你的?|顾客的?)?(?:退货|退回|寄回|退件)|退货(?:寄?到|回到|送达|抵达)|货(?:退|寄)?(?:到|回到)我们|我们收到[^，。]{{0,3}})(?:的(?:商品|包裹|货))?(?:我们|本店|这儿|手里|手上)*{_SINCE}"
            r"|return reaches|(?:we|us) (?:have )?(?:receiv|got|get)|reach(?:es|ed)? us|(?:receiving|receipt of) (?:the|your) (?:return|parcel)"
        ),
    ),
    (
        "delivered",
        re.compile(
            rf"(?:签收|收货|收到货?|到货|送达|拿到(?:手|货)?|到手){_SINCE}|自(?:签收|收货)"
            r"|(?:of|from|after|since|upon) (?:the )?(?:delivery|receipt|arrival)|delivered|receiv|arriv|(?:you|customers?|they)(?: have| has)? (?:get|gets|got|gotten) (?:the |your )?(?:parcel|package|delivery|goods|shipment)"
        ),
    ),
    (
        "ordered",
        re.compile(
            rf"(?:下单|付款|购买|买|拍下?|下订|成交|付钱){_SINCE}|自购买"
            r"|(?:of|from|after|since) (?:the )?(?:purchase|ordering|order|payment|paying|buying)|bought|ordered"
        ),
    ),
    ("opened", re.compile(rf"(?<![未没不有经])(?:开封|打开|拆封|拆开|开瓶|启封|开盖){_SINCE}|(?:of|after|from) (?:first )?opening|(?<![a-z])opened")),
    (
        "now",
        re.compile(
            r"从?(?:今天|今日|今儿|明天|明日|昨天|现在|此刻|即日)(?:开始)?(?:算|计|数|起)|(?:还有|还剩|还余|剩下?|只剩|余下)[下了]?(?:正好|刚好|整整|足足)?[\d一二两三四五六七八九十]+(?:个)?(?:整)?(?:天|周|星期|礼拜|月)整?(?:的?(?:时间|期限|工夫|余地))?(?:内|之内)?(?:呢|哦|哈|呀|了|啊|呐|的)*(?:可以?|能|[，。,；;！!、]|$)"
            r"|(?:from|of|starting|counting|counted from|as of) (?:today|now|tomorrow|yesterday|this (?:morning|moment|minute))(?![a-z])"
        ),
    ),
    ("sent", re.compile(r"(?:发货|出库|寄出){since}|(?:of|from|after|since|at|with|on) (?:the )?(?:dispatch|shipment|shipping|sending)(?![a-z])|(?:after|once|when|since|from when|as soon as) (?:you|customers?|they)(?: have| had)? (?:send|sent|post|posted|ship|shipped|mail|mailed|hand|handed|drop|dropped)(?![a-z])".replace("{since}", _SINCE))),
    ("used", re.compile(rf"(?:首次使用|第一次使用|激活|启用|第一次用|首次用){_SINCE}|(?:of|from|after|since|upon) (?:the |its |your )?(?:first use|activation|first wearing|using it)")),
    ("asked", re.compile(rf"(?:申请|提出){_SINCE}|(?:of|after|from) (?:a|the|your) request|requested|asking")),
)  # fmt: skip
_TIME: Final = re.compile(
    r"(?:\d|[一二两三四五六七八九十半])个?(?:工作日|天|日|周|星期|月|年|小时)|(?<![a-z])(?:days?|weeks?|months?|years?|hours?|fortnight)(?![a-z])"
)
_FROM_THE_ORDER: Final = re.compile(
    r"(?<!business )(?<!working )(?:days?|weeks?|months?|hours?) (?:from|after|of|since) (?:the |your |an )?(?:order|ordering|purchase|payment|dispatch|shipping)(?![a-z])"
)
"""A beginning that a rule without one does not have; business days of delivery are counted from the order anyway."""
_RUNS: Final = re.compile(
    r"(?<![a-z])(?:runs?|running|starts?|begins?|beginning|counts?|counted|dates?|valid|lasts?) (?:from|with|at|on|when|once|after|upon)(?![a-z])|起算|算起|开始|起计"
)
"""A beginning told without its time: `the warranty runs from the order`."""
_OTHERS: Final = re.compile(
    r"(?:其他|其它|其余|别的|另外的)的?(?:商品|产品|东西|货品?|牌子|品牌|包包?|款式?|都|全)|(?<![a-z])(?:other (?:products?|brands?|items?|goods|bags?|pieces|things)|anything else|everything else)(?![a-z])"
)
_OTHERS_RULED: Final = re.compile(r"其他|其它|其余|除|(?<![a-z])(?:other|else|besides|except)(?![a-z])")


def runs_from_elsewhere(said: str, ruled: str) -> bool:
    """`within 10 days of ordering` of a rule that counts from when the return arrives. Both texts in small letters.

    A rule that names no beginning does not begin today either.
    """
    ours, theirs = _events(said), _events(ruled)
    if not _TIME.search(said) and "sent" not in ours and not _RUNS.search(said):
        return False
    if "now" in ours and "now" not in theirs:
        return True
    begun = bool(theirs) or _RUNS.search(said) is not None
    begun = begun or _FROM_THE_ORDER.search(said) is not None
    return bool(ours) and begun and ours.isdisjoint(theirs)


def of_others(said: str, ruled: str) -> bool:
    """`other brands are bought back too` of a rule that does not speak of others."""
    return bool(_OTHERS.search(said)) and not _OTHERS_RULED.search(ruled)


def _events(text: str) -> frozenset[str]:
    found = set[str]()
    for name, pattern in _EVENTS:
        rest = pattern.sub(" ", text)
        if rest != text:
            found.add(name)
            text = rest
    return frozenset(found)
