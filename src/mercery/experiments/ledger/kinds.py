"""The kinds of costs, what each is counted in, and what a price of each is for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from mercery.core.i18n import Words

CostKind = Literal["model", "voice", "person", "compute", "messages"]
KINDS: Final[tuple[CostKind, ...]] = get_args(CostKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a kind is counted and priced."""

    name: Words
    unit: Words
    """What a price is for: `of one …`."""
    size: int
    """How many counted units (tokens, characters, milliseconds, messages) one measure has."""
    about: Words
    """What is counted, in a sentence."""

    def measured(self, quantity: int) -> float:
        """So many measures."""
        return quantity / self.size


_HOUR_MS: Final = 3_600_000
MEASURES: Final[Mapping[CostKind, Measure]] = {
    "model": Measure(
        name=Words("Model", "模型"), unit=Words("million tokens", "百万 token"), size=1_000_000,
        about=Words(
            "Tokens the model's endpoint read and wrote, at the prices of the settings.",
            "模型接口读写的 token 数，按设置中的单价计。",
        ),
    ),
    "voice": Measure(
        name=Words("Voice", "语音"), unit=Words("million characters", "百万字符"), size=1_000_000,
        about=Words(
            "Characters sent to the outside voice. The built-in voice uses the processor and is part of compute.",
            "发送至外接语音的字符数。内置语音占用处理器，计入算力。",
        ),
    ),
    "person": Measure(
        name=Words("People", "人工"), unit=Words("hour", "小时"), size=_HOUR_MS,
        about=Words(
            "Time a person worked on a conversation: before each of their messages, from the last thing that happened in it, "
            "ten minutes at most.",
            "店员处理会话的时间：每条回复之前，自会话中上一件事起计，每条至多十分钟。",
        ),
    ),
    "compute": Measure(
        name=Words("Compute", "算力"), unit=Words("core hour", "核心小时"), size=_HOUR_MS,
        about=Words(
            "Processor seconds of shows and films, and the time answers were worked on, which is never less than the "
            "processor's.",
            "直播与视频的处理器秒数，以及生成答复所用的时间（不少于处理器实际用时）。",
        ),
    ),
    "messages": Measure(
        name=Words("Messages", "消息"), unit=Words("message", "条"), size=1,
        about=Words("Answers sent to outside channels.", "发往外部渠道的回复。"),
    ),
}  # fmt: skip
