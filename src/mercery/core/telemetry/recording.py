"""Counting in this process: a few additions under a lock, whether or not anybody ever asks.

A process keeps at most `MOST` rows of one figure; whatever comes beyond is counted under `other`, so that nothing from
outside can fill the memory.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from mercery.core.telemetry.figures import Figures, Labels, Spread, Value
from mercery.core.telemetry.instruments import BY_NAME, Instrument

MOST: Final = 2_000
_LONGEST: Final = 120
Sample = Callable[[], None]

_lock = threading.Lock()
_numbers: dict[str, dict[Labels, float]] = {}
_spreads: dict[str, dict[Labels, tuple[list[int], list[float]]]] = {}
_samples: list[Sample] = []


def count(instrument: Instrument, *labels: str, by: float = 1.0) -> None:
    """Add `by` (not negative) to a counter."""
    with _lock:
        rows = _numbers.setdefault(instrument.name, {})
        key = _key(instrument, labels, rows)
        rows[key] = rows.get(key, 0.0) + max(0.0, by)


def observe(instrument: Instrument, *labels: str, seconds: float) -> None:
    """Add an observation to a histogram."""
    with _lock:
        rows = _spreads.setdefault(instrument.name, {})
        key = _key(instrument, labels, rows)
        if key not in rows:
            rows[key] = ([0] * (len(instrument.buckets) + 1), [0.0])
        counts, total = rows[key]
        # A limit belongs to its bucket: Prometheus counts "less than or equal".
        counts[bisect_left(instrument.buckets, seconds)] += 1
        total[0] += max(0.0, seconds)


def set_to(instrument: Instrument, *labels: str, value: float) -> None:
    """Say how a gauge stands."""
    with _lock:
        rows = _numbers.setdefault(instrument.name, {})
        rows[_key(instrument, labels, rows)] = value


def sampled_by(sample: Sample) -> Callable[[], None]:
    """Call `sample` whenever figures are read; it sets gauges. Returns what takes it back."""
    _samples.append(sample)

    def take_back() -> None:
        if sample in _samples:
            _samples.remove(sample)

    return take_back


def figures() -> Figures:
    """Everything this process counted, and how its gauges stand now."""
    for sample in tuple(_samples):
        # Something that is being closed has nothing to tell; the rest has.
        with suppress(Exception):
            sample()
    with _lock:
        found: dict[str, dict[Labels, Value]] = {name: dict(rows) for name, rows in _numbers.items()}
        for name, rows in _spreads.items():
            found[name] = {
                labels: Spread(counts=tuple(counts), sum=total[0]) for labels, (counts, total) in rows.items()
            }
    return found


def forget_all() -> None:
    """Begin anew, for tests."""
    with _lock:
        _numbers.clear()
        _spreads.clear()
    _samples.clear()


def _key(instrument: Instrument, labels: Labels, rows: Mapping[Labels, object]) -> Labels:
    if len(labels) != len(instrument.labels) or instrument.name not in BY_NAME:
        raise TypeError(f"{instrument.name} takes the labels {', '.join(instrument.labels) or 'none'}.")
    key = tuple(one[:_LONGEST] for one in labels)
    if key in rows or len(rows) < MOST:
        return key
    return ("other",) * len(labels)
