"""With which face a sentence is said: what it says decides, in both languages. Pure."""

from __future__ import annotations

import re
from typing import Final

from mercery.livestream.line import Gesture, LineKind, Mood

_SORRY: Final = re.compile(
    r"\b(sorry|regret|unfortunately|sold out|out of stock|no longer|not available|unavailable|cannot|can't|could not|"
    r"is not (?:in stock|part|included|possible)|has ended|have ended|gone)\b"
    r"|抱歉|遗憾|对不起|售罄|卖完|缺货|无货|没有货|暂时没有|暂无|不支持|不能|无法|已结束|下架",
    re.I,
)
_GLAD: Final = re.compile(
    r"\b(welcome|good (?:morning|afternoon|evening)|thank you|thanks|reduced|back in stock|new in|just arrived|instead of|"
    r"% off|is free|are free|for free|gift|saves?)\b"
    r"|欢迎|谢谢|感谢|早上好|下午好|晚上好|优惠|立减|直降|到货|新到|上新|赠|免费|包邮|省下|\d+(?:\.\d+)?\s*折",
    re.I,
)
_THOUGHTFUL: Final = re.compile(
    r"\b(let me|depends?|it is not for me|not for me to decide|i would have to|not on record|does not say|do not know|"
    r"a colleague|ask (?:a|my)|between the two|compared|while|whereas|on the other hand)\b"
    r"|我看一下|我查|取决于|要看|没有记录|未注明|没有写明|不清楚|同事|相比|比较|而另|如果您",
    re.I,
)
_WARM: Final = re.compile(r"\b(you|your|yours|we|our)\b|您|我们|为你|给你", re.I)
_ASKS: Final = re.compile(r"[?？]\s*[”’」』)）]*\s*$|[吗呢么][。.]?\s*$")
_POINTS: Final = re.compile(
    r"\b(this|here|these|look|see|on the card|the piece|now at)\b|这款|这件|这只|这双|这条|请看|看这|这里|卡片|现价|现在是",
    re.I,
)
_AGREES: Final = re.compile(
    r"^\s*(yes|of course|certainly|indeed|that is right|correct)\b|^\s*(是的|对|没错|可以|当然|好的)", re.I
)
_BY_KIND: Final[dict[LineKind, Mood]] = {
    "welcome": "glad", "piece": "calm", "answer": "warm", "notice": "calm", "reaction": "calm", "filler": "calm", "closing": "warm",
}  # fmt: skip


def mood_of(text: str, kind: LineKind = "piece") -> Mood:
    """The mood of a sentence. Bad news before good: nobody smiles over what is sold out."""
    if kind == "notice":
        return "calm"
    if _SORRY.search(text):
        return "sorry"
    if _THOUGHTFUL.search(text):
        return "thoughtful"
    if _GLAD.search(text):
        return "glad"
    usual = _BY_KIND[kind]
    return "warm" if usual == "calm" and _WARM.search(text) else usual


def asks(text: str) -> bool:
    """Whether a sentence asks something: brows and head go up towards its end."""
    return bool(_ASKS.search(text))


def gesture_of(text: str, kind: LineKind = "piece") -> Gesture:
    """The gesture a sentence asks for; none where it asks for none."""
    if kind in ("welcome", "closing"):
        return "greet"
    if kind == "notice":
        return "none"
    if _POINTS.search(text):
        return "card"
    return "nod" if _AGREES.search(text) else "none"
