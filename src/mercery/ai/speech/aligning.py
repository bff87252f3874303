"""When the sounds of a text are heard in a recording that does not say: the built-in voice's own sounds are laid along it.

Both are turned into energies by band, fifty a second, and the cheapest way through both gives the times (dynamic time
warping). No model; good to about a tenth of a second where the other voice says the same words.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.speech.mastering import resampled
from mercery.ai.speech.speech import Samples, Speech

_RATE: Final = 16_000
_STEP: Final = 320
_BANDS: Final = 14
_MOST_STEPS: Final = 3_000
"""Of a minute; beyond it times are stretched evenly."""


def aligned(pcm: Samples, rate: int, model: Speech) -> Speech:
    """The recording with the words and sounds of `model`, at estimated times."""
    here, there = _energies(pcm, rate), _energies(model.pcm, model.rate)
    ends = round(len(pcm) * 1000 / rate)
    if not len(here) or not len(there):
        return Speech(pcm=pcm, rate=rate, exact=False)
    long = max(len(here), len(there)) > _MOST_STEPS
    path = np.linspace(0, len(here) - 1, len(there)) if long else _path(there, here)

    def moved(ms: int) -> int:
        place = np.interp(ms * _RATE / 1000 / _STEP, np.arange(len(path)), path)
        return min(ends, round(float(place) * _STEP * 1000 / _RATE))

    return Speech(
        pcm=pcm,
        rate=rate,
        words=tuple(replace(one, from_ms=moved(one.from_ms), to_ms=moved(one.to_ms)) for one in model.words),
        phones=tuple(replace(one, from_ms=moved(one.from_ms), to_ms=moved(one.to_ms)) for one in model.phones),
        exact=False,
    )


def _energies(pcm: Samples, rate: int) -> NDArray[np.float64]:
    """Per step the logarithms of energy in bands as wide as the ear's, each band about its own mean, and the loudness."""
    sound = resampled(pcm, rate, _RATE).astype(np.float64) / 32768
    count = max(0, (len(sound) - 2 * _STEP) // _STEP + 1)
    if not count:
        return np.zeros((0, _BANDS + 1))
    windows = np.lib.stride_tricks.sliding_window_view(sound, 2 * _STEP)[::_STEP] * np.hanning(2 * _STEP)
    power = np.abs(np.fft.rfft(windows, axis=1)) ** 2
    edges = _edges(power.shape[1])
    bands = np.stack([power[:, low:high].sum(axis=1) for low, high in pairwise(edges)], axis=1)
    logs = np.log10(bands + 1e-6)
    loud = np.log10(power.sum(axis=1) + 1e-6)
    spread = loud.std() or 1.0
    return np.column_stack([(logs - logs.mean(axis=0)) / (logs.std(axis=0) + 0.3), 3 * (loud - loud.mean()) / spread])


def _edges(bins: int) -> list[int]:
    mel = np.linspace(0, 2595 * np.log10(1 + 7000 / 700), _BANDS + 1)
    hz = 700 * (10 ** (mel / 2595) - 1)
    edges = np.maximum.accumulate(np.rint(hz / (_RATE / 2) * (bins - 1)).astype(int) + np.arange(_BANDS + 1) // 4)
    return [int(one) for one in edges + np.arange(_BANDS + 1) * 0 + np.array([0, *([1] * _BANDS)])]


def _path(there: NDArray[np.float64], here: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each step there the step here, by the cheapest way; worked out a diagonal at a time."""
    rows, columns = len(there), len(here)
    cost = np.sqrt(np.maximum(0, (there**2).sum(1)[:, None] + (here**2).sum(1)[None] - 2 * there @ here.T))
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0
    for diagonal in range(rows + columns - 1):
        i = np.arange(max(0, diagonal - columns + 1), min(rows, diagonal + 1))
        j = diagonal - i
        total[i + 1, j + 1] = cost[i, j] + np.minimum(
            total[i, j], np.minimum(total[i, j + 1], total[i + 1, j]) + 0.25 * cost[i, j]
        )
    return _back(total, rows, columns)


def _back(total: NDArray[np.float64], rows: int, columns: int) -> NDArray[np.float64]:
    sums, counts = np.zeros(rows), np.zeros(rows)
    i, j = rows, columns
    while i and j:
        sums[i - 1] += j - 1
        counts[i - 1] += 1
        ways: list[tuple[Any, int, int]] = [
            (total[i - 1, j - 1], i - 1, j - 1), (total[i - 1, j], i - 1, j), (total[i, j - 1], i, j - 1),
        ]  # fmt: skip
        _, i, j = min(ways)
    return np.asarray(np.maximum.accumulate(sums / np.maximum(counts, 1)))
