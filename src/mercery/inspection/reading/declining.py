"""Whether a sentence holds back: declines to say, to promise or to judge, sends to somebody who knows, or only hopes."""

from __future__ import annotations

import re
from typing import Final

_DECLINES: Final = re.compile(
    r"(?<![a-z])(?:(?:can'?t|cannot|can not|couldn't|won't|wouldn't|don't|do not|may not|must not|not able to|unable to|not allowed to|rather not|prefer not to|not going to|shouldn't|mustn't)(?: \w+){0,3} "
    r"(?:say|claim|promis\w*|guarant\w*|comment|judge|compare|advise|tell|recommend|commit|know|confirm|speak|talk|make|give|offer|assess|call|treat|replace|cure|heal|expect|prevent|affect|help)"
    r"|no (?:medicine|medical|drug|claims?|promises?|guarantees?|statements?|idea|cure|remedy|comment|proof)|not (?:a |an )?(?:medicine|medical|drug|cure|remedy|treatment|substitute|replacement|proven|meant|intended|made)"
    r"|isn't (?:a |an )?(?:medicine|medical|drug|cure|remedy|treatment|substitute)|doesn't (?:replace|treat|cure|heal|help|change|do)|(?:please |better |best )?(?:ask|see|talk to|speak to|consult|check with|follow) (?:your |a |the |with your )?(?:doctor|vet|pharmacist|physician|dermatologist|midwife|gp)\w*"
    r"|(?:doctor|vet|pharmacist|physician|dermatologist|midwife|gp)s?(?: (?:or|and) (?:a |an |your |the )?\w+)? (?:is|are|would be|will be) (?:the |your )?(?:right|best)\w*"
    r"|afraid|unfortunately|depends on|differs?|varies|vary|individual|hopefully|i hope|fingers crossed|whether|no (?:fixed|exact|set) (?:date|day|time)|only an estimate|up to the (?:carrier|courier|bank)|for the (?:doctor|vet)s?)(?![a-z])"
    r"|不(?:能|便|好|方便|敢|可以|会|作|做|予|宜|太好|打算|允许|得|了解|清楚|确定|建议|宣传|涉及|存在|具(?:备|有)|属于|推荐|代表)[^,，。!？?]{0,6}(?:说|讲|保证|承诺|评价|评论|比较|判断|宣|治|替代|代替|答应|确定|打包票|断言|建议|定|知道|药|疗效|功效|医疗|给|疗|改善|用途)?"
    r"|无法|没(?:法|有办法|办法|有(?:治疗|药|医疗|这种|这个|任何)?(?:功效|效果|作用|疗效)?)|不是(?:药|医|治)|非(?:药|医疗)|(?:遵|听)[^,，。]{0,2}医|(?:问|咨询|看|去|找)[^,，。]{0,6}(?:医生|大夫|医院|药师|兽医)|(?:去|看|挂)[^,，。]{0,4}科|就医|因人而异|谈不上|说不准|不好说|只是(?:普通|一种|个|日用|护肤)|普通(?:食品|日用|护肤|茶)|抱歉|很遗憾|希望|争取|尽量|尽力|以[^,，。]{1,6}为准|看(?:快递|物流|天气)"
)


def declines(sentence: str) -> bool:
    """`sentence` in small letters."""
    return _DECLINES.search(sentence) is not None
