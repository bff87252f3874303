"""Real questions and requests: what is asked for may be named, and nothing is told of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.quiet import PERSONS, few, one_or_two, quiet
from mercery.claims.grammar.tokens import Token, in_chinese
from mercery.claims.lexicon import units_of

_ASKS: Final = frozenset(
    {
        "would",
        "could",
        "can",
        "may",
        "shall",
        "do",
        "did",
        "does",
        "which",
        "what",
        "who",
        "whom",
        "where",
        "when",
        "why",
        "how",
        "is",
        "are",
        "have",
        "will",
        "anything",
        "or",
    }
)
_ZH_ASKS: Final = (
    "吗",
    "呢",
    "还是",
    "哪",
    "什么",
    "几",
    "多少",
    "多大",
    "多久",
    "是否",
    "要不要",
    "是不是",
    "有没有",
    "能否",
    "可否",
    "能不能",
    "怎么",
    "好不好",
    "谁",
    "可不可以",
)
LEADING: Final = re.compile(
    r"(?<![a-z])(?:know|knew|notice|noticed|realise|realize|believe|see|guess|hear|heard) (?:that |how )?(?:it|this|these|they|the|our|we|how)(?![a-z])"
    r"|(?<![a-z])(?:know|knew|see|hear|heard|remember|guess|believe|remind you|tell you|mention|notice|aware|point out|add|say|confirm|stress|note|assure you|let you know|inform you) (?:why|that|how) (?!you\b|i\b|much|many|long|often|to\b|tall|big|old)"
    r"|(?<![a-z])(?:your|our|the|some|a|this|that|any) (?:[a-z]+ )?free (?!to\b|time\b|hand\b|moment\b|day\b|evening\b|afternoon\b)[a-z]+"
    r"|(?<![a-z])(?:for free|free of charge|at no (?:extra )?cost)(?![a-z])|(?<![a-z])(?:members?|students?|vip|loyalty|welcome|birthday|newsletter|staff)(?: ?'?s?'?)? (?:discounts?|prices?|offers?|points|club)(?![a-z])|(?:会员|学生|新人|新客|生日|老客|员工)(?:价|优惠|折扣|积分|专享)"
    r"|(?<![a-z])ever (?:seen|felt|tried|worn|touched|smelt|owned|held|had)(?![a-z])"
    r"|^why (?:not )?(?!do\b|did\b|are\b|is\b|would\b|have\b|were\b|was\b|that\b|don)|(?<![a-z])(?:the real|genuine|authentic|imitation)(?![a-z])"
    r"|(?<![a-z])(?:is not|are not|does not|do not|is this not|was not|will not|would not|could not|can not|cannot) (?:it|they|this|these|that|you|we|there)(?![a-z])"
    r"|(?<![a-z])(?:thousands|millions|hundreds|join (?!me|us in|the (?:chat|call|stream|live))|happy owners?|happy customers?|impress|envy|admired?|turn heads|stand out)(?![a-z])"
    r"|知道|难道|不是.*吗|对吧|对不对|不想要|何不|没骗|是吧|没错吧|不错吧|划算|值得|超值|不心动|还等什么|等什么|为什么不|谁不|趁"
)
"""Questions that tell rather than ask."""
ASKED: Final = ("noun", "col", "aud", "att", "part", "mat", "place")
ASKED_KEYS: Final = (
    "c:gift",
    "c:open",
    "c:order",
    "c:deliver",
    "c:address",
    "c:email",
    "price:now",
    "cmp:more",
    "c:zip",
    "c:closure",
    "c:gift_wrap",
    "c:laptop",
    "c:pocket",
    "c:indoor",
    "c:outdoor",
    "c:order_number",
    "c:detachable",
    "c:account",
    "c:accept",
    "c:engrave",
    "c:boutique",
    "c:pickup",
)
"""What a question may name without telling anything of it."""


_REQUEST_EN: Final = re.compile(
    r"^(?:(?:and|but|so|then|please|just|now|first|well|okay|ok|sure|of course|for that|to start|to help|perhaps|maybe|also|do|could you|can you|if you (?:like|wish|want)) )*(?:tell (?:me|us)|let (?:me|us) know|send (?:me|us)|give (?:me|us) (?:the|your|a)|show (?:me|us)|drop (?:me|us|your)|write (?:me|us|to)|type|"
    r"i (?:would |will |do |still |just |only |first )*need (?:to know|your|the)|i (?:would|will) (?:just |first |only )*(?:need|want|have) to (?:know|ask|check|see)|describe|say (?:in the|which|what)|share)\b(?!.*\b(?:is|are|was|were|has|have|will|because|since|that|which is)\b)"
)
_REQUEST_ZH: Final = re.compile(
    r"告诉我|告诉我们|跟我说|和我说|发我|发给我|发一下|说一下|报一下|说说您|留言|公屏|评论区|(?<![搭表纽皮带锁金按针磁领袖环蝴蝶暗卡插])扣(?=[个]?[0-9一二两])|打在|弹幕|给我看|拍给我|提供"
)


def requests(words: Sequence[Token]) -> bool:
    """`Tell me which bag …`, 想看包还是表，公屏告诉我: what is asked for may be named, as in a question."""
    joined = "".join(token.text for token in words)
    if not joined.isascii():
        return (
            _REQUEST_ZH.search(joined) is not None and re.search(r"(?<!还)是(?!否|不是)|[很最更真都]", joined) is None
        )
    return _REQUEST_EN.match(" ".join(" ".join(token.text for token in words).split())) is not None


def is_asked(own: Sequence[Token]) -> bool:
    return any(token.punctuation and token.text in "?？" for token in own)


def sends_express(words: Sequence[Token]) -> bool:
    """`Shall we send it by express to Berlin?`: that it goes there is taken for granted."""
    return any(token.has("c:express") for token in words) and any(token.is_a("place") for token in words)


def is_question(own: Sequence[Token], text: str, *, alone: bool) -> bool:
    """A real question: nothing in it but talk, kinds of goods, colours, materials and what one asks about."""
    words = [token for token in own if not token.punctuation]
    if (
        not any(token.punctuation and token.text in "?？" for token in own)
        or LEADING.search(text)
        or sends_express(words)
    ):
        return False
    if any(token.amount is not None and token.amount.kind != "size" and not one_or_two(token) for token in words):
        return False
    if any(
        one.is_a("noun", "part", "mat") and other.text in ("that", "which", "who") for one, other in pairwise(words)
    ):
        return False
    chinese = in_chinese(words)
    joined = "".join(token.text for token in words)
    asks = (
        any(sign in joined for sign in _ZH_ASKS)
        if chinese
        else any(unit in _ASKS for token in words for unit in units_of(token.text))
    )
    if not asks:
        return False
    loud = [
        token
        for token in words
        if not (quiet(token) or token.amount is not None or token.is_a(*ASKED) or token.has(*ASKED_KEYS))
    ]
    asks_you = any(unit in PERSONS for token in words for unit in units_of(token.text))
    named = any(token.is_a("noun") or token.names for token in words)
    return not loud or (alone and asks_you and not named and few(loud))
