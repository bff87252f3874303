"""What is said beside a claim and says nothing of it: `I'm afraid`, `just so you know`, 提醒一下."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token, in_chinese

_ENGLISH: Final = re.compile(
    r"(?:(?:and|but|so|oh|well|yes|no|ah|then|also) )*(?:"
    r"i (?:am )?(?:very |so |really )?(?:afraid|sorry)(?: to say| about that)?|(?:very |so )?sorry(?: about that| to say)?|apologies|unfortunately|sadly|"
    r"gladly|with pleasure|"
    r"(?:please )?(?:do )?(?:note|remember|bear in mind|keep in mind|mind you)(?: that)?|please|(?:just )?so you know|for your information|just a note|"
    r"(?:a |one )?(?:quick |small |little |friendly )*(?:note|reminder|heads up|word of warning|warning|tip|hint)|careful|be careful|attention|watch out|"
    r"(?:do not|no need to) worry|no worries|rest assured|good news|(?:a )?good question|great question|fair question|thanks? (?:you )?for asking|thank you|thanks|"
    r"let me (?:explain|see|check|put it (?:simply|plainly))|to be (?:clear|exact|precise|honest|fair|safe)|in short|put simply|in other words|that said|as (?:i|we) said|"
    r"hi|hello|hey|good (?:morning|afternoon|evening)|dear(?: customer| madam| sir)?|welcome|happy to help|glad you asked|here is (?:how it works|the thing)|as a rule|"
    r"as you (?:may )?know|by the way|for the record|in case (?:you (?:wondered|were wondering|need it))|if you (?:like|wish|want|prefer)|just in case|(?:i )?hope (?:that|this) helps|"
    r"to answer (?:you|your question)|about your question|in that case|in this case|i understand|understood|i see|noted"
    r")(?: (?:too|then|though|please|dear|madam|sir))?"
)
_CHINESE: Final = re.compile(
    r"(?:亲+|亲爱的|您好|你好|哈喽|嗨|哦|嗯+|哎呀?|啊|呀|那|不过|但|另外|还有)*(?:提醒(?:您)?一下|提醒您?|温馨提示|小提醒|小提示|提示一下|注意(?:一下)?|请注意|请您注意|要注意(?:的是)?|需要注意(?:的是)?|"
    r"(?:很|真|非常|实在)?(?:抱歉|对不起|不好意思|遗憾|可惜)|请?您?(?:放心|留意|知悉|了解|记得|注意)|别担心|不用担心|不用着急|别着急|别急|不着急|好的|好嘞|"
    r"跟您说(?:一下|一声)?|和您说一下|告诉您|补充一下|补充一点|顺便(?:说|提)一?(?:下|句)|说明一下|解释一下|简单(?:来)?说|也就是说|换句话说|总的来说|谢谢(?:您)?(?:的(?:提问|咨询|关注|支持))?|感谢(?:您的)?(?:提问|咨询|耐心|支持)?|"
    r"您好|亲|家人们|宝子们|朋友们|各位|这边|小心|当心|明白(?:了|您的意思)?|理解|知道了|收到|是这样的?|情况是这样的?|好问题|问得好|按照?(?:规定|政策)|根据(?:规定|政策|我们的政策)|一般来说|这样(?:的话)?)(?:哦|哈|呢|啊|呀|了|啦|的)*"
)


_BEFORE_EN: Final = re.compile(
    r"(?:(?:and|but|so|oh|well|also) )*(?:i (?:am )?(?:very |so |really )?(?:afraid|sorry)(?: to say)?(?: but)?(?: that)?|unfortunately|sadly|sorry but|"
    r"(?:please )?(?:do )?(?:note|remember|bear in mind|keep in mind|be aware)(?: that)?|(?:just )?so you know|(?:just )?to (?:let you know|be clear|remind you)|"
    r"(?:just )?a (?:quick |small |little )?(?:note|reminder) that|i should (?:add|mention|say)(?: that)?|(?:i am )?happy to say(?: that)?|do not forget(?: that)?) (?=\w)"
)
_BEFORE_ZH: Final = re.compile(
    r"(?:亲+|您好|不过|但是?|另外)*(?:提醒您?(?:一下)?|温馨提示|请?您?注意|请留意|很抱歉|抱歉|不好意思|对不起|遗憾的是|很遗憾|可惜|跟您说一下|告诉您|补充一下|您?放心)(?=.)"
)


def mark_asides(tokens: Sequence[Token]) -> None:
    """Account for asides: whole segments, and those that lead into what is said."""
    for number in {token.segment for token in tokens}:
        own = [token for token in tokens if token.segment == number and not token.punctuation]
        if not own or any(token.by for token in own):
            continue
        if is_aside(own):
            _mark(own)
        else:
            _mark(own[: _leading(own)])


def _mark(own: Sequence[Token]) -> None:
    for token in own:
        token.by = "talk"


def _leading(own: Sequence[Token]) -> int:
    """How many tokens of a segment an aside at its beginning takes."""
    chinese = in_chinese(own)
    parts = [token.text if chinese else " ".join(token.text.split()) + " " for token in own]
    found = (_BEFORE_ZH if chinese else _BEFORE_EN).match("".join(parts))
    if not found:
        return 0
    length = 0
    for number, part in enumerate(parts):
        if length == found.end():
            return number
        length += len(part)
    return 0


def is_aside(own: Sequence[Token]) -> bool:
    """Whether the tokens between two commas are nothing but such words."""
    words = [token.text for token in own if not token.punctuation]
    if not words:
        return False
    if any(not word.isascii() for word in words):
        return _CHINESE.fullmatch("".join(words)) is not None
    return _ENGLISH.fullmatch(" ".join(" ".join(words).split())) is not None
