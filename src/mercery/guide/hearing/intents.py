"""What a message asks the guide to do, beside its wishes: compare, answer, begin anew, fetch a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal

from mercery.guide.hearing.mentions import Mentions

Ask = Literal["offer", "compare", "question", "more", "start", "person", "thanks"]

_COMPARE: Final = re.compile(
    r"^\W*(?:and |so |ok,? )?which (?:one |of (?:them|these|those|the two) )?(?:is|are|has|have|can|comes?|would|will|does|do|fits?|holds?|weighs?|lasts?|costs?|suits?)\b|^\W*哪(?:个|一个|款|一款|件|双|只|条)|\bcompare\b|\bcomparison\b|\bdifferences?\b|\bside by side\b|\bversus\b|\bvs\.?\b|\bwhich (?:one |of (?:them|these|those|the two) )?(?:is|are|would be|has|holds|lasts|weighs) (?:the )?(?:\w+er\b|\w+est\b|better|best|more|less|most)|\bbetter of the two\b|"
    r"对比|比较(?:一下|下|前|这|那|两|第|它们)|比(?:一比|一下|比看)|区别|差别|哪(?:个|款|一个|一款|件|双)更|哪(?:个|款)(?:比较)?好|有什么不同|有何不同",
    re.IGNORECASE,
)  # fmt: skip
_PERSON: Final = re.compile(
    r"\b(?:talk|speak|chat) (?:to|with) (?:a |an |some|the |one of )?(?:human|person|someone|somebody|real|agent|advisor|adviser|assistant|colleague|sales|staff|member)|\b(?:a |real )human\b|\breal person\b|转人工|人工(?:客服|服务)?|真人|找(?:个)?(?:店员|导购|客服)", re.IGNORECASE
)  # fmt: skip
_THANKS: Final = re.compile(
    r"^\W*(?:ok(?:ay)?,? )?(?:many )?(?:thanks?(?: you)?(?: (?:so|very) much| a lot)?|cheers|great,? thanks?|谢谢(?:你|您|啦|了)?|多谢|感谢)\W*$",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    r"\bshow (?:me )?more\b|\bmore (?:options|choices|ideas|like)|\bwhat else\b|\banything else\b|\bother options\b|还有(?:别的|其他的?|没有别的)?(?:吗|么)?[?？。!]*$|更多|换一批|再看看",
    re.IGNORECASE,
)
_ANEW: Final = re.compile(
    r"\bstart (?:over|again|afresh|anew)\b|\bfrom scratch\b|\bnew search\b|\bforget (?:all |about )?(?:that|everything|it all|the above|what i said)\b|^\W*(?:ok(?:ay)?,? |no,? |oh,? )?forget it\b|\bscrap (?:that|all)\b|\b(?:something|a) (?:completely|entirely|totally) (?:different|new)\b|\breset\b|\bdifferent topic\b|重新(?:来|开始|找|挑)|从头|换个话题|前面的不算|之前的不算|都不算|不看这些了", re.IGNORECASE
)  # fmt: skip
_NEXT: Final = re.compile(
    r"\b(?:now|next|also|another (?:thing|present|gift|one for)|one more|secondly|as well|and (?:then )?(?:something|a|an|one)|this time|separately|in addition|besides|on to)\b|另外|还(?:要|想|得)(?:给|买|送|挑)|再(?:给|来|挑|买|帮)|接下来|然后|顺便|这次|也(?:要)?给|下一个", re.IGNORECASE
)  # fmt: skip
_SERVICE: Final = re.compile(
    r"\b(?:do|can|could|will|would) you (?:also )?(?:deliver|ship|send|post|gift[- ]?wrap|engrave|wrap|repair|take (?:it )?back|accept|refund|exchange)\b|\b(?:return|refund|delivery|shipping|warranty|repair|exchange) (?:policy|time|cost|costs|fee|charges?|options?)\b|\bhow (?:long|much|fast|quickly) (?:does|is|will|do|are)\b|\bhow (?:do|can) i\b|\bwhere (?:is|are) (?:my|your)\b|\bwhat(?:'s| is| are) (?:the|your) (?:return|delivery|shipping|warranty|opening|policy)|\bwhere are you\b|\bcan i (?:return|exchange|pay|track|cancel|collect)\b|"
    r"(?:能|可以|可|会)(?:不能|不可以)?(?:送货|寄到|发货到|退货|退|换货|开发票|刻字|包装|退款)|(?:退货|退款|运费|保修|配送|发货|物流|支付|发票)(?:政策|多久|多少|怎么|是什么|要多久|时间|费用|吗)|多久(?:能|可以)?(?:到|送到|发货|收到)|怎么(?:退|换|付款|支付|保养)|订单|(?:我想|我要|想要?|能)退(?:货|款)?(?:$|[，。！吗])|\breturn (?:my|this|an|the) (?:order|parcel|item)|\bi want to return\b",
    re.IGNORECASE,
)  # fmt: skip
_ABOUT_SHOWN: Final = re.compile(
    r"^\W*(?:and |but |so |ok,? |hm+,? |oh,? |nice[,.]? |great[,.]? )?(?:is|are|does|do|can|could|will|would|has|have|what(?! about)|how(?! about)|why|who|where|when)(?:n't)?\b[^?]*?\b(?:it|this|that|they|them|these|those|the (?:first|second|third|last|other|two) ?(?:one)?)\b[^?]*\?|"
    r"^\W*(?:and |but |so |ok,? )?(?:is|are|does|do|can|could|will|has|have|how|what(?! about)) (?:(?!about)\w+ )?the (?!price\b)\w+\b[^?]*\?|"
    r"(?:^|[，,。])(?:它|这款|这个|这件|这双|这条|这只|这两个|那款|那个|第[一二三四]个|第[一二三四]款)[^，,。？?]*(?:吗|么|呢|多少|什么|怎么|哪里|几|是不是|能不能|会不会|有没有|[?？])",
    re.IGNORECASE,
)  # fmt: skip
_WHICH_VALUES: Final = re.compile(
    r"^\W*(?:and |so |ok,? )?(?:which|what) (?:other )?(?:colou?rs?|sizes?|materials?)\b[^?]*\?|有(?:哪些|什么|几种)(?:颜色|尺码|尺寸|材质)"
)
_ASKS_OF_IT: Final = re.compile(
    r"\b(?:is|are|does|do|can|has|will|when(?:'s| is| are| will)|how \w+ (?:is|are)) (?:it|they|this|that)\b[^?]*\?",
    re.IGNORECASE,
)
_ABOUT_NAMED: Final = re.compile(
    r"^\W*(?:and |but |so |hi,? |hello,? )?(?:is|are|does|can|could|will|would|has|how (?:big|heavy|much|long|many|wide|tall|old)|what(?:'s| is| are)) (?:the |your |this )?\w+", re.IGNORECASE
)  # fmt: skip
_ASKS_FOR: Final = re.compile(
    r"\b(?:do|have|can|could|would) (?:you|i|we)\b[^?]{0,24}\b(?:have|got|sell|stock|do|show|find|suggest|recommend|get|see|try|offer|carry)\b|\b(?:is|are) there\b|\bany\b|有没有(?:别|其他|更|便宜|小|大|轻)",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"[?？]\s*$|吗\W*$|呢\W*$")
_CORRECTS: Final = re.compile(
    r"^\W*(?:no|nope|sorry|actually|wait|oops|i mean|i meant|rather|make (?:it|that)|hang on|well|correction|ah)\b|\b(?:make (?:it|that)|i meant?|correction|instead|rather|not \d)\b|\b\d+ (?:is|would be|will be|'s)(?: also| still)? (?:fine|ok|okay|alright|all right|good|possible|doable)\b|\d+(?:元|块|欧)?(?:也|都)(?:行|可以|成|能接受)|^不(?:是|对)?[，,\s]|改成|应该是|说错|我是说|不是\d|换成|调到|提到|降到|变成|算错", re.IGNORECASE
)  # fmt: skip


def begins_anew(low: str) -> bool:
    """Whether everything said before is dropped in so many words."""
    return bool(_ANEW.search(low))


def goes_on_to_another(low: str) -> bool:
    """Whether a word leads over to a further present."""
    return bool(_NEXT.search(low))


def corrects(low: str) -> bool:
    """Whether the message takes back something just said."""
    return bool(_CORRECTS.search(low))


def asks_what_there_is(low: str) -> bool:
    """ "Which colours does it come in?"."""
    return bool(_WHICH_VALUES.search(low))


def asks_about_shown(low: str) -> bool:
    """ "Is it waterproof?", 这款防水吗: a question about a shown piece, and no wish."""
    return asks_what_there_is(low) or (bool(_ABOUT_SHOWN.search(low)) and not _ASKS_FOR.search(low))


def asks_about_named(low: str) -> bool:
    """ "Is the Lune bag fine for a laptop?": a question about a piece that is called by its name."""
    return bool(_ABOUT_NAMED.search(low) or _ASKS_OF_IT.search(low)) and not _ASKS_FOR.search(low)


def compares(low: str) -> bool:
    """Whether pieces are to be set side by side: "which is lighter?"."""
    return bool(_COMPARE.search(low))


def asked(m: Mentions, *, wishes: bool, shown: bool, anew: bool, named: bool = False) -> Ask:
    """What the message asks for. `wishes`: whether it says what is wanted."""
    low = m.plain.low
    if _PERSON.search(low):
        return "person"
    if _COMPARE.search(low) and (shown or not wishes):
        return "compare"
    if _SERVICE.search(low) and not _wants_goods(m):
        return "question"
    if (shown and asks_about_shown(low) and not wishes) or (named and asks_about_named(low)):
        return "question"
    if _THANKS.search(low):
        return "thanks"
    if anew and not wishes:
        return "start"
    if _MORE.search(low) and shown and not _wants_goods(m):
        return "more"
    if not wishes and _QUESTION.search(low) and not shown:
        return "question"
    return "offer"


def is_service(m: Mentions) -> bool:
    """Whether it is about how the shop sends, takes back or is paid."""
    return bool(_SERVICE.search(m.plain.low)) and not _wants_goods(m)


def _wants_goods(m: Mentions) -> bool:
    return any(one.wanted and (one.of("kind:") or one.of("category:")) for one in m.found)


_DIMENSIONS: Final = (
    ("price", re.compile(r"\bprice|\bmoney\b|\bbudget\b|\bcosts?\b|价格|价钱|预算|多少钱|贵点|价位")),
    ("colour", re.compile(r"\bcolou?rs?\b|\bshades?\b|颜色|色系|花色")),
    ("material", re.compile(r"\bmaterials?\b|\bfabrics?\b|材质|材料|面料|质地")),
    ("size", re.compile(r"\bsizes?\b|尺码|尺寸|大小|码数")),
    ("brand", re.compile(r"\bbrands?\b|\blabels?\b|\bmakers?\b|品牌|牌子")),
    ("occasion", re.compile(r"\boccasions?\b|场合|用途")),
    ("category", re.compile(r"\b(?:categor(?:y|ies)|kinds? of|sorts? of|types? of|what it is)\b|品类|种类|什么类|类别|类型")),
    ("delivery", re.compile(r"\bdelivery\b|\bwhen it (?:comes|arrives)\b|\bdate\b|什么时候到|送达|时间")),
)  # fmt: skip
_ANY: Final = re.compile(
    r"\b(?:any|whatever|whichever|all) (?P<en>price|colou?r|shade|material|fabric|size|brand|label|budget)s?\b(?! (?:of|in|from|by))|(?:什么|任何|哪个|哪种|不管什么|不论什么)(?P<zh>颜色|材质|品牌|牌子|尺码|价格|价位|类型?|品类)(?:都|也)",
    re.IGNORECASE,
)
_OPEN_PRICE: Final = re.compile(
    r"\bmoney(?:'s| is) no (?:object|issue)\b|\bno (?:budget|price) ?(?:limit|cap)?\b(?! for)|\b(?:whatever|regardless of) (?:it costs|the (?:price|cost)|price|cost)\b|\bsky'?s the limit\b|\bunlimited budget\b|\bany price\b|不限预算|预算不限|多少钱都|不差钱|不在乎钱|价格随意|贵点(?:也|没)|不计成本", re.IGNORECASE
)  # fmt: skip


def dimensions_given_up(m: Mentions) -> set[str]:
    """Kinds of wishes that are said not to matter."""
    low = m.plain.low
    found = {"price"} if _OPEN_PRICE.search(low) else set()
    for segment in m.lifting:
        found |= _named(m.words(segment))
    for match in _ANY.finditer(low):
        found |= _named(match["en"] or match["zh"])
    return found


def _named(words: str) -> set[str]:
    return {name for name, pattern in _DIMENSIONS if pattern.search(words)}


def pieces_compared(ordered: Sequence[str], chosen: Iterable[str]) -> tuple[str, ...]:
    """The pieces to set side by side: those spoken of, else all that were shown."""
    some = tuple(dict.fromkeys(chosen))
    return some if len(some) >= 2 else tuple(ordered)
