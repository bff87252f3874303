"""Sentences that assert nothing about the shop: courtesy, questions, offers of help, regret, putting off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from mercery.claims.grammar.asserting import asserts
from mercery.claims.grammar.courtesy import courteous
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import entries, everyday, units_of

_PERSONS: Final = frozenset(
    {
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "you",
        "your",
        "yours",
        "yourself",
        "us",
        "we",
        "our",
        "let",
        "我",
        "您",
        "你",
        "咱",
        "大",
        "谢",
        "祝",
        "请",
        "恭",
    }
)
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
_LEADING: Final = re.compile(
    r"(?<![a-z])(?:know|knew|notice|noticed|realise|realize|believe|see|guess) (?:that |how )?(?:it|this|these|they|the|our|we|how)(?![a-z])"
    r"|(?<![a-z])(?:know|knew|see|hear|heard|remember|guess|believe|remind you|tell you|mention|notice|aware) (?:why|that|how) (?!you\b|i\b|much|many|long|often|to\b|tall|big|old)"
    r"|^why (?:not )?(?!do\b|did\b|are\b|is\b|would\b|have\b|were\b|was\b|that\b|don)|(?<![a-z])(?:the real|genuine|authentic|imitation)(?![a-z])"
    r"|(?<![a-z])(?:is not|are not|does not|do not|is this not|was not|will not|would not|could not|can not|cannot) (?:it|they|this|these|that|you|we|there)(?![a-z])"
    r"|(?<![a-z])(?:thousands|millions|hundreds|join (?!me|us in|the (?:chat|call|stream|live))|happy owners?|happy customers?)(?![a-z])"
    r"|知道|难道|不是.*吗|对吧|对不对|不想要|何不|没骗|是吧|没错吧|不错吧|划算|值得|超值|不心动|还等什么|等什么|为什么不|谁不|趁"
)
"""Questions that tell rather than ask."""
_OPENING: Final = frozenset({"it", "they", "this", "these", "those", "its", "它", "这"})
_ASKED: Final = ("noun", "col", "aud", "att", "part", "mat", "place")
_ASKED_KEYS: Final = (
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


def is_talk(tokens: Sequence[Token], text: str, *, alone: bool = False) -> bool:
    """Whether every sentence of the text is talk. `alone`: no product is in question, so a word may be unknown."""
    sentences = [
        [token for token in tokens if token.sentence == number]
        for number in sorted({token.sentence for token in tokens})
    ]
    return all(
        _talk(own, text, alone=alone) or _question(own, text, alone=alone) or (alone and _noted(own))
        for own in sentences
        if any(not token.punctuation for token in own)
    )


def _talk(own: Sequence[Token], text: str, *, alone: bool) -> bool:
    words = [token for token in own if not token.punctuation]
    if any(token.amount is not None and not _one_or_two(token) and not _day(token) for token in words) and not _wished(
        words
    ):
        return False
    if _asked(own) and _LEADING.search(text):
        return False
    if asserts(own) or (not _asked(own) and not courteous(own)):
        return False
    loud = [token for token in words if not _quiet(token)]
    if loud and not (alone and _about_me(words) and _few(loud)):
        return False
    return words[0].text not in _OPENING or any(unit in _PERSONS for token in words for unit in units_of(token.text))


def _day(token: Token) -> bool:
    """`tomorrow`, 周末, `on Friday`: a day named by its name, not by a number."""
    amount = token.amount
    named = (
        amount is not None
        and amount.kind in ("span", "weekday", "date")
        and not any(sign.isdigit() for sign in token.text)
    )
    return (named and not any(sign in token.text for sign in "月号日初底")) or token.text in ("节日", "生日")


def _one_or_two(token: Token) -> bool:
    """`one of the two`, 一个, 哪一双: a number that counts nothing of the shop's."""
    amount = token.amount
    return (
        amount is not None
        and amount.kind in ("number", "count", "kinds")
        and amount.value in (1, 2)
        and not amount.high
    )


_WISHES: Final = frozenset(
    {"enjoy", "luck", "congratulations", "congrats", "see", "祝", "愉快", "开心", "顺利", "快乐", "玩得开心"}
)


def _asked(own: Sequence[Token]) -> bool:
    return any(token.punctuation and token.text in "?？" for token in own)


def _wished(words: Sequence[Token]) -> bool:
    """`Enjoy the party on Friday`: a day, in a wish."""
    dated = all(token.amount.kind == "date" for token in words if token.amount is not None)
    return dated and any(token.text in _WISHES for token in words)


_ACKNOWLEDGES: Final = frozenset(
    {
        "noted",
        "okay",
        "ok",
        "right",
        "understood",
        "got",
        "got it",
        "all right",
        "alright",
        "好的",
        "好",
        "好嘞",
        "明白",
        "明白了",
        "收到",
        "记下了",
        "那我",
        "记下",
    }
)
_WISHED_FOR: Final = frozenset({"no", "nothing", "not", "only", "just", "不要", "只看", "只要", "不能", "别"})
_SHORT: Final = frozenset(
    {
        "in",
        "so",
        "then",
        "and",
        "a",
        "an",
        "or",
        "for",
        "the",
        "of",
        "please",
        "all",
        "我",
        "就",
        "的",
        "了",
        "记一下",
        "记下",
        "记下了",
        "一下",
        "那",
        "那就",
    }
)


def _noted(own: Sequence[Token]) -> bool:
    """`Noted, no gold then`, 好的，不要金色: what the customer asked for, said again; nothing is said of any goods."""
    words = [token for token in own if not token.punctuation]
    if words[0].text not in _ACKNOWLEDGES or len(words) > 8:
        return False
    rest = [token for token in words if token.text not in _ACKNOWLEDGES | _SHORT | _WISHED_FOR]
    return (
        any(token.text in _WISHED_FOR for token in words)
        and bool(rest)
        and all(token.is_a("col", "mat", "noun", "aud") and not token.names and token.amount is None for token in rest)
    )


_ME: Final = frozenset(
    {
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "我",
        "sorry",
        "thank",
        "thanks",
        "hope",
        "wish",
        "take",
        "休息",
        "保重",
        "圣诞",
        "辛苦",
        "加油",
        "抱歉",
        "谢谢",
        "祝",
        "恭喜",
    }
)
_OTHERS: Final = frozenset(
    {
        "it",
        "its",
        "they",
        "them",
        "this",
        "these",
        "those",
        "we",
        "our",
        "us",
        "everyone",
        "everybody",
        "people",
        "customers",
        "brand",
        "它",
        "这",
        "款",
        "件",
        "品",
        "牌",
        "们",
        "顾",
        "客",
        "店",
    }
)


def _about_me(words: Sequence[Token]) -> bool:
    """Whether the sentence is about the speaker, and names nothing that could be goods or the shop."""
    units = {unit for token in words for unit in units_of(token.text)}
    return bool(units & _ME or any(token.text in _ME for token in words)) and not units & _OTHERS


def _few(loud: Sequence[Token]) -> bool:
    """Two words, or four Chinese characters, that the lexicon does not know at all."""
    if any(token.keys - {"s:", "v:"} or token.names or token.amount for token in loud):
        return False
    if any(token.text in _HEAVY for token in loud):
        return False
    return len(loud) <= (2 if loud[0].text.isascii() else 4)


_HEAVY: Final = frozenset("年百千万名最第保证绝真治效赚涨价值全永唯优顶级奖")
"""Signs that may carry a claim although nobody knows the word."""


def _quiet(token: Token) -> bool:
    """Grammar or service talk, word for word; `not` and 没有 are talk where nothing of the shop stands beside them."""
    if (
        token.is_a("n", "t")
        or _one_or_two(token)
        or token.text in ("not", "cannot", "do not", "不", "没", "没有", "别", "不会", "不能")
    ):
        return True
    if token.keys and all(key in _LOGIC or key.startswith(("quant:", "time:")) for key in token.keys):
        return True
    if token.is_a("c", "att", "mat", "part", "noun", "price", "stock", "place", "brand") and not token.has(*_SPOKEN_OF):
        return False
    if token.keys and token.keys <= {"s:", "v:"}:
        return True
    units = units_of(token.text)
    return bool(units) and all((unit,) in _quiet_words() or (not unit.isascii() and token.is_a("t")) for unit in units)


_DENIALS: Final = frozenset(
    {"not", "cannot", "do not", "without", "no", "nothing", "none", "nor", "neither", "does not", "hardly", "不", "没", "没有", "别", "不会", "不能", "无", "未", "不用", "不必", "无法", "不要", "不需要", "没法", "没办法", "还没", "不是"}
)  # fmt: skip
_LOGIC: Final = frozenset({"cmp:more", "cmp:less", "cmp:than", "cmp:same", "price:was", "price:sum", "s:", "v:"})
"""Senses of degree and order: where nothing of the shop stands beside them they are about the talk."""
_SPOKEN_OF: Final = (
    "c:order_number",
    "c:address",
    "c:email",
    "c:account",
    "c:adviser",
    "c:order",
    "c:answer",
    "c:gift",
    "c:change",
    "att:size",
    "att:colour",
    "att:name",
    "noun:item",
    "c:competitor",
)
"""What talk may name: asking for an order number or an address tells nothing."""


@cache
def _quiet_words() -> frozenset[tuple[str, ...]]:
    """Single English words of talk and grammar."""
    known = frozenset(
        forms for forms, keys in entries().items() if len(forms) == 1 and forms[0].isascii() and keys & {"n:", "t:"}
    )
    return known | frozenset(forms for forms in everyday() if len(forms) == 1 and forms[0].isascii())


def _question(own: Sequence[Token], text: str, *, alone: bool) -> bool:
    """A real question: nothing in it but talk, kinds of goods, colours, materials and what one asks about."""
    words = [token for token in own if not token.punctuation]
    if not any(token.punctuation and token.text in "?？" for token in own) or _LEADING.search(text):
        return False
    if any(token.amount is not None and token.amount.kind != "size" and not _one_or_two(token) for token in words):
        return False
    if any(
        one.is_a("noun", "part", "mat") and other.text in ("that", "which", "who") for one, other in pairwise(words)
    ):
        return False
    chinese = any(not token.text.isascii() for token in words)
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
        if not (_quiet(token) or token.amount is not None or token.is_a(*_ASKED) or token.has(*_ASKED_KEYS))
    ]
    asks_you = any(unit in _PERSONS for token in words for unit in units_of(token.text))
    named = any(token.is_a("noun") or token.names for token in words)
    return not loud or (alone and asks_you and not named and _few(loud))
