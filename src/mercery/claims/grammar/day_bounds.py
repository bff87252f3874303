"""On which side of a day or an hour something holds: `from 30 November` of what ends on that day, `after the 30th`, 11月15日开始.

A last look at a sentence and the clause it is proved on, in either language; it can only refuse.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mercery.claims.grammar.tokens import Token

_FIRST: Final = frozenset(
    [
        "from",
        "since",
        "start",
        "starts",
        "starting",
        "started",
        "begin",
        "begins",
        "beginning",
        "began",
        "opens",
        "runs_from",
        "从",
        "自",
        "自从",
        "起",
        "开始",
        "起效",
        "生效",
        "启用",
        "开启",
    ]
)
_LAST: Final = frozenset(
    [
        "until",
        "till",
        "through",
        "to",
        "end",
        "ends",
        "ending",
        "ended",
        "expires",
        "expired",
        "expire",
        "by",
        "over",
        "stops",
        "到",
        "至",
        "截至",
        "截止",
        "截止到",
        "为止",
        "止",
        "结束",
        "到期",
        "失效",
        "过期",
        "直到",
    ]
)
_BEYOND: Final = frozenset(["after", "past", "beyond", "后", "以后", "之后", "过后"])
_EARLIER: Final = frozenset(["before", "前", "以前", "之前"])
_PAST: Final = frozenset(
    ["over", "ended", "expired", "finished", "gone", "结束", "过期", "失效", "到期", "截止", "停用"]
)
"""`over since the 15th`: what has a last day is told from the other side of it."""
_NEAR: Final = 3
_SMALL: Final = frozenset(
    [
        "on",
        "the",
        "at",
        "as",
        "of",
        "is",
        "was",
        "has",
        "have",
        "been",
        "valid",
        "it",
        "and",
        "again",
        "already",
        "only",
        "just",
        "running",
        ",",
        "，",
        "日",
        "号",
        "了",
        "就",
        "才",
        "已",
        "于",
        "在",
        "是",
        "能",
        "用",
        "有效",
    ]
)
_BEHIND: Final = frozenset(
    [
        "起",
        "开始",
        "起效",
        "生效",
        "为止",
        "止",
        "结束",
        "到期",
        "截止",
        "失效",
        "过期",
        "后",
        "以后",
        "之后",
        "过后",
        "前",
        "以前",
        "之前",
        "至",
        "onwards",
        "onward",
        "启用",
        "开启",
    ]
)
_ONWARDS: Final = frozenset({"onwards", "onward"})


def turned_days(said: Sequence[Token], ruled: Sequence[Token]) -> bool:
    """Whether a day that the clause has as the first is told as the last, or the other way round, or as no day of either."""
    told = _sides(said)
    if not any(side for _, side in told):
        return False
    own = _sides(ruled)
    for day, side in told:
        theirs = {one for other, one in own if other == day and one}
        if side and theirs and side not in theirs:
            return True
        if side in ("beyond", "earlier") and side not in theirs and not any(token.is_a("neg") for token in said):
            return True
    return False


_TO: Final = frozenset({"to", "until", "till", "through", "至", "到"})


def _sides(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Each day and hour with the side that its words name; an hour before which something ends is the last."""
    words = [token for token in tokens if not token.punctuation or token.text == "，"]
    found = []
    for place, token in enumerate(words):
        amount = token.amount
        if amount is None or amount.kind not in ("date", "clock"):
            continue
        if amount.kind == "clock":
            side = "first" if _to_another(words, place) else _side(words, place)
            found.append((amount.word, "last" if side == "earlier" else side))
        elif amount.until is not None:
            found += [(str(amount.day), "first"), (str(amount.until), "last")]
        else:
            found.append((str(amount.day), _side(words, place)))
    return found


def _side(words: Sequence[Token], place: int) -> str:
    token, earlier = words[place], words[place - 1] if place else None
    if earlier is not None and earlier.amount and earlier.amount.kind == "date" and earlier.text.endswith(("至", "到")):
        return "last"
    before = _run(words[:place][::-1])
    after = [one.text for one in words[place + 1 : place + 1 + _NEAR]]
    behind = next((one for one in after if one not in _SMALL), "")
    side = _of(behind, _BEHIND) if behind in _BEHIND else ""
    if side in ("beyond", "earlier"):
        return side
    if token.text.endswith(("起", "开始")) or behind in _ONWARDS:
        return "first"
    if token.text.endswith("至"):
        return "first"
    if side == "first" and any(one.text in _PAST for one in words):
        return ""
    side = side or _of(before, _FIRST | _LAST | _BEYOND | _EARLIER)
    if side == "first" and any(one.text in _PAST for one in words):
        return ""
    return side


def _to_another(words: Sequence[Token], place: int) -> bool:
    """The first of two hours."""
    after = words[place + 1 : place + 3]
    return len(after) == 2 and after[0].text in _TO and after[1].amount is not None and after[1].amount.kind == "clock"


def _run(before: Sequence[Token]) -> str:
    """The nearest word before that is more than a small one."""
    return next((one.text for one in before[:_NEAR] if one.text not in _SMALL), "")


def _of(word: str, known: frozenset[str]) -> str:
    if word not in known:
        return ""
    for side, words in (("first", _FIRST), ("last", _LAST), ("beyond", _BEYOND), ("earlier", _EARLIER)):
        if word in words or word in _ONWARDS:
            return side
    return ""
