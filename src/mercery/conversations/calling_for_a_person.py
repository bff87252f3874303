"""Words that call for a person: who asks for one, and what a person must look at whatever else is said. Pure.

Patterns over text in lower case with plain signs; the desk acts on them, inspection asks whether somebody did.
"""

from __future__ import annotations

import re
from typing import Final


def _any(*parts: str) -> re.Pattern[str]:
    # ASCII: 汉字 are no word characters here, so that `\b` holds between them and Latin letters.
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


ASKED: Final = _any(
    r"\b(?:speak|talk|chat|connect|transfer|escalate|put|pass|hand) (?:\S+ ){0,6}?(?:human|person|agent|representative|rep|manager|supervisor|someone|somebody|staff|operator)\b", r"\b(?:get|give|want|need|let me have|where is|find) (?:\S+ ){0,4}?(?:human|real person|actual person|live person|agent|representative|supervisor|your manager|a manager|the manager)\b", r"\b(?:need|want|get me|give me|is there) (?:\S+ )?(?:someone|somebody|a person|anyone) (?:who|to|from|that can|in charge|real)\b", r"\b(?:need|want|get me|give me) a person(?= *(?:[.,!;]|$|please\b|now\b))",
    r"\b(?:can|could|may) i (?:please )?(?:speak|talk|chat) (?:to|with) (?!you\b|it\b)\w+|\b(?:want|like|need|let me)(?: to)? (?:speak|talk|chat) (?:to|with) (?!you\b|it\b)\w+",
    r"\b(?:real|actual|live|human) (?:person|human|agent|being|representative)\b", r"\bhuman\b", r"(?<!my )(?<!my own )\b(?:manager|supervisor)\b(?! at)", r"\bcustomer (?:service|care) (?:agent|rep)",
    r"找(?:Claire|Hugo|店员|店里的?人)|人工(?!智能|草|皮|革|香)|真人|转(?:接)?客服|找(?:个|一个)(?:人|客服)|(?:你们|找|叫|让|换|喊|请).{0,6}(?:经理|主管|领导|负责人)|客服(?:人员|专员)|活人|转接|投诉(?!无门)",
)  # fmt: skip
URGENT: Final[dict[str, re.Pattern[str]]] = {
    "legal": _any(r"(?<!\bam a )(?<!\bi'm a )(?<!\bas a )(?<!\bfor a )(?<!\bis a )\b(?:lawyer|attorney|solicitor|lawsuit|legal (?:action|steps|advice|proceedings|team)|small claims|consumer protection|trading standards|ombudsman)\b", r"\bsue (?:you|the)|\bsuing\b|\btake (?:you|this) to court\b|\bgo(?:ing)? to court\b|\bsee you in court\b", r"(?<!我是)(?<!是名)(?<!一名)(?<!做)(?<!位)律师|起诉|告你|法院|法律(?:途径|手段|程序)?|消协|12315|工商局|消费者协会|诉讼|维权"),
    "injury": _any(r"\binjur(?:y|ed|ies)\b|\bhurt(?:s|ing)? (?:me|myself|himself|herself|him|her|my (?:hands?|fingers?|arms?|legs?|face|child|son|daughter|kid|baby|wife|husband))\b|\b(?:got|was|were) (?:hurt|burn(?:ed|t))\b|\bburn(?:ed|t) (?:my|his|her|me|our)\b|\b(?:went|go|going|taken|ended up|rushed)\b.{0,16}\bhospital\b|\bin (?:the )?hospital\b|\bbleed(?:ing)?\b|\bbled\b|\belectric(?:al)? shock\b|\bshocked me\b|\bcaught (?:on )?fire\b|\bon fire\b|\bexplod(?:ed|ing)\b|\ballergic reaction\b|\ba rash\b|(?<!\bfor )\b(?:skin|wrist|neck|face|ears?|earlobes?|eyes?|hands?|fingers?|arms?) (?:(?!easily|often)\S+ ){0,3}?(?:swollen|swelled|blister(?:ed|s|ing)?|inflamed|infected)\b|\bstitches\b|\bsmok(?:e|ing) (?:came|coming|from|out)\b|\bmelted\b|\bsparks?\b|\bcut (?:my (?:hand|finger|arm|leg|face|foot)|myself)\b", r"受伤|烫伤|烧伤|划伤|割伤|流血|住院|(?:去|进|送)了?医院|触电|(?<!充)电到(?:我|人|手)|起火|着火|爆炸|冒烟|(?<!会)(?<!不)过敏(?:了|反应(?![吗么])|得)|(?:戴|用|穿|擦|喷|涂|抹)(?:了|过|完)[^，。！？]{0,12}(?<!会)(?<!不)过敏(?![吗么])|起(?:了)?(?:红|皮)?疹|皮疹|缝针|骨折|摔伤|烫到|(?:戴|用|穿|擦|喷|涂|抹)(?:了|过|完)[^，。！？]{0,12}(?<!会)(?<!不)(?:红肿|肿了|发红|很?痒|发痒|起泡|刺痛|灼痛|溃烂|烂了|发炎|化脓)(?![吗么])|(?:皮肤|脸|手|手腕|脖子|耳朵|耳垂|眼睛)[^，。！？]{0,4}(?<!会)(?<!不)(?<!容易)(?:红肿|肿了|发炎|化脓|溃烂|起泡)(?![吗么])"),
    "minor": _any(r"\bi(?:'?m| am) (?:only )?(?:[6-9]|1[0-7])(?: years? old|,|\.|$| and)(?! ?(?:inch|minutes|days|hours))", r"\b(?:son|daughter|kid|child|boy|girl|nephew|niece|brother|sister|toddler)\b[^.?!]{0,60}\b(?:without (?:my|our|asking|permission)|used my|took my|with my (?:card|account|phone)|on my account|placed (?:the|this|an) order|ordered (?:it|this|that|them) (?:by|him|her|without))", r"\bunder ?age\b|\ba minor\b(?! \w)|\bunder 18\b", r"未成年|我(?:还)?是(?:个|一名|名)?(?:小学生|初中生|高中生|中学生)|我还?在?(?:上|读)(?:小学|初[一二三中]|高[一二三中]|中学)(?!的|时)|我(?:今年|才|只有|刚)\s?(?:[6-9]|1[0-7])岁|(?:孩子|儿子|女儿|小孩|弟弟|妹妹)\S{0,12}(?:偷偷|自己下|自己买|拿我|用我|乱买|乱点|下的?单)|熊孩子|(?:[6-9]|1[0-7])岁\S{0,6}(?:偷偷|自己下|拿我|用我|乱买|下的?单)"),
    "fraud": _any(r"\bfraud(?:ulent)?\b|\bscam(?:med)?\b|\b(?:was|is|been|card|account|got) stolen\b|\bstole my\b|\bhack(?:ed|er)?\b|\bunauthori[sz]ed\b|\bidentity theft\b|\bsome(?:one|body) (?:else )?(?:has |have |must have )?(?:used|placed|got into|accessed|logged|broke)\b|\bsome(?:one|body) (?:else )?(?:ordered|bought)\b[^.?!]{0,40}\bmy (?:card|account|name)\b|\b(?:i )?(?:didn'?t|did not|never) (?:place|make|authori[sz]e)(?:d)? (?:this|that|it|these|any|the order|an order|w\d|#)|\bi (?:didn'?t|did not|never) order(?:ed)? (?:this|that|it|these|any|anything)\b|\bnot (?:me|mine) who ordered|\bphishing\b", r"盗刷|诈骗|被盗|冒用|冒充我|不是我(?:本人)?(?:下|买|订|付)的|没下过|没有下过|没买过|盗号|黑客|被骗|(?:遇到|碰到|有|是个)骗子|骗子(?:用|拿|盗|冒|刷)|未经授权"),
    "payment_dispute": _any(r"\bcharge ?back\b|\bdisput(?:e|ing|ed)\b|\b(?:charged|billed) (?:me )?(?:twice|double|two times|three times)\b|\bpaid twice\b|\b(?:two|double|three|duplicate) charges\b|(?<!\bbe )\bcharged (?:me )?again\b|\bdouble[- ]charg|\bovercharged\b|\bcharged (?:me )?(?:the )?wrong\b|\bcharged (?:me )?more\b|\bcharge i (?:don'?t|do not) recogni[sz]e", r"拒付|重复扣|多扣|扣了?我?[两二2三]次|扣(?:了)?双倍|付了[两二2]次|扣错|争议|乱扣|撤销付款"),
}  # fmt: skip
"""What a person must look at, however the rules stand."""
