"""What customers ask without wanting anything done: patterns over text in lower case, by topic, the first that fits."""

from __future__ import annotations

import re
from typing import Final

from mercery.assistant.materials.asking import NOTE_ASKED


def _any(*parts: str) -> re.Pattern[str]:
    # ASCII: 汉字 are no word characters here, so that `\b` holds between them and Latin letters.
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


QUESTION: Final = _any(r"\?", r"^(?:and |but |so |ok |okay |hi |hello |hey |also |oh )?,?\s*(?:what|when|where|which|who|how|is|are|was|were|do|does|did|can|could|will|would|has|have|any)\b", r"\btell me\b|\bi(?:'d| would) like to know\b|\bwondering\b|\bshow me\b|\blook up\b|\bcheck\b|\blist\b|\bwhat'?s\b|\bhow (?:much|many|long)\b|\bwhich\b|\bcan you (?:tell|check|see|find)\b|\bdo you have\b", r"吗|呢|什么|哪[些个里款种一]|多少|几[个件单天款时]|怎么|是不是|有没有|查一?下|看一?下|查查|告诉我|何时|多久|能不能|请问|谁|列一?下|还有.*没有")  # fmt: skip

TOPICS: Final[dict[str, re.Pattern[str]]] = {
    "note": NOTE_ASKED,
    "refund": _any(r"\b(?:my|the|a) refund\b|\brefund(?:ed)?\b.*\b(?:arrive|when|status|yet|already|come|get|long|through|where|process)|\bmoney (?:back )?(?:arrive|come|be back)|\bget (?:my|the) (?:money|\S+ amount) back\b|\bwhen (?:will|do|does) (?:i|the|my) (?:\S+ )?(?:get|receive|refund|money)", r"退款.*(?:到|多久|几|什么时候|何时|没|吗|呢)|钱.*(?:到|退|多久|几天|什么时候|何时)|(?:几天|多久|什么时候|何时).*(?:到账|退|收到钱)|到账"),
    "tracking": _any(r"\btrack(?:ing)?\b", r"物流|快递(?:单)?号|运单|跟踪|追踪|单号(?!.*退)"),
    "options": _any(r"\bwhat (?:colou?rs?|sizes?|options?|versions?|variants?|kinds?|types?|models?|choices|else|other|materials?|alternatives)\b|\bwhich (?:\S+ ){0,6}(?:do you have|available|in stock|are there|you have|can i|could i|come)\b|\bwhat (?:\S+ ){0,8}(?:do you have|are there|available|in stock|can i (?:get|have|choose)|do you (?:offer|sell|carry|stock))\b|\bdo you (?:have|sell|carry|stock|offer)\b|\bany (?:other|\S+ (?:one|ones|version))\b|\b(?:is|are) (?:\S+ ){1,10}(?:available|in stock|sold out|out of stock)\b|\bavailab(?:le|ility)\b|\bin stock\b|\bhow many (?:\S+ ){0,4}(?:options|variants|versions|kinds|types|different)\b|\bwhat are (?:the|my) (?:options|choices|alternatives)\b|\bcome in\b|\bwhat about\b", r"有(?:哪些|什么|没有)(?!订单|.*订单)|还有(?:哪|什么|别的|其他|没有|货)|有货|有.{1,14}(?:吗|么)|缺货|库存|现货|哪[些几](?:款|种|个颜色|颜色|尺[码寸]|规格)|什么(?:颜色|尺码|尺寸|规格|款式)|可选|能选|能换成?(?:什么|哪)"),
    "order_address": _any(r"\b(?:what|which|where)\b.{0,30}\b(?:address|going to|being sent|be delivered|shipped to|ship to|deliver(?:ed)? to)\b|\baddress\b.{0,20}\b(?:on file|do you have|is (?:on|it|that))\b|\baddress\b[^?]{0,30}\?|\bis that right\b|\bwhere (?:is|will|does|do) (?:\S+ ){1,3}(?:be )?(?:going|go|sent|delivered|shipping)\b", r"(?:寄|送|发)到哪|地址(?:是|填的?)(?:什么|哪|多少|对)|哪个地址|收货地址是|什么地址|默认地址是"),
    "paid_with": _any(r"\bhow (?:did|was|were|have) (?:i|it|the|my)\b.{0,25}\b(?:pay|paid)\b|\bwhat (?:payment|card)\b|\bwhich (?:card|payment)\b|\bwhat did i pay with\b|\bpayment (?:method )?(?:did|was|do|is)\b", r"(?:用|拿)(?:什么|哪[张个种])(?:卡|方式)?(?:付|支付)|怎么付的|付款方式是|支付方式是"),
    "methods": _any(r"\bgift card(?:'s)? balance\b|\bbalance\b|\bhow much (?:is |do i have )?(?:left )?(?:is )?(?:on|in) (?:my|the) gift|\b(?:what|which) (?:payment methods|cards)\b.*\b(?:file|account|have)\b|\bpayment methods\b", r"余额|礼品卡.*(?:多少|还剩)|有哪些(?:支付|付款)|绑定了"),
    "difference": _any(r"\bprice difference\b|\bhow much (?:more|extra|less|would|will|do i)\b|\b(?:cost|pay) (?:me )?(?:more|extra)\b|\bwhat'?s the difference\b", r"差价|差多少|补多少|要补|贵多少|差额"),
    "total": _any(r"\btotal\b|\bhow much (?:did|was|is|were|for|do|does|have|in all|money)\b|\bwhat did i (?:pay|spend)\b|\bhow much\b|\bamount\b|\bcosts?\b|\bprice[ds]?\b|\bspen[dt]\b", r"总[价额共计]|一共|合计|多少钱|花了|价格|什么价|金额|多少"),
    "status": _any(r"\bstatus\b|\b(?:has|have|is|was|did|are|were)\b.{0,30}\b(?:ship(?:ped)?|deliver(?:ed)?|sent|dispatched|processed|pending|arrive[d]?|left|cancell?ed|confirmed|go(?:ne)? through|on (?:its|the) way)\b|\bwhere(?:'s| is| are)\b.{0,20}\b(?:my|the|order|it|package|parcel|stuff)\b|\bwhen (?:will|is|does|do|did)\b.{0,40}\b(?:arrive|come|deliver|ship|get (?:here|it|my)|be (?:here|delivered|shipped))\b|\barrived?\b|\bshipped\b|\bdelivered yet\b|\b(?:says?|shows?|marked)\b.{0,24}\bdelivered\b|\bnever (?:got|received|saw) (?:it|them|my|the)\b", r"状态|到哪|发货(?:了)?[吗没]|发(?:了|出)?[吗没]|还没发|送达|签收|什么时候(?:到|发|送)|到了(?:吗|没)|处理(?:了|到)|取消了[吗没]|进度"),
    "dearest": _any(r"\bmost expensive\b|\bpriciest\b|\bbiggest\b|\blargest order\b|\bhighest\b", r"最贵|最高|最大(?:的)?(?:一?笔|单|订单)"),
    "cheapest": _any(r"\bcheapest\b|\bleast expensive\b|\blowest\b|\bsmallest order\b", r"最便宜|最低|最小(?:的)?(?:一?笔|单|订单)"),
    "orders": _any(r"\b(?:what|which|how many|list|show|all|any|do i have|are there)\b.{0,40}\borders?\b|\bmy orders\b|\border (?:number|id|history|list)\b|\borders? (?:do|did|have) i\b", r"(?:哪|几|多少|什么|有|查|看|列).{0,8}订单|订单(?:有哪|列表|号是|号多少|号?忘)|我的订单|(?:哪|几|多少)(?:个|张|笔)?单|买过(?:什么|哪)|忘了?订单号|订单号"),
    "contents": _any(r"\bwhat(?:'s| is| was| did| items?| else)\b.{0,30}\b(?:in|order(?:ed)?|buy|bought)\b|\bwhat(?:'s| is) in\b|\bwhich items\b|\bitems? (?:are|is|were) in\b|\bwhat did i (?:buy|order|get)\b|\bcontents?\b|\bhow many (?:items|pieces|things)\b", r"(?:里面?|中)(?:都|有)?(?:有)?(?:些)?(?:什么|哪些|哪几)|买了(?:什么|哪些|几)|订了什么|几件|哪些(?:商品|东西)"),
    "profile": _any(r"\b(?:what|which) (?:e-?mail|name|phone)\b|\bmy (?:profile|account|e-?mail)\b", r"我的(?:邮箱|资料|账户|名字)|邮箱是"),
    "rule": _any(r"\b(?:can|could|may|am) i (?:still )?(?:able to )?(?:return|cancel|exchange|change|modify|get)\b|\b(?:is|are) (?:\S+ ){0,4}(?:returnable|refundable|exchangeable|allowed|possible)\b|\bpolicy\b|\bhow (?:do|can|does|long)\b|\bwhat happens\b|\bhow many (?:business )?days\b|\bwhen\b|\bdate\b", r"(?:能|可以|可)(?:不能|不可以|否)?(?:退|换|取消|改)|政策|规定|怎么(?:退|换|改|取消)|多久|几天|多长时间|什么时候|哪天|日期"),
}  # fmt: skip
"""Topic to how it is asked."""
