"""Whether a query asks something, rather than for something. Pure.

"Do you have black boots" looks for boots: a list answers it. "Is the Lune bag fine for a laptop" and "how do I return
shoes" ask, and want an answer beside the list.
"""

from __future__ import annotations

import re
from typing import Final

_LOOKING: Final = re.compile(
    r"^\s*(?:(?:hi|hello|hey)[, ]+)?(?:"
    r"(?:do|does|have) (?:you|u|they|the shop)(?: guys)?(?: still| also)? (?:have|sell|stock|carry|got|offer)\b(?! (?:a )?(?:return|refund|warranty|guarantee))"
    r"|(?:can|could|would) you (?:please )?(?:show|find|recommend|suggest|give)\b|(?:show|find|give|get) me\b"
    r"|(?:i'?m|i am|we'?re) looking|(?:i|we)(?:'d| would)? (?:want|need|like|am after|look)\b|looking for\b"
    r"|(?:where|how) (?:can|do) i (?:find|get|buy)\b|(?:is|are) there (?:any|a|some)?\b|any\b"
    r"|(?:what|which) (?:\w+ ){0,3}(?:do you (?:have|sell)|are on sale|is on sale|are in stock|can you recommend)"
    r"|what is on sale|what'?s on sale|what'?s new\b"
    r"|(?:which|what) (?:\w+ ){1,3}(?:fits?|holds?|costs?|are|is|have|has|come|do|would|can|under|below|for)\b)",
    re.IGNORECASE,
)
_ASKING: Final = re.compile(
    r"^\s*(?:(?:hi|hello|hey|please|and|so|but|quick question)[, :]+)?(?:"
    r"(?:is|are|was|were|does|do|did|can|could|will|would|should|may|has|have|isn'?t|aren'?t|doesn'?t|don'?t|can'?t|won'?t)\s+"
    r"(?:the|this|that|these|those|it|its|they|there|i|we|you|my|your|a|an|any|all|somebody|someone|people|orders?|returns?|shipping|delivery|\w+ing\b)"
    r"|(?:how|why|when|who|whose|whom)\b|what(?:'s| is| are| does| do| happens| if| about| kind| size| time| day)\b"
    r"|where(?:'s| is| are| do| does| can| was| were)\b|which (?:is|one|of)\b|(?:is|does|can|will|are) \w+(?: \w+){0,4} \w+)",
    re.IGNORECASE,
)
_ENDS_ASKING: Final = re.compile(r"(?:吗|嘛|呢|么|没有呢?)\s*[?？。!！]*\s*$|[?？]\s*$")
_CHINESE: Final = re.compile(
    r"怎么(?!样的)|如何|为什么|为何|多久|多长时间|几天|什么时候|何时|能不能|可不可以|可以不可以|会不会|是不是|要不要|有没有(?:保修|质保|运费|优惠|折扣码)"
    r"|能否|是否|可否|多少钱|什么材质|是什么|在哪(?:里|儿)(?:生产|制造|产)|哪里(?:产|生产|制造)的?|几号|支持.{0,8}吗"
)
_LOOKING_CHINESE: Final = re.compile(
    r"^\s*(?:请问)?(?:你们|你家|店里)?(?:有没有|有哪些|有什么|哪里(?:有|能买|可以买)|哪款|哪些|推荐|想找|想买|我要|我想)"
)
_TOPICS: Final = re.compile(
    r"\b(?:returns?(?: policy)?|refunds?|exchanges?|shipping|delivery|postage|warranty|guarantee|opening hours|store hours|gift ?wrap(?:ping)?|"
    r"track(?:ing)?(?: my)? (?:order|parcel|package)|order status|my order|customer service|contact(?: us)?|payment methods?|size guide|size chart|"
    r"privacy|cookies?|unsubscribe|repairs?|alterations?)\b"
    r"|退货|退款|退换|换货|运费|包邮|发货|配送|快递|物流|保修|质保|维修|客服|联系方式|营业时间|门店地址|支付方式|付款方式|尺码表|发票|订单|礼品包装",
    re.IGNORECASE,
)


_SERVICE: Final = re.compile(
    r"\b(?:ship(?:s|ped|ping)?|deliver(?:s|ed|y|ies)?|dispatch(?:ed)?|post(?:age)|(?:send|sent) (?:it |them )?to|returns?|returned|refund(?:s|ed)?|"
    r"exchang(?:e|es|ed|ing)|warrant(?:y|ies)|guarantees?|customs|dut(?:y|ies)|vat|import tax|tax[- ]free|invoices?|receipts?|repair(?:s|ed)?|"
    r"gift ?wrap(?:s|ped|ping)?|payments?|pay (?:with|by|in|later)|instal?lments?|klarna|paypal|alipay|wechat pay|apple pay|"
    r"opening hours|open (?:on|today|tomorrow|sundays?)|track(?:ing)?|cancel|my order)\b"
    r"|寄|送到|送货|配送|发货|快递|物流|运费|包邮|邮费|海运|清关|关税|退货|退款|退换|换货|可以退|能退|保修|质保|维修|发票|订单|"
    r"付款|支付|分期|货到付款|支付宝|微信支付|营业时间|几点(?:开|关)门|礼品包装|客服",
    re.IGNORECASE,
)


def asks_for_service(text: str) -> bool:
    """Whether the text asks about what the shop does for its customers - sending, returns, payment - and not about goods."""
    return is_question(text, things=False) and _SERVICE.search(text) is not None


def is_service_word(word: str) -> bool:
    """Whether a word of such a question speaks of the service: it names nothing that a piece could lack."""
    return _SERVICE.search(word) is not None


def is_question(same: str, *, things: bool) -> bool:
    """Whether the plain text asks something; `things`: whether it names a kind of thing, a value or a limit."""
    text = same.strip()
    if not text:
        return False
    if _LOOKING.search(text) and not _TOPICS.search(text):
        return False
    if _ASKING.search(text) or _CHINESE.search(text):
        return True
    if _ENDS_ASKING.search(text):
        return not (things and _LOOKING_CHINESE.search(text) and not _TOPICS.search(text))
    return not things and _TOPICS.search(text) is not None
