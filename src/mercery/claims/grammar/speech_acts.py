"""Talk told by its form: offers, questions about the customer, wishes, thanks, regret, putting off, sympathy, the weather.

A form that leaves nothing open passes whatever its words. Where it has a gap, every word of the sentence has to be known: a
lottery, a buyer or an effect on the body that nobody has listed would otherwise go out in it.

`Shall I jot down an idea or two?` asserts nothing, whatever the words in it are, as long as none of them is of the shop's matter:
no sum, number, name, place, promise, nor a word for what goods, stock, prices and rules are. Only where no goods are in question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from mercery.claims.grammar.asserting import asserts
from mercery.claims.grammar.questions import ASKED, LEADING, is_asked, sends_express
from mercery.claims.grammar.quiet import named_day, one_or_two
from mercery.claims.grammar.set_phrases import set_phrases
from mercery.claims.grammar.tokens import Token

_SOFT: Final = r"(?:(?:and|but|so|then|well|oh|ah|now|right|okay|do|please|just|perhaps|maybe|kindly|also) )*"
_KIND: Final = "kind|sweet|thoughtful|lovely|nice|generous|gracious|considerate|good|decent|dear|patient|understanding"
_DEFER: Final = (
    "dig in|dig into (?:it|that|this)|look into (?:it|that|this)|follow up|get back to you|come back to you|circle back|report back|"
    "find out|look it up|check|chase (?:it|that|this)(?: up)?|take a look|have a look|see what i can (?:do|find)|go from there|take it from there|sort through it"
)
_FINE: Final = "nice|lovely|good|great|wonderful|pleasant|restful|safe|relaxing|super|happy|cosy|peaceful|splendid|marvellous|fantastic|blessed|merry"
_FEASTS: Final = "birthday|christmas|new year|thanksgiving|easter|holidays?|anniversary|hanukkah|diwali|eid|weekend|travels|friday|saturday|sunday|monday|mother's|father's|valentine's|retirement|honeymoon|returns"
_ENGLISH: Final = tuple(
    re.compile(rf"^{_SOFT}(?:{pattern})$")
    for pattern in (
        # an offer, a question about the customer
        r"(?:shall|may|might|can|could|should|would you like|do you want|would it help if) (?:i|we|me)(?: to)? .{3,90}\?",
        r"(?:what|which|who|whom|where|when|how|do|does|did|is|are|was|were|will|would|have|has) (?:.{0,40} )?(?:you|your|she|he|they|her|him|his|someone|the (?:present|gift|recipient|lady|gentleman|lucky one|occasion))(?![a-z]).{0,70}\?",
        # thanks, praise of the customer, wishes
        rf"how (?:very |so |awfully |terribly |really |most )*(?:{_KIND}) of you(?: to .{{0,40}})?",
        rf"(?:that is |you are )(?:very |so |too |awfully |terribly |really |most )*(?:{_KIND})(?: of you)?(?: to say .{{0,20}})?",
        r"(?:i |we )?(?:do |really |very much )*(?:thank you|thanks|many thanks|much obliged)(?: (?:so much|ever so much|kindly|a lot))?(?: for (?:your|the|being|letting|telling|asking|writing|waiting|bearing|calling|stopping|coming|reaching|sharing|explaining)(?! our| its) (?!.*(?:that|which) ).{0,40})?",
        rf"(?:do )?(?:have (?:a|an) (?:very |really |most )?(?:{_FINE}) .{{2,40}}|enjoy (?:your|the rest|yourself|yourselves).{{0,40}}|safe (?:travels?|journeys?|trip|flight|drive|home).{{0,40}}|(?:happy|merry|blessed) (?:{_FEASTS}).{{0,30}}|all the (?:best|very best).{{0,30}}|(?:best of |good )luck.{{0,40}}|(?:my |our )?(?:warm|warmest|kind|kindest|best) (?:regards|wishes).{{0,30}})",
        r"(?:my |our )?(?:very |warmest |heartiest |hearty |warm )*congratulations(?: (?:to|on your|and) .{0,50})?",
        # regret, sympathy
        r"(?:i am |we are )?(?:so |very |terribly |awfully |really |truly |dreadfully )*(?:sorry|apologies|my apologies)(?: (?:you|that you|about (?:your|that|the)|for (?:your|that|the|any|keeping|not|being)|to (?:hear|keep|have|trouble|bother)|if you) .{2,60})?",
        r"(?:i|we) (?:do |can |quite |fully |completely |well |only |so )*(?:see|understand|appreciate|feel|imagine|sympathise|sympathize)(?: (?:with )?(?:your|how (?:hard|difficult|annoying|frustrating|tiring|upsetting|stressful|tricky|you)|why you|what you) .{2,60})?",
        r"(?:(?:no (?:worries|problem|rush|hurry|bother)|not to worry)(?: at all| whatsoever)?)|(?:have a (?:good |little |proper )?think|think it over|mull it over|sleep on it)(?: about it)?(?: and (?:pop|come|drop|swing|pop by|get) back .{0,40})?",
        r"it (?:is |was |has been )?(?:just |really )?(?:one of those|a (?:long|busy|hectic|rough|tough|mad|strange)) (?:days?|weeks?|mornings?|evenings?|nights?|months?)",
        # putting off, acknowledging
        r"(?:(?:i|we) (?:do |really |just )*)?(?:do not|cannot|can not) (?:know|say|tell|be sure)(?: yet| for sure| for certain| offhand| right now| just yet)?",
        rf"(?:(?:i am|we are) )?(?:just |still |already )*(?:looking into|checking on|asking about|finding out about) (?:it|that|this)(?:(?: now|,? and|,| then| so)* (?:(?:i|we) )?(?:will|shall) (?:{_DEFER}))?",
        rf"(?:(?:i|we) )?(?:will|shall|am going to|are going to|let me) (?:{_DEFER})(?: for you)?(?: now| first| shortly| soon| presently| at once)?(?: before .{{2,40}})?",
        rf"(?:reply|write back|answer|respond|come back to me|send me a line) with your .{{2,30}}?(?: and (?:i|we) (?:will|shall) (?:{_DEFER}))?",
        r"(?:got|received|noted|read|seen) (?:your|the|that|it|both|all)(?: (?:note|message|photo|photos|email|mail|question|questions|request|details|number|letter))?(?:,? (?:thanks|thank you|many thanks|cheers))?",
        r"(?:take|have) (?:all |as much |your )?.{0,12}time.{0,30}|(?:there is )?no (?:rush|hurry|pressure)(?: .{0,30})?",
    )
)
_GAP: Final = "[^，。！？!?~～、]"
_ENDS: Final = "(?:哦|哈|啊|呀|啦|喔|噢|哟|呢|嘛|的|了|咯|喽|吧|呐|嘞|哒)*"
_WISHES: Final = "快乐|幸福|愉快|顺利|健康|安康|如意|美满|成功|大吉|平安|开心|好眠|好梦|旗开得胜|金榜题名|早日康复|白头偕老|百年好合|长命百岁|团圆|吉祥|无忧|精彩|圆满"
_THINK: Final = "考虑|琢磨|想想|想一想|看看|瞧瞧|挑|逛|斟酌|商量|合计|掂量|盘算|寻思|选|聊|说|讲|来|看"
_FREE_CHINESE: Final = tuple(
    re.compile(rf"^(?:那|好|嗯|哦|哎|嗐|嗨|对|行|成|先|那就|那先|好嘞|好的|亲|宝)*(?:{pattern}){_ENDS}$")
    for pattern in (
        rf"(?:我|我们|咱们?|这儿|这里)?(?:衷心|诚心|真心)?(?:祝福?|愿)(?:您|你|二老|老人家|他|她|宝宝|孩子|新人|全家|一家|大家|各位){_GAP}{{0,12}}(?:{_WISHES})",
        rf"(?:周末|节日|新年|生日|新婚|中秋|国庆|圣诞|春节|元旦|端午|假期|旅途|一路|旅行|工作|学业|考试|晚年|婚礼|今天|明天)(?:都|也|要|一切|过得)*(?:{_WISHES})",
        rf"(?:您|你)?(?:就|先|只管|尽管)*(?:慢慢儿?|随便|随意|好好儿?|踏实|安心|再)(?:地|的)?(?:{_THINK}){_GAP}{{0,6}}",
        r"(?:您|你)?(?:先)?(?:里边儿?|里面|里头|屋里|这边儿?|上座|坐下|随便|请)?(?:请|坐|歇会儿?|请坐|请进|请讲|请说|喝口?茶|喝口?水)(?:您|你)?",
        rf"(?:不|先不|就不)(?:打扰|打搅|耽误|多打扰|占用){_GAP}{{0,12}}",
        r"(?:收到|好的?|明白|了解|知道了?|在的?|谢谢|多谢|抱歉|不好意思|对不起|对不住|辛苦您?了?|没事儿?|不客气|不谢|不急|别急|不着急|别着急){1,3}",
        rf"(?:让|叫|害|劳)(?:您|你)(?:久等|费心|费神|受累|跑一趟|白跑|多等|见笑|破费|操心|挂心){_GAP}{{0,4}}",
        rf"(?:外头|外面|外边儿?|这天儿?|天儿?|今儿个?|天气)(?:可|真|够|挺|好|太|这么|又|也|还|是)*(?:冷|热|凉|晒|闷|潮|干|下雨|下雪|刮风|冻人|好){_GAP}{{0,3}}",
        rf"(?:给{_GAP}{{1,6}}|挑|选|送){_GAP}{{0,10}}(?:这事儿?|这种事儿?|礼物)?(?:搁|换|任|放)?(?:谁|哪个|换谁|搁谁|任谁)(?:身上)?(?:都|也|还)?(?:会|得|要|不)*(?:犯难|为难|头疼|头大|着急|难受|纠结|发愁|犹豫|开心|高兴|生气){_GAP}{{0,3}}",
    )
)
"""Forms that leave no room for a claim, whatever stands in their gaps."""
_CHINESE: Final = tuple(
    re.compile(rf"^(?:那|好|嗯|哦|哎|嗐|嗨|对|行|成|先|那就|那先|好嘞|好的|亲|宝)*(?:{pattern}){_ENDS}$")
    for pattern in (
        r"(?:这|那)?(?:可|真|太|也|又)*(?:不巧|遗憾|可惜|难得|不容易|糟心|闹心|扫兴|难为您?了?)",
        r"(?:嗐|嗨|哎|哎呀|哎哟|唉|嘿|哟|哦|噢|嗯|好|行|成|得|亲|宝|宝子)+",
        rf"(?:碰上?|遇上?|遇|摊上)(?:到|见)?(?:这种|这样的?|这)(?:事儿?|情况){_GAP}{{0,12}}",
        rf"(?:这个?|那个?|您问的|这事儿?|这一点)?我?(?:暂时|一时|还|也|真|确实|实在|现在)*(?:拿不准|说不准|说不好|不敢说|不敢打包票|不清楚|不确定|没把握|吃不准|答不上来){_GAP}{{0,3}}",
        r"(?:我|这边|我们|容我|等我|让我)?(?:先|这就|马上|去|再|帮您|给您)*(?:问问?|查查?|核实|核对|确认|打听|了解|记)(?:一下|下来|下|清楚|到|好|了|同事|仓库|主管|店里)*(?:之后|以后|再|了|就|马上|立刻|第一时间|给|跟|来|回|您|你|准话|准信儿?|答复|回话|回复|说|信儿?)*",
        rf"(?:方便|麻烦|劳驾|能|可以|请问?|想问下?|冒昧问){_GAP}{{1,20}}(?:吗|么|呢|不)？?",
        rf"{_GAP}{{0,10}}(?:您|你|他|她|老太太|老爷子|老人家|先生|太太|爸妈|妈妈|爸爸|孩子|对方|收礼的){_GAP}{{0,14}}(?:还是|吗|呢|什么|哪|几|多大|怎么){_GAP}{{0,10}}？",
    )
)
_GAPS: Final = re.compile(rf"\.{{|{re.escape(_GAP)}")
"""What leaves a form open."""
_MATTER: Final = ("c", "mat", "part", "noun", "stock", "place", "brand", "cur", "price")
_SPOKEN_OF: Final = (
    "c:gift", "c:order_number", "c:answer", "c:email", "c:adviser", "att:size", "att:colour", "noun:item", "price:was", "price:sum", "c:inside", "c:indoor",
)  # fmt: skip
"""What talk may name: a present, an order number, a size."""
_OF_US: Final = re.compile(
    r"(?<![a-z])(?:our (?!best|warm|kind|very|hearty)|ours|ever|we (?:have|sell|offer|make|use|never|always)|this|these|free|real|genuine|brand|shop|store)(?![a-z])|我们(?:家|店|的)|咱(?:家|店)|本店|这款|这件|这双|店里的|免费|正品|保证|包您|最|第一|[0-9]"
)


def is_speech_act(own: Sequence[Token], text: str) -> bool:
    """Whether one sentence is talk by its form. `text`: the sentence as it is normalised."""
    plain = " ".join(text.split())
    if not _OF_US.search(plain) and set_phrases(plain):
        return True
    if any(token.amount is not None and not one_or_two(token) and not named_day(token) for token in own):
        return False
    if (
        any(token.names for token in own)
        or _OF_US.search(text)
        or asserts(own)
        or (is_asked(own) and (LEADING.search(text) or sends_express(own)))
    ):
        return False
    asked = is_asked(own)
    matter = any(_of_the_shop(token) and not (asked and token.is_a(*ASKED)) for token in own)
    known = not any(_unknown(token) for token in own)
    if text.isascii():
        return not matter and _in_english(text.rstrip(".! "), known=known)
    clauses = [one.strip() for one in re.split(r"[，,~～；;！!]+", text.rstrip("。！!~～. ")) if one.strip()]
    forms = [*_FREE_CHINESE, *(() if matter else _CHINESE)]
    return bool(clauses) and all(_matches(one.replace("?", "？"), forms, known=known) for one in clauses)


def _in_english(text: str, *, known: bool) -> bool:
    if _matches(text, _ENGLISH, known=known):
        return True
    parts = [one.strip() for one in re.split(r"[,;:] ", text)]
    return len(parts) > 1 and all(_matches(one, _ENGLISH, known=known) for one in parts)


def _matches(text: str, forms: Iterable[re.Pattern[str]], *, known: bool) -> bool:
    """Whether a clause has one of the forms; with a word nobody knows only one without a gap."""
    return any(form.match(text) is not None for form in forms if known or not _GAPS.search(form.pattern))


def _unknown(token: Token) -> bool:
    """A word of no lexicon: whatever its form, a sentence with one may say anything."""
    return not token.punctuation and not token.keys and token.amount is None


def _of_the_shop(token: Token) -> bool:
    """A word that may say something of goods, stock, prices or rules."""
    return token.is_a(*_MATTER) and not token.has(*_SPOKEN_OF) and not token.is_a("n")
