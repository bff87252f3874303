"""A picture of the programme: one plane of brightness and two of colour at half the size, in one piece of memory."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
_BT709: Final = 1
_LIMITED: Final = 1


class Picture:
    """YUV 4:2:0 after BT.709, limited range. `y`, `u` and `v` are views that may be written to."""

    __slots__ = ("height", "memory", "u", "v", "width", "y")

    def __init__(self, width: int, height: int, memory: Plane | None = None) -> None:
        size = width * height
        self.width, self.height = width, height
        self.memory: Plane = np.empty(size * 3 // 2, np.uint8) if memory is None else memory
        self.y: Plane = self.memory[:size].reshape(height, width)
        self.u: Plane = self.memory[size : size * 5 // 4].reshape(height // 2, width // 2)
        self.v: Plane = self.memory[size * 5 // 4 :].reshape(height // 2, width // 2)

    def fill(self, y: int, u: int, v: int) -> None:
        """One colour everywhere."""
        self.y[:], self.u[:], self.v[:] = y, u, v

    def copied(self) -> Picture:
        """The same in memory of its own."""
        return Picture(self.width, self.height, self.memory.copy())

    def frame(self, number: int) -> Any:
        """As the encoder takes it, without a copy."""
        import av

        made = av.VideoFrame.from_numpy_buffer(self.memory.reshape(-1, self.width), format="yuv420p")
        made.pts = number
        made.color_range, made.colorspace = _LIMITED, _BT709
        return made
