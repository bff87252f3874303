"""What is told by its purpose or by what one does with it, put plainly: `pockets for your keys`, 下水前取下来, `a 37 had better be a 38`.

As in plainer.py a pair says the same on both sides, or its right side says more. Two kinds of words are left out instead, which
say nothing that a shop could have wrong: what a pocket or a strap that comes off is good for, and `plain`, `ordinary` before a
material. What excludes another (`nothing but`, `only`) is never left out.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.claims.grammar.rewriting import Put, compiled, rewritten

_END: Final = r"(?=[,.;:!]|$| - )"
_USUALLY: Final = "(?:normally|usually|generally|typically|always|ordinarily|otherwise)"
_TAKE: Final = "(?:take|go for|go with|choose|pick|order|get|buy|want|need)"
_TENS: Final = {
    "ten": "1",
    "twenty": "2",
    "thirty": "3",
    "forty": "4",
    "fifty": "5",
    "sixty": "6",
    "seventy": "7",
    "eighty": "8",
    "ninety": "9",
}
_SMALL_THINGS: Final = "(?:(?:small|little|loose) (?:things|bits|stuff|items)|bits and (?:pieces|bobs)|odds and ends|keys|phone|cards|wallet|purse|lipstick|essentials|valuables|this and that)"
_ZH_USUALLY: Final = "(?:平时|平常|通常|一般|日常|往常|平日)"
_ZH_TAKE: Final = "(?:拿|选|买|拍|要|挑|穿|入|选择|下单)"


def _sized(found: re.Match[str]) -> str:
    """The advice that a usual size and the one to take make."""
    apart = int(found["advised"]) - int(found["usual"])
    return {0: "take your usual size", 1: "take one size up", -1: "take one size down"}.get(apart, found[0])


def _sized_zh(found: re.Match[str]) -> str:
    apart = int(found["advised"]) - int(found["usual"])
    return {0: "正码", 1: "选大一码", -1: "选小一码"}.get(apart, found[0])


_ENGLISH: Final[tuple[tuple[str, Put], ...]] = (
    # which size to take
    (rf"(?<![a-z])(?:(?:so |please |do |just )*{_TAKE} (?:the |a |an )?(?:size )?(?P<advised>\d\d),? (?:if|when|where|should) you(?: are| would)? (?:{_USUALLY} )?(?:wear|take|are|have|buy)(?: an?)?(?: size)? (?P<usual>\d\d)(?: {_USUALLY})?){_END}", _sized),
    (rf"(?<![a-z])an? (?P<usual>\d\d) (?:foot|feet|wearer)? ?(?:should|would|will|ought to|is best to) (?:{_TAKE}|be) (?:the |a |an |in the |in a )?(?:size )?(?P<advised>\d\d){_END}", _sized),
    (rf"(?<![a-z])(?:so |just |please |simply )*(?:order|take|pick|choose|go for|get|buy) (?:your|the|a) (?:usual|normal|regular|ordinary|own) (?:number|size|one){_END}", "take your usual size"),
    # what a detail is for
    (rf"(?<=pocket|ockets)(?: inside)?(?:,)? for (?:the |your |all the |all your |any |those |my )?{_SMALL_THINGS}(?:(?:,| and|, and) (?:the |your )?{_SMALL_THINGS})*{_END}", ""),
    (r"(?<![a-z])(?:your |the )?shoes (?:travel|go|stay|have|get|sit|ride|live) (?:in )?(?:a |an |their )(?:own |separate )*compartment(?: (?:of their own|to themselves|for themselves))?", "it has a separate shoe compartment"),
    (r"(?<![a-z])(?:there is |it has |with )?a (?:separate )?compartment (?:(?:of its own|all its own|apart) )?for (?:your |the |a pair of )?shoes(?![a-z])", "it has a separate shoe compartment"),
    (r"(?<=detachable),? (?:so|and|if) (?:you |that you )(?:can |may |would rather |prefer to |could )*(?:hold|carry|wear) (?:it|the [a-z]+)(?: (?:in|by) (?:the|your) hand| as a clutch| without it)?" + _END, ""),
    (r"(?<=comes off),? (?:so|and|if) (?:you |that you )(?:can |may |would rather |prefer to |could )*(?:hold|carry|wear) (?:it|the [a-z]+)(?: (?:in|by) (?:the|your) hand| as a clutch| without it)?" + _END, ""),
    (r"(?<![a-z])(?:so |and )?(?:your |an? |the )?(\d\d-inch (?:laptop|computer)) (?:goes|slips|slides|sits|slots) (?:right |easily |in |nicely )*(?:in|inside)(?: easily| nicely| too)?" + _END, r"a \1 fits"),
    (r"(?<![a-z])(?:your |an? |the )?(\d\d-inch (?:laptop|computer)) (?:will not|does not|is not going to|cannot) (?:go|fit|slip|slide) (?:in|into|inside)(?: (?:it|the (?:soft|small|little|smaller)(?: version| one| bag)?))?" + _END, r"a \1 does not fit"),
    (r"(?<![a-z])(?:plain|simple|ordinary|regular) (?=cotton|leather|linen|canvas|rubber|steel|silver)", ""),
    # what water does to it
    (r"(?<![a-z])swimming (?:with it )?(?:is not|is never|is not really) (?:advised|advisable|recommended|a good idea|allowed|an option|possible|on)(?![a-z])", "it is not for swimming"),
    (r"(?<![a-z])(?:it |they )?(?:only|just|merely) takes splashes|(?<![a-z])(?:it )?takes (?:only |just )?splashes(?: only)?(?=[,.;]|$)", "it is only splash-proof"),
    (r"(?<![a-z])wash (?:it|them|this) cold,? by hand(?![a-z])", "hand wash cold"), (r"(?<=cold) by hand(?= and dry|,)", ""), (r"(?<=hand wash cold) and (?:then )?dry (?:it|them) flat", ", dry flat"),
    # lengths as they are spoken
    (r"(?<![a-z\d.])(one|two|three|a|1|2|3) met(?:re|er) (twenty|ten|thirty|forty|fifty|sixty|seventy|eighty|ninety|\d0)(?![a-z\d])", lambda found: f"{ {'one': '1', 'a': '1', 'two': '2', 'three': '3'}.get(found[1], found[1])}.{_TENS.get(found[2], found[2][0])} m"),
    # gone for today
    (r"(?<![a-z])(is|are)(?: not|n't) (?:in|on) (?:the|our) (?:drawer|shelf|shelves|stockroom|back|till|rack|rail|shop|house)(?: (?:today|right now|now|at the moment|just now))?(?=[,.;]|$)", r"\1 out of stock"),
    (r"(?<![a-z])(?:we have got|we have|i have|i have got|i can see|i see|we see|there is|there are) (?:exactly|precisely|just about exactly) (?=one|two|three|four|five|six|seven|eight|nine|ten|\d)", "we have "),
    (r"(?<![a-z])i can see (?=(?:one|two|three|four|five|six|seven|eight|nine|ten|\d+)(?: pairs?| pieces?)? (?:of|left|here|in)(?![a-z]))", "we have "),
    # rules
    (r"(?<![a-z])(?P<what>sale items|reduced items|full[- ]price (?:items|pieces|goods)) (?:have|get|come with|are given) (?P<n>\d+) days(?: (?:to return|for returns|for a return))?(?: (?:from|after|of) delivery)?" + _END, r"\g<what> may be returned within \g<n> days of delivery"),
    (r"(?<![a-z\d])(?P<n>\d+) (?P<u>days|weeks|months|business days)(?P<mid> (?:from|of|after) delivery)?(?P<joint>[,;]? (?:and |but |while )?)for (?P<what>sale items|reduced items|full price items|jewellery|perfume|watches|bags|shoes) (?P<m>\d+)" + _END, r"\g<n> \g<u>\g<mid>\g<joint>for \g<what> \g<m> \g<u>"),
    (r"(?<![a-z\d])(?P<n>\d+ to \d+) (?P<u>days|weeks|months|business days)(?P<joint>[,;]? (?:and |but |while )?)(?P<what>(?:for )?(?:watches|bags|shoes|[a-z]+ ones)) (?P<m>\d+ to \d+)" + _END, r"\g<n> \g<u>\g<joint>\g<what> \g<m> \g<u>"),
    (r"(?P<what>(?<![a-z])(?:cancel|change|address)[^;.]{0,60})[,;] (?:and |but )?(?:after that|later|later on|afterwards|beyond that)(?:,)? (?:it is |that is )?(?:too late|not possible|no longer possible|impossible)" + _END, r"\g<what>; after that it cannot be changed"),
    (r"(?<![a-z])(?:it |they |which |that )?(?:is|are|become|becomes|makes? (?:it|them)) non[- ]returnable" + _END, "it cannot be returned"),
    (r"(?P<what>gift cards?[^.;]{0,50}?) (?:runs?|lasts?|keeps?) for (?=\d|two|three|one|a year)", r"\g<what> is valid for "),
    (r"(?<=offer )(?:finished|stopped|closed|ran out|lapsed)(?= (?:on|a|last|\d))", "ended"),
    (r"(?<=[a-z] )(?:starts|start|begins|begin) at (?=[€¥]?\d[\d.,]* ?(?:euros?|eur|€|yuan|cny)?(?: and|,|\.|$))", "costs from "),
)  # fmt: skip
_CHINESE: Final[tuple[tuple[str, Put], ...]] = (
    (rf"(?:您|你)?{_ZH_USUALLY}(?:是|都|就)?(?:穿|买|选|拿|要)(?P<usual>\d\d)码?(?:的话|的人|的脚|的)?[，,]?(?:就|这款|这双|这里|建议|可以|请|直接|要|得)*{_ZH_TAKE}(?P<advised>\d\d)码?(?=[，。！；]|$)", _sized_zh),
    (r"(?:游泳|下水|泡澡|洗澡)(?:前|时|之前|的时候)?(?:可|就|还是|您|一定)*(?:请|得|要|必须|需要?|记得|务必)+(?:把它|先)?(?:摘下来?|取下来?|脱下来?|摘掉|摘了)", "不可游泳佩戴"),
    (r"(?:溅|沾)(?:上|到|了)?(?:几滴|一点儿?|点儿?|些)?水(?:花|珠)?(?:都|也)?(?:不要紧|没事儿?|没关系|不碍事|不怕|问题不大)", "防溅"),
    (r"(?:下雨天?|雨天|下大雨|大雨天?)(?:您|你|可|就|请|千万|最好|还是)*别(?:穿|背|戴|用)(?:它|着)?(?:出门|出去|了)*", "避免淋雨"),
    (r"里面(?:还|另|另外)?(?:分|缝|做|设|开|留)(?:了|有|出)?(?=[一两二三四]个?(?:口袋|袋|隔层))", "内有"),
    (r"(?<=口袋)(?:可以|能|用来|好|可)?(?:放|装|收)(?:些|点|一些)?(?:小东西|零碎|钥匙|手机|口红|卡片|零钱|小物|杂物)(?:什么的|之类的?|、|和)*(?=[，。！]|$)", ""),
    (r"(?<=\d寸)的?(电脑|笔记本电脑|笔记本)(?:也|都)?(?:装|放|塞)得(?:进去?|下)", r"\1放得下"),
    (r"(?<![\d.])(\d)米([1-9])(?![\d米厘])", r"\1.\2米"),
    (r"(?:出门|出差|旅行|短途)?(?:两三|二三|2、3|2,3)(?:晚|天)(?:的?行李|的?东西)?(?:就|也|都|是)*(?:够装了?|够用了?|装得下|正好|刚好)", "适合两三晚出行"),
    (r"镶边(?:才)?(?=是|用|为|也是)", "饰边"), (r"(?<=饰边|鞋底|表带|内里|提手)才是", "是"),
    (r"(?P<what>税[^。]{0,12})(?:要|得|须|需要?)(?:您|你)?自己(?:付|交|承担|出)(?=[，。！；]|$)", r"\g<what>由收件人承担"),
    (r"摊(?:平|开)(?:晾干|阴干|晾|晒干)", "平铺晾干"),
    (r"(?<=[拿用](?:湿|软|干)布)擦一擦(?:就好|就行|即可|就可以)?", "擦拭"), (r"(?<=[拿用]软布)擦擦(?:就好|就行|即可)?", "擦拭"),
    (r"(?<=欧元订单)都能分", "可以分"), (r"(?<=的订单)都?能分", "可以分"),
)  # fmt: skip
_COMPILED: Final = {"en": compiled(_ENGLISH), "zh": compiled(_CHINESE)}


def by_purpose(text: str) -> str:
    """A normalised English sentence with what it tells by a purpose or a deed put plainly."""
    return rewritten(text, _COMPILED["en"])


def by_purpose_chinese(text: str) -> str:
    """A normalised Chinese sentence, likewise."""
    return rewritten(text, _COMPILED["zh"])
