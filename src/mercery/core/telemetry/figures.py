"""Figures as values: what a process counted, several put together, and as JSON. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from mercery.core.telemetry.instruments import BY_NAME, Instrument

Labels = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Observations of a histogram: how many fell into each bucket (the last is beyond all limits), and their sum."""

    counts: tuple[int, ...]
    sum: float

    def __add__(self, other: Spread) -> Spread:
        counts = tuple(one + two for one, two in zip(self.counts, other.counts, strict=True))
        return Spread(counts=counts, sum=self.sum + other.sum)


Value = float | Spread
Figures = Mapping[str, Mapping[Labels, Value]]
"""By name of the instrument, then by its labels' values."""
NONE: Final[Figures] = {}


def together(several: Iterable[Figures]) -> Figures:
    """The figures of several processes as one: counts and spreads add up, gauges as their instrument says."""
    found: dict[str, dict[Labels, Value]] = {}
    for figures in several:
        for name, rows in figures.items():
            instrument = BY_NAME.get(name)
            if instrument is None:
                continue
            into = found.setdefault(name, {})
            for labels, value in rows.items():
                before = into.get(labels)
                into[labels] = value if before is None else _one(instrument, before, value)
    return found


def lasting(figures: Figures) -> Figures:
    """What goes on to count when a process is gone: everything but its gauges."""
    return {name: rows for name, rows in figures.items() if name in BY_NAME and BY_NAME[name].kind != "gauge"}


def to_json(figures: Figures) -> dict[str, Any]:
    """As it is kept in a file."""
    return {
        name: [[list(labels), _value_to_json(value)] for labels, value in rows.items()]
        for name, rows in figures.items()
    }


def from_json(kept: object) -> Figures:
    """What was kept; of another version, or damaged, only what is still understood."""
    if not isinstance(kept, dict):
        return NONE
    found: dict[str, dict[Labels, Value]] = {}
    for name, rows in kept.items():
        instrument = BY_NAME.get(name)
        if instrument is None or not isinstance(rows, list):
            continue
        for row in rows:
            match row:
                case [list(labels), value] if len(labels) == len(instrument.labels):
                    read = _value_from_json(instrument, value)
                    if read is not None:
                        found.setdefault(name, {})[tuple(str(one) for one in labels)] = read
    return found


def _one(instrument: Instrument, before: Value, value: Value) -> Value:
    if isinstance(before, Spread) and isinstance(value, Spread):
        return before + value
    assert not isinstance(before, Spread)
    assert not isinstance(value, Spread)
    return max(before, value) if instrument.kind == "gauge" and instrument.together == "max" else before + value


def _value_to_json(value: Value) -> object:
    return [list(value.counts), value.sum] if isinstance(value, Spread) else value


def _value_from_json(instrument: Instrument, value: object) -> Value | None:
    match value:
        case [list(counts), int() | float() as total] if instrument.kind == "histogram":
            if len(counts) == len(instrument.buckets) + 1 and all(isinstance(one, int) for one in counts):
                return Spread(counts=tuple(counts), sum=float(total))
        case int() | float() if instrument.kind != "histogram":
            return float(value)
    return None
