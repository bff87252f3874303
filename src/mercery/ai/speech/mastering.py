"""Work on the sound of a voice: silence cut off its ends, harshness taken out, one loudness. NumPy alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mercery.ai.speech.speech import Samples

_FLOOR: Final = 60
"""Below this a sample is silence."""
_KEPT_MS: Final = 15
_BLOCK_S: Final = 0.4
_RMS: Final = 0.11
"""Of a sentence while it is spoken, of full scale: about -19 dB, which leaves room for peaks."""
_PEAK: Final = 0.85


def mastered(raw: Samples, rate: int) -> tuple[Samples, int]:
    """The sound as it is passed on, and how many samples were cut off its start."""
    loud = np.flatnonzero(np.abs(raw.astype(np.int32)) > _FLOOR)
    if not len(loud):
        return np.zeros(0, np.int16), 0
    kept = rate * _KEPT_MS // 1000
    start, end = max(0, int(loud[0]) - kept), min(len(raw), int(loud[-1]) + kept)
    sound = levelled(softened(floats(raw[start:end]), rate), rate)
    return (_faded(sound, rate) * 32767).astype(np.int16), start


def floats(raw: Samples) -> NDArray[np.float32]:
    """From -1 to 1."""
    return np.asarray(raw, dtype=np.float32) / np.float32(32768)


def softened(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """Without rumble, less nasal and less sharp: what makes a formant voice tire the ear, as far as a filter can mend it."""
    kernel = _kernel(rate)
    size = 1 << int(np.ceil(np.log2(len(sound) + len(kernel))))
    mixed = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(kernel, size), size)
    delay = len(kernel) // 2
    return mixed[delay : delay + len(sound)].astype(np.float32)


@lru_cache(maxsize=8)
def _kernel(rate: int) -> NDArray[np.float64]:
    """A filter of linear phase that has this gain (dB) at these frequencies."""
    hz = [0, 60, 110, 220, 800, 1500, 2600, 3600, 5500, 8000, 11025, 24000]
    db = [-40, -24, -1, 1.5, 0, -1.5, -3, -2.5, -4, -9, -18, -30]
    size = 1024
    grid = np.fft.rfftfreq(size, 1 / rate)
    gain = 10 ** (np.interp(grid, hz, db) / 20)
    shape = np.roll(np.fft.irfft(gain, size), size // 4)[: size // 2 + 1]
    return np.asarray(shape * np.hanning(size // 2 + 1), dtype=np.float64)


def levelled(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """At one loudness, peaks rounded off rather than cut."""
    strength = float(np.sqrt(np.mean(_voiced(sound, rate) ** 2))) or 1.0
    louder = sound * (_RMS / max(strength, 1e-4))
    return np.asarray(_PEAK * np.tanh(louder / _PEAK), dtype=np.float32)


def _voiced(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """What is not pause."""
    size = max(1, rate // 50)
    blocks = sound[: len(sound) // size * size].reshape(-1, size)
    if not len(blocks):
        return sound
    energy = np.sqrt((blocks**2).mean(axis=1))
    return np.asarray(blocks[energy >= energy.max() * 0.1].ravel(), dtype=np.float32)


def _faded(sound: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    ramp = min(len(sound) // 2, rate * 8 // 1000)
    if ramp:
        slope = np.linspace(0, 1, ramp, dtype=np.float32)
        sound[:ramp] *= slope
        sound[-ramp:] *= slope[::-1]
    return sound


def resampled(sound: Samples, rate: int, wanted: int) -> Samples:
    """At another rate, by cutting or widening the spectrum: exact for what is below half of both rates."""
    if rate == wanted or not len(sound):
        return sound
    length = round(len(sound) * wanted / rate)
    pad = rate // 10
    padded = np.pad(sound.astype(np.float64), pad)
    full = round(len(padded) * wanted / rate)
    spectrum = np.fft.rfft(padded)
    made: NDArray[Any] = np.fft.irfft(spectrum[: full // 2 + 1], full) * (full / len(padded))
    offset = round(pad * wanted / rate)
    return np.asarray(np.clip(np.rint(made[offset : offset + length]), -32768, 32767), dtype=np.int16)


def loudness(sound: NDArray[np.floating[Any]], rate: int) -> float:
    """Integrated loudness in LUFS after ITU-R BS.1770 (K-weighting, both gates), of one channel. -70 for silence."""
    weighted = _k_weighted(np.asarray(sound, dtype=np.float64), rate)
    size, step = int(_BLOCK_S * rate), int(_BLOCK_S * rate / 4)
    if len(weighted) < size:
        weighted = np.pad(weighted, (0, size - len(weighted)))
    totals = np.concatenate([[0.0], np.cumsum(weighted**2)])
    starts = np.arange(0, len(weighted) - size + 1, step)
    power = np.maximum((totals[starts + size] - totals[starts]) / size, 1e-12)
    levels = -0.691 + 10 * np.log10(power)
    heard = power[levels > -70]
    if not len(heard):
        return -70.0
    gate = -0.691 + 10 * np.log10(heard.mean()) - 10
    return float(-0.691 + 10 * np.log10(power[(levels > -70) & (levels > gate)].mean()))


def _k_weighted(sound: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """By the two filters of the recommendation, applied in the spectrum."""
    size = 1 << int(np.ceil(np.log2(len(sound) + rate // 2)))
    z = np.exp(2j * np.pi * np.arange(size // 2 + 1) / size)
    gain = _biquad(z, *_shelf(rate)) * _biquad(z, *_high_pass(rate))
    return np.asarray(np.fft.irfft(np.fft.rfft(sound, size) * gain, size)[: len(sound)])


def _biquad(z: NDArray[Any], b: tuple[float, ...], a: tuple[float, ...]) -> NDArray[Any]:
    return np.asarray((b[0] + b[1] / z + b[2] / z**2) / (a[0] + a[1] / z + a[2] / z**2))


def _shelf(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    k, q = np.tan(np.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    band = high**0.4996667741545416
    return (
        (high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k),
        (1 + k / q + k * k, 2 * (k * k - 1), 1 - k / q + k * k),
    )


def _high_pass(rate: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    k, q = np.tan(np.pi * 38.13547087602444 / rate), 0.5003270373238773
    return (1.0, -2.0, 1.0), (
        1.0,
        2 * (k * k - 1) / (1 + k / q + k * k),
        (1 - k / q + k * k) / (1 + k / q + k * k),
    )
