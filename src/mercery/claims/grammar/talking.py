"""Sentences that assert nothing about the shop: courtesy, questions, offers of help, regret, putting off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token

_PERSONS: Final = frozenset({"i", "me", "my", "mine", "you", "your", "yours", "yourself", "us", "we", "our", "let us", "let", "我", "您", "你", "咱们", "我们", "大家", "您的", "你的", "朋友们", "myself"})
_ASKS: Final = frozenset({"would", "could", "can", "may", "shall", "do", "did", "which", "what", "who", "whom", "where", "when", "why", "how", "is", "are", "have", "will", "or"})
_ZH_ASKS: Final = ("吗", "呢", "还是", "哪", "什么", "几", "多少", "是否", "要不要", "是不是", "有没有", "能否", "可否", "能不能", "怎么", "好不好", "么")
_QUIET: Final = ("n", "t", "time")
_OPEN_QUESTION: Final = ("noun", "col", "aud", "att", "part")
_STARTS: Final = frozenset({"it", "they", "this", "these", "that", "those", "the", "its", "它", "这款", "这个", "这件"})


def is_talk(tokens: Sequence[Token], text: str) -> bool:
    """Whether every sentence of the text is talk."""
    sentences = [[token for token in tokens if token.sentence == number] for number in sorted({token.sentence for token in tokens})]
    return all(_talk(own) or _question(own, text) for own in sentences if any(not token.punctuation for token in own))


def _talk(own: Sequence[Token]) -> bool:
    words = [token for token in own if not token.punctuation]
    if any(token.amount is not None for token in words):
        return False
    if not all(_quiet(token) for token in words):
        return False
    return words[0].text not in _STARTS or any(token.text in _PERSONS for token in words)


def _quiet(token: Token) -> bool:
    """Grammar and service talk; `没有` and `not` are talk where nothing of the shop stands beside them."""
    return token.is_a(*_QUIET) or token.is_a("neg")


def _question(own: Sequence[Token], text: str) -> bool:
    """A real question, with nothing in it but talk, kinds of goods and colours."""
    words = [token for token in own if not token.punctuation]
    asks = any(token.punctuation and token.text in "?？" for token in own)
    if not asks or any(token.amount is not None and token.amount.kind not in ("number",) for token in words):
        return False
    if any(token.amount is not None for token in words):
        return False
    chinese = any(not token.text.isascii() for token in words)
    joined = "".join(token.text for token in words)
    interrogative = any(sign in joined for sign in _ZH_ASKS) if chinese else any(token.text in _ASKS for token in words)
    if not interrogative:
        return False
    asserting = [token for token in words if not _quiet(token)]
    if not all(token.is_a(*_OPEN_QUESTION) or token.has("c:gift", "c:open", "c:order", "c:deliver", "c:address", "c:email", "price:now", "cmp:more") for token in asserting):
        return False
    return chinese or words[0].text in _ASKS or any(token.text in _PERSONS for token in words) or bool(asserting)
