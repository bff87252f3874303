"""Sentences that assert nothing about the shop: courtesy, questions, offers of help, regret, putting off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.asserting import asserts
from mercery.claims.grammar.courtesy import courteous
from mercery.claims.grammar.questions import ASKED, ASKED_KEYS, LEADING, is_asked, is_question, requests, sends_express
from mercery.claims.grammar.quiet import PERSONS, few, named_day, one_or_two, quiet
from mercery.claims.grammar.tokens import Token
from mercery.claims.lexicon import units_of

_OPENING: Final = frozenset({"it", "they", "this", "these", "those", "its", "它", "这"})


def is_talk(tokens: Sequence[Token], text: str, *, alone: bool = False) -> bool:
    """Whether every sentence of the text is talk. `alone`: no product is in question, so a word may be unknown."""
    sentences = [
        [token for token in tokens if token.sentence == number]
        for number in sorted({token.sentence for token in tokens})
    ]
    return all(
        _talk(own, text, alone=alone) or is_question(own, text, alone=alone) or (alone and _noted(own))
        for own in sentences
        if any(not token.punctuation for token in own)
    )


def _talk(own: Sequence[Token], text: str, *, alone: bool) -> bool:
    words = [token for token in own if not token.punctuation]
    if any(
        token.amount is not None and not one_or_two(token) and not named_day(token) for token in words
    ) and not _wished(words):
        return False
    if is_asked(own) and (LEADING.search(text) or sends_express(words)):
        return False
    if asserts(own) or (not is_asked(own) and not courteous(own)):
        return False
    if not is_asked(own) and all(token.is_a("mat", "noun", "part") for token in words) and own[0].is_a("mat"):
        return False  # 精钢表扣: a label of goods says what they are
    loud = [token for token in words if not quiet(token)]
    if loud and words[0].text in _WISH_WELL:
        loud = [token for token in loud if not token.is_a("place") or token.is_a("c", "mat", "stock")]
    if loud and requests(words):
        said = [token for token in loud if token.is_a("mat", "part")]
        loud = [token for token in loud if not (token.is_a(*ASKED) or token.has(*ASKED_KEYS))]
        if said and not any(token.text in _CHOOSES for token in words):
            return False  # 提供羊绒里衬给您, `tell me you love the silver clasp`: what it is made of is told, not asked
    if loud and not (alone and _about_me(words) and few(loud)):
        return False
    return words[0].text not in _OPENING or any(unit in PERSONS for token in words for unit in units_of(token.text))


_CHOOSES: Final = frozenset(
    {
        "or",
        "which",
        "what",
        "whether",
        "if",
        "prefer",
        "any",
        "还是",
        "哪",
        "哪个",
        "哪种",
        "哪款",
        "什么",
        "是否",
        "或",
        "或者",
        "要",
    }
)
"""Signs that the customer is asked to choose."""
_WISH_WELL: Final = frozenset({"have", "have a", "enjoy", "safe", "good", "祝", "祝您", "祝你", "希望您"})
"""How a wish begins: where the customer goes may be named in it."""
_WISHES: Final = frozenset(
    {"enjoy", "luck", "congratulations", "congrats", "see", "祝", "愉快", "开心", "顺利", "快乐", "玩得开心"}
)


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
