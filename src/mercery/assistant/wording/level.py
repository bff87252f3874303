"""The levels of wording a model can earn, and the model as a turn uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from mercery.ai.chat import ChatModel

Level = Literal["L0", "L1", "L2", "L3"]
LEVELS: Final[tuple[Level, ...]] = ("L0", "L1", "L2", "L3")
Reads = Literal["never", "unsure", "always"]
"""When a model is asked what a message wants: not at all, where the code is not sure, or every time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mind:
    """The model behind one turn, with what it may do."""

    model: ChatModel
    level: Level = "L0"
    reads: Reads = "unsure"
    seconds: float = 6.0
    """From the customer's message to the last word of use."""

    def words(self) -> bool:
        """Whether it has a say in the wording at all."""
        return self.level != "L0"
