"""What a model may say without a fact: a closed set of courtesies, and never a word that asks for secrets or sends away.

The gate lets a person's talk pass that asserts nothing. A model is nobody one could ask why, so what it may say for
itself is named here, not what it may not.
"""

from __future__ import annotations

import re
from typing import Final

_EN: Final = re.compile(
    r"^(?:(?:oh|ah|well|hello|hi|dear [a-z]+|good (?:morning|afternoon|evening)),? )?(?:"
    r"(?:many |warm )?thank(?:s| you)\b|welcome\b|hello\b|hi\b|dear\b|good (?:morning|afternoon|evening)\b"
    r"|(?:(?:i am|i'm|we are|we're) )?(?:so |very |really |truly |most )?(?:sorry|glad|happy|delighted|pleased)\b|(?:my |our )?(?:sincere )?apologies\b"
    r"|(?:that|what|it|this)(?:'s| is| sounds like| sounds)? (?:such )?(?:an? )?(?:very |really )?(?:lovely|great|wonderful|beautiful|good|nice|excellent|thoughtful|fine|charming|special)\b"
    r"|(?:lovely|great|wonderful|beautiful|good|nice|excellent|thoughtful|fine) (?:choice|question|idea|taste|pick|occasion|thought)\b"
    r"|let me (?:know|check|look|see|find|ask|help|tell|share|explain)\b|i(?:'ll| will) (?:gladly |happily |be glad to |be happy to )?(?:check|look|find out|ask|pass|help)\b"
    r"|(?:please )?(?:feel free|do not hesitate|don't hesitate|take your time|just ask|let me know)\b"
    r"|i (?:completely |fully |quite |do )?(?:understand|appreciate|see|hear you|can imagine|know how)\b"
    r"|enjoy\b|have a (?:lovely|nice|good|great|wonderful)\b|(?:i |we )?(?:hope|wish)\b|wishing\b|best wishes\b"
    r"|a (?:colleague|person)\b|(?:one|just a) moment\b|here(?:'s| is) what i can tell\b|here you are\b"
    r"|(?:would|may|can|could|shall|is there|are you|do you|which|what|how|when|if)\b.*\?$"
    r"|if (?:you|there|anything)\b)",
    re.IGNORECASE,
)  # fmt: skip
_ZH: Final = re.compile(
    r"^(?:亲爱的[^，]{0,6}[，,]|您好[，,]|你好[，,]|亲[，,])?(?:(?:非常|十分|万分|衷心)?(?:感谢|谢谢|多谢|抱歉|对不起|不好意思)|(?:给您|让您)[^。]{0,8}(?:抱歉|不便|久等)|您好|你好|欢迎|很?(?:高兴|乐意)|请稍[等候]|稍等|请您?放心|我(?:这就|来|先|再)?(?:帮您|为您|给您)?(?:看|查|问|了解|说明|介绍)|请问|祝|(?:完全|非常|很)?理解|我(?:完全|非常|很)?(?:理解|明白|懂)|辛苦|随时|如有|如果|希望|还有什么|(?:这|那)?真?是?(?:很|非常|特别)?(?:好的|不错的|有心的)?(?:选择|问题|眼光|想法)|好眼光|真(?:有|是|会))"
)
_NEVER: Final = re.compile(
    r"\b(?:card|cvv|password|passcode|passport|code|pin|e-?mail|phone|number|address|bank|pay|paid|payment|transfer|account|wire|iban|whatsapp|telegram|wechat|line id|elsewhere|instead|competitor\w*|other shops?|leave|never|nobody|lie\w*|scam|fraud|stupid|idiot|hate|ugly|cheap\w*|buy|order|shop|shops|click|download|install|visit|link|vote|god|kill)\b"
    r"|卡号|密码|验证码|身份证|护照|微信|私聊|加我|转账|汇款|付款|支付|银行|账号|账户|手机号|电话|地址|邮箱|别家|其他店|别的店|骗|假货|笨|傻|滚|别买|不要买|下单|扫码|点击|下载|链接|返现|红包",
    re.IGNORECASE,
)  # fmt: skip

_BY_HEART: Final = frozenset(
    "祝您生活愉快 祝您购物愉快 祝您一切顺利 祝您愉快 祝您度过愉快的一天 非常抱歉给您带来不便 很抱歉给您带来不便 抱歉给您带来不便 感谢您的理解 感谢您的理解与支持 感谢您的耐心等待 感谢您的光临 很高兴为您服务 很高兴能帮到您 随时为您效劳 随时欢迎您再来咨询 非常理解您的心情 我非常理解您的心情 请您放心 辛苦您了 让您久等了".split()  # noqa: SIM905
) | {
    "have a lovely day", "have a wonderful day", "we apologise for the inconvenience", "we apologize for the inconvenience",
    "i apologise for the inconvenience", "i apologize for the inconvenience", "thank you for your patience",
    "thank you for your understanding", "i am always here to help", "i'm always here to help", "i am here to help",
}  # fmt: skip
"""Courtesies known word for word."""


def by_heart(text: str) -> bool:
    """Whether the sentence is a courtesy known word for word, which needs no reading."""
    return " ".join(text.replace("’", "'").strip(" .。!！~～").lower().split()) in _BY_HEART


def courteous(text: str, *, zh: bool) -> bool:
    """Whether the sentence is one of the courtesies."""
    plain = " ".join(text.replace("’", "'").split())
    return bool((_ZH if zh else _EN).search(plain)) and not _NEVER.search(plain)
