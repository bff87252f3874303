"""What writing costs and how long it takes, in words. Pure."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.studio.kept import Cost

_MINUTE, _HOUR = 60, 3_600


def time_words(seconds: float) -> Words:
    """`about 20 s`, `about 3 min`."""
    if seconds < 1:
        return Words("at once", "即刻")
    if seconds < _MINUTE:
        return Words(f"about {round(seconds)} s", f"约 {round(seconds)} 秒")
    if seconds < _HOUR:
        return Words(f"about {round(seconds / _MINUTE)} min", f"约 {round(seconds / _MINUTE)} 分钟")
    return Words(f"about {seconds / _HOUR:.1f} h", f"约 {seconds / _HOUR:.1f} 小时")


def left_words(seconds: float) -> Words:
    """How long it still takes."""
    said = time_words(seconds)
    return Words(f"{said.en} left", f"还需{said.zh}") if seconds >= 1 else Words("nearly done", "即将完成")


def cost_words(cost: Cost) -> Words:
    """Money and tokens where a model wrote, else that none did."""
    if not cost.tokens:
        return Words("nothing; no model writes", "无；不使用模型")
    tokens = Words(f"{cost.tokens:,} tokens", f"{cost.tokens:,} 个词元")
    if not cost.micros:
        return tokens
    amount = f"{cost.currency} {cost.micros / 1_000_000:.2f}" if cost.micros >= 10_000 else f"< {cost.currency} 0.01"
    return Words(f"{amount}, {tokens.en}", f"{amount}，{tokens.zh}")


def spent_words(cost: Cost) -> Words:
    """Time of the machine, and what a model cost."""
    time, money = time_words(cost.seconds), cost_words(cost)
    if not cost.tokens:
        short = cost.seconds < 1
        return (
            Words("under a second of this machine", "本机不到 1 秒")
            if short
            else Words(f"{time.en} of this machine", f"本机{time.zh}")
        )
    return Words(f"{money.en}, {time.en}", f"{money.zh}，{time.zh}")
