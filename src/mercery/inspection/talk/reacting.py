"""How a customer takes what was said: put off by it, or on the defensive. Pure.

Nobody knows all ways of being rude, but who was offended says so in few: an outcry, silence in dots, a word about the tone, or
what was done right after all. In ten sets of conversations six in ten offences are followed by such a message, and one in
fifty of the shop's other turns.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.inspection.talk.phrases import plain

_AMISS: Final = re.compile(
    r"^\W*(?:wow|whoa|woah)(?!\W*(?:ok (?:then )?(?:great|thanks)|that|nice|great|thanks|cool|rain|so))(?![a-z])"
    r"|^\W*(?:(?:ok|okay|oh|right|well|hey|and)\W+)?(?:wow\W*$|excuse me|pardon|seriously|charming|rude|how (?:rude|dare)|no need (?:for|to be)|ouch|er+m?|um+|jee+z|gee+z|wtf|unbelievable|incredible|lovely (?:service|attitude|manners)|nice (?:attitude|tone|manners)|great service|thanks a lot|thanks for (?:nothing|that))(?![a-z])"
    r"|(?<![a-z])(?:that's|that is|that was|this is|you're|you are|don't be|so|how|very|quite|bit) (?:so |really |quite |very |a bit |a little )?(?:rude|harsh|uncalled for|unfair|not nice|mean|nasty|unkind|out of order|a bit much)(?![a-z])"
    r"|(?<![a-z])(?:i (?:only|just) asked|i was (?:only|just) asking|just asking|sorry (?:i|for|that i) ask\w*|(?:don't|do not) (?:talk|speak) to me|what (?:a|an) (?:way|attitude|tone)|your tone|(?:shop|buy|go|order) (?:elsewhere|somewhere else))(?![a-z])"
    r"|^\W*(?:(?:but|no|well|hm+|oh)\W+)?i (?:did|do|counted|checked|measured|closed|opened|read|tried|followed|never|have|haven't|didn't|wasn't|typed|wrote)(?![a-z])|^\W*thought (?:they|it|that|you)(?![a-z])"
    r"|^\W*(?:ok|okay|right|oh|fine)\s?\.{2,}|^\s*[.…。·]{2,}|^\W*(?:what|huh|really)\?+\W*$"
    r"|^\W*(?:你|您)(?:这|们)?(?:人|是)?(?:什么|啥|咋|怎么|说)(?!时候|价|码|色)|什么态度|啥态度|怎么(?:说话|这么说|骂人)|说话(?:真|太|这么|能不能)?(?:难听|冲|客气)|至于[吗么]|太?过分|难听|没礼貌|好好说话|尊重|这么凶|火气"
    r"|^\W*(?:呵呵|行吧|哦\W*$|啊[?？]|服了|无语|早知道|再见|不买了|我就问|我(?:明明|也|都|又没|没))"
)


def taken_amiss(text: str) -> bool:
    """Whether a customer's message sounds as if what was said before it offended."""
    return _AMISS.search(plain(text)) is not None
