"""How a clause of service talk begins: only those that begin so are talk, however harmless the words of the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token

_FILLER: Final = (
    r"(?:(?:and|but|so|then|well|oh|ah|aha|ha|hmm|please|really|honestly|perhaps|maybe|now|or|because|though|although|"
    r"yes|no|dear|in that case|of course|just|simply|still|also) )*"
)
_FEELING: Final = r"(?:so |very |really |truly |terribly |awfully |always |just |only |all |most )*"
_ENGLISH: Final = re.compile(
    rf"^{_FILLER}(?:"
    # the speaker
    rf"(?:i|we) (?:am |are |would be |will be |be )?{_FEELING}(?:afraid you|sorry|afraid|glad|happy|delighted|pleased|grateful|here|an?\b|not|unable|checking|looking|reading|listening|with you|asking|no\b|your|at your|on it)"
    r"|i (?:will |would |have |am )?(?:am$|do not|cannot|can not|could not|would|d\b|should|need|may|might|must|hope|wish|understand|see|hear|know|think|"
    r"apolog\w+|mixed|mis\w+|got|made|did not|was|told you|wonder|appreciate|feel|really|completely|fully|totally|only|guess|suppose|prefer|ask|owe|promise not|have (?:no|not|never|nothing|only|a question)|"
    r"look|check|find|do my best|note|keep|pass|let you|let me|try|read|hand|get (?:a|back|someone|somebody|to)|put you|stick|wait|leave you|transfer|connect|forward|remember|make a note|be|stay|never|love to|like to|rather|say|call|"
    r"can (?:put together|put a few|pick|find|get|walk|guide|go through|talk|pull|line up|suggest|share (?:a few|some)|imagine|see|understand|only|hear|look|help|compare|narrow|suggest|ask|check|picture|tell you (?:nothing|only)|note|read)|could (?:ask|check|look|be|narrow|suggest)|"
    r"will (?:look|check|ask|find|do my best|note|keep (?:it|that|this)? ?in mind|keep an|keep to|pass|let you|try|be |read|see|hand|get (?:a|back|someone|somebody|to)|put you|look for|stick|wait|have|leave you|transfer|connect|forward|remember|make a note|be with|stay)|"
    r"like (?:that|it)|love (?:that|it|hearing)|hear you|beg|take)"
    r"|we (?:are live|are on air|will (?:start|begin|get (?:going|started|to)|take your (?:questions|comments)|go (?:through|slowly)|do (?:this|it) (?:together|step))|right back|be (?:right )?(?:back|here)|look forward|can (?:look|compare|start|narrow|find|talk|see|go through|take)|could (?:look|compare|start|narrow|find)|will (?:look|find|see|get there)|wish|hope|would|do not|cannot|need|all (?:make|mix|have))"
    # asking, greeting, thanking, wishing
    r"|(?:look after yourself|and look after|a (?:first|new|long|big|good|bad|tough|hard|busy|late) (?:date|day|week|job|home|baby|start|move|night|trip|one)|better (?:safe|to ask|to check|ask|say)|nobody (?:likes|wants|enjoys)|no one (?:likes|wants)|so (?:it is|that is) (?:up to you|your)|it is (?:completely |entirely |totally |all )?up to you|no pressure|goodbye|bye|give my|regards|what (?:brings|made|makes) you|did you|ugh|oops|whoops|phew|aw|aww|yikes|gosh|blimey|hm+|hmm|mm|oh dear|dear me|goodness|bless (?:you|him|her|them)|you poor (?:thing|soul)|poor (?:you|thing)|right then|there there|fair point|good point|well then|first of all|firstly|to (?:start|begin) with|for starters|"
    r"that (?:question|one|decision|request) (?:deserves|is|needs|sounds|would|goes)|may (?:the|your|this|you|it|all|life)|i answered|i read|i saw|just (?:shout|say|ask|tell|write|let me|give me)|shout|whatever (?:you|it|the)|give my|"
    r"being|having|travelling|traveling|living|working|looking after|missing|spending|starting|preparing|organising|organizing|searching|hearing|reading|forgetting|juggling|dealing|leaving|saying|knowing|picking|receiving|returning from|becoming|raising|studying|starting over|wrapping up)\b"
    r"|(?:tell|ask|send|write|type|leave|let|grab|get comfortable|sit|settle|pull up|give (?:me|us)|take|enjoy|have (?:a|an|fun|your|lovely|another)|feel|come|say|drop|share|show me|describe|sleep|rest|get|stay|do (?:come|ask|tell|let|write|not|feel|get|take|drop)|"
    r"do not|cannot (?:wait|say|tell)|excuse|forgive|pardon|bear|hold|hang|wait|follow|join|mention|spell|rephrase|repeat|think|imagine|browse|look (?:around|forward)|call|drop|keep (?:me|us|the questions)|try to|choose whichever|pick whichever)\b"
    r"|i (?:do |totally |completely |fully |really )*get (?:why|how|that|it|you)|(?:many |so many |a thousand )?thanks (?:ever so much|so much|a lot|again|for)|(?:exams|sounds (?:like|lovely|good|great|exhausting|stressful|fun|exciting)|done$|thank you|hugs|totally|completely|perfectly|entirely|big day|perfect|thank|thanks|sorry|apologies|sincere|hello|hi|hey|hiya|welcome|good|happy|merry|congrat\w+|best|all (?:the best|right|my best|good wishes|clear)|my|bye|goodbye|see you|see|until|till|safe|speak|talk|noted|got it|"
    r"understood|understandable|our records|good to|very (?:well|good|true|kind|much)|will do|so noted|as you (?:wish|like|say|prefer)|duly|copy that|clear|point taken|okay|ok|right|alright|sure|certainly|absolutely|definitely|gladly|no$|no (?:problem|worries|rush|hurry|need|trouble|bother|pressure|idea)|not (?:at all|to worry|a problem|yet|sure|quite)|any ?time|you (?:are )?(?:very |most |so |always |more than |too )*(?:welcome|kind|right to ask|looking|in the right|talking|chatting|not alone)|pleasure|cheers|"
    r"fair|sweet|lovely|wonderful|great|nice|ouch|wow|dear|greetings|evening|morning|afternoon|welcome back|well done|deepest|heartfelt|wishing|fingers|hope|hoping|glad|delighted|pleased|consider me|with pleasure|warm|kind regards|hugs|many|much)\b(?! for (?!you$|that|this$|being (?:so )?(?:patient|kind|honest|understanding|open)|bearing|(?!choosing|picking|buying|trusting|ordering|shopping|going|wearing|having|keeping|selling)\w+ing\b|your|the (?:patience|trouble|message|photo|confusion|wait|question|mix|misunderstanding|inconvenience|delay|late|kind|info|details|long|slow|mistake)|any |all (?:the|your|that)))"
    r"|that (?:is|was|must|sounds|makes|i|would|could|one i|does|really|so|very|beyond|a|an|all|not|kind|kindly|outside|something|nothing|for|up|my|fine|fair|wonderful|lovely|understandable|completely|totally|perfectly|should|your)\b|this (?:is|must)\b|which (?:i|is)|what (?:a|an|i|you)|how (?:sweet|kind|lovely|nice|thoughtful|awful|annoying|frustrating|exciting|wonderful|disappointing|sad|romantic|stressful)"
    r"|(?:one|a|another|half a|two|ten|five) (?:moment|minute|second|minutes|tick)|there (?:is |are |was )?(?:really |absolutely |just |certainly )*(?:nothing|no)\b|nothing (?:in|about|on|under)|(?:if|when|whenever|as soon as|as|whichever|whatever|once|while|unless|until|before|after) (?:you|i|it|there|anything|something|that|long)\b"
    r"|(?:losing|waiting|choosing|moving|buying|finding|shopping|breaking|planning|getting|deciding) "
    r"|it (?:is |was |must |would |did |does )?(?:be |have been |never |not |always |so |really |very |such )*(?:easy|hard|difficult|tricky|tough|rough|a pleasure|lovely|nice|good to|great to|fun|understandable|natural|sad|unfair|reckless|irresponsible|wrong of me|careless|heartbreaking|exhausting|tiring|overwhelming|exciting|touching|only natural|no fun|horrible|awful|dreadful|annoying|frustrating|disappointing|upsetting|stressful|a pity|a shame|normal to|natural to|understandable|kind|my|mine|on me|your|been|mine|wrong|clear|work|fine to|okay to)"
    r"|(?:a|one of my|one of our|my|our|some|the) (?:colleagues?|team|advisers?|human) (?:will|can|could|of)\b|some(?:one|body) (?:from|will|on|in|can|else)|who(?:ever)?\b|where|anything (?:else|you)|something (?:for|else)|someone|another time|next time|later|tonight|today we|for (?:that|this|him|her|you|whom|work|yourself|someone|yourself)|it (?:is|was) (?:not )?(?:mine|for me|up to)|(?:health|legal|medical|private) |anyone "
    r"|(?:outside|beyond|out of) (?:my|what)|to (?:be|avoid|help|narrow|find|answer|start)|either|rather|whether|or\b|than\b|with you|without|about (?:that|this|other|the)|in (?:that|my)|from (?:here|what)|other |another |which|our assistant|as an (?:assistant|ai)|being an"
    r")"
)
_CHINESE: Final = re.compile(
    r"您|你|我|咱|谢|抱歉|不好意思|对不起|稍|请|麻烦|欢迎|好的|好嘞|好呀|明白|收到|理解|祝|恭喜|快乐|愉快|顺利|再见|慢慢|不急|不着急|别急|等一|告诉|留言|(?<![搭表纽皮带锁金按针磁领袖环蝴蝶暗卡插])扣(?=[个]?[0-9一二两])|关注|公屏|弹幕|问|随时|安$|晚安|上好|午好|早安|你好|保重|休息|辛苦|不客气|没事|没关系|"
    r"问题|资料|不确定|不清楚|不知道|了解|记下|哈喽|嗨|拜拜|亲|大家|朋友|直播|回见|下次|改天|明天见|早日|节哀|加油|好运|换谁|难|可惜|太好|太棒|真好|主意|想法|心情|客气|应该|嗯|哈哈|哎|超出|权限|不便|不方便|评价|猜|乱说|依据|核实|同事|"
    r"转|聊|听|说|道歉|体谅|见谅|包涵|知道|容易|懂|行$|随您|听您|照顾|高兴|马上回|这么麻烦|贴心|难受|路上|平安|开心|幸福|想|挑|选|看看|欣赏|梦|碰上|遇上|哦|明白|安息|开得胜|一路|代我|问候|过意不去|害|母亲|父亲|坐下|喝口|谁心里|天(?:气|这么|冷|热)|难免|一样一样|一个一个|一步一步|手忙脚乱|怕|心里|收不到|一起|陪|感激|心疼|愿意|[慢晚]了$|团圆|人更圆|判断|忙完|先忙|缓缓|没(?:讲|说)清|哪|什么|怎么|多大|几|白头|保暖|着凉|人之常情|着急|查|讲|清楚|第一次|头一次|头一回|给不了|能体会|聊聊|咱"
)
_SPLIT: Final = frozenset(",;:，；：—–-…、.。!！?？")


def clauses_in(own: Sequence[Token]) -> list[list[str]]:
    """The words of a sentence between its commas and dashes."""
    clauses: list[list[str]] = [[]]
    for token in own:
        if token.punctuation and token.text in _SPLIT:
            clauses.append([])
        elif not token.punctuation:
            clauses[-1].append(token.text)
    return [clause for clause in clauses if clause]


def courteous(own: Sequence[Token]) -> bool:
    """Whether each clause of a sentence is put as service talk is."""
    filled = clauses_in(own)
    if any(not word.isascii() for clause in filled for word in clause):
        return all(_CHINESE.search("".join(clause)) for clause in filled)
    filled = [" ".join(clause).split() for clause in filled]
    return all(_ENGLISH.match(" ".join(clause)) or _speaker(clause) for clause in filled) or _short(filled)


def _speaker(clause: Sequence[str]) -> bool:
    """A clause in which the speaker speaks of the speaker; what it may not promise is told apart by asserting.py."""
    me = any(word in ("i", "me", "my", "myself") for word in clause)
    return me and not any(word in ("our", "ours", "its", "we", "us", "they", "their") for word in clause)


def _short(clauses: Sequence[Sequence[str]]) -> bool:
    """A courteous clause with a word or two beside it (`…, madam`; `…, everyone`)."""
    rest = [clause for clause in clauses if not _ENGLISH.match(" ".join(clause))]
    return len(rest) < len(clauses) and all(len(clause) <= 2 for clause in rest)
