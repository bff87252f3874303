"""Talk that promises: something sent, given, paid or told later, somebody there at a time, goods or weather that do no harm.

Each word of such a sentence stands in talk elsewhere (`I will send you a note`, 我马上给您回), so the sentence is looked at whole.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS_GIVEN: Final = (
    r"(?:(?:an?|my|the|some|your|another|one more|few|more|short|little|quick|proper|honest|full|brief|warm) )*"
    r"(?:message|note|line|reply|answers?|words?|summary|moments?|minutes?|seconds?|hand|ring|call|hints?|ideas?|tips?|thoughts?|time|"
    r"opinion|advice|best|apolog(?:y|ies)|thanks|wishes|love|regards|attention|space|peace|updates?|news|overview|shout|heads[- ]up|thought|chance|break|benefit)\b"
)
"""What may be sent or given in talk: words, and time."""
_ENGLISH: Final = re.compile(
    r"\b(?:i|we)(?: am| are| have| had| will| would| shall| can| could| may| might| want to| going to| happily| gladly| just| also| even| always| 'll| 'd| 'm| 've)*"
    r" (?:send|sending|sent|post|posting|ship|shipping|mail|bring|bringing|deliver|give|giving|gave|grant|lend|gift|pay|paying|refund|replace|waive|slip|pop|enclose|include|add|throw in)"
    r"(?! (?:up|in|attention|thought))(?: it| them| this| that| one| you| him| her| some)*+"
    rf"(?! (?:for )?{_WORDS_GIVEN})(?: |$)"
    r"|\b(?:have|got|there is|is) (?:an?|some|one|another)?(?: \w+)?(?: gift| present| surprise| treat| voucher| something)(?: \w+)? (?:for|waiting for) you\b"
    r"|\b(?:call|ring|write to|write|text|tell|phone|email|message|notify|let) you (?:\w+ )?(?:when|once|as soon as|the moment|if) (?:it|they|this|that|one|those|these|stock|the)\b"
    r"|\b(?:i|we) (?:am|are|will be|shall be) (?:also )?(?:here|there|in|open|around)(?: for you)? (?:on|every|until|till|from|at|all|each|over|through)\b"
    r"|\b(?:it is|this is|that is|this one is|it's|that's) (?:all )?on (?:me|us|the house)(?: today| tonight| now)?$"
    r"|^(?:it is |it's |this is |this one is )?(?:my|our) treat$"
)
_CHINESE: Final = re.compile(
    r"(?:给|为|替|帮|跟)您(?:马上|立刻|立即|现在|今天|明天|重新|再|又|另外|免费|额外|优先|专门)*(?:寄|送|补|赠|退|换|发(?!.{0,4}(?:消息|链接|信息|邮件|图|照片|语音|文字|过来看)))"
    r"|送(?:给)?您(?!.{0,3}(?:祝福|一句|句话|几个字|到门口|出门|一程))|(?:送|赠|奖|寄|发)(?:给)?您(?!一[句声段些]|个(?:消息|链接|图))(?:一|个|份|点|张|些|块)"
    r"|(?:今天|今日|本次|这次)?您(?:就)?是.{0,3}(?:幸运|中奖|获奖|第)|中(?:了)?奖|幸运(?:顾客|客人|儿|用户|观众)"
    r"|(?:雨|雪|水|汗|摔|磕|晒|冷|风).{0,4}(?:也)?(?:不怕|没事|不碍事|不要紧|无妨|没关系)|(?:失眠|头疼|头痛|感冒|咳嗽|腰疼|病).{0,3}(?:会|就|能)(?:好|轻|缓)"
    r"|(?:我|我们|本店|店里|老板)(?:来)?(?:请客|买单|埋单|付账|出钱)|算我(?:们)?的|(?:什么时候|几时|何时|随时).{0,4}(?:都行|都可以|都成)"
    r"|(?:不满意|不喜欢|不合适|不好).{0,4}(?:来找|找我|找回|包)"
)
_WISHED: Final = re.compile(r"(?:希望|愿|祝|盼|但愿)")


def promises(words: str) -> bool:
    """Whether a sentence, its words in small letters (Chinese without spaces), promises something."""
    if words.isascii():
        return _ENGLISH.search(words) is not None
    return _CHINESE.search(words) is not None and _WISHED.match(words) is None
