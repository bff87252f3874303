"""What an exam measured, and what a model earns by it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

from mercery.assistant.wording.level import LEVELS, Level
from mercery.core.database import Json
from mercery.core.intervals import wilson

CLEAN: Final = 0.90
"""Share of its sentences that the gate has to let out."""
READS: Final = 0.80
"""Share of questions whose wish it has to read rightly."""
ENOUGH: Final = 20
"""Cases after which a level that cannot be earned any more is given up."""
SHOWN: Final = 12


@dataclass(slots=True, kw_only=True)
class Tally:
    """One level, as the exam goes on."""

    cases: int = 0
    written: int = 0
    """Sentences the model wrote; at L1 its choices; a call that failed counts as one."""
    clean: int = 0
    facts: int = 0
    facts_said: int = 0
    """Of the facts an answer needed, those the model itself had in what it wrote."""
    checked: int = 0
    """Sentences of the model's own that were let out and checked once more."""
    leaks: int = 0
    leaked: list[str] = field(default_factory=list)
    form_errors: int = 0
    failed: int = 0
    """Calls without an answer: late, broken off, refused."""
    ms: list[int] = field(default_factory=list)
    tokens: int = 0
    micros: int = 0
    given_up: bool = False

    @property
    def clean_pass(self) -> float:
        """The share that was let out."""
        return self.clean / self.written if self.written else 0.0

    @property
    def earned(self) -> bool:
        """Whether the level is the model's."""
        return not self.given_up and self.cases > 0 and self.clean_pass >= CLEAN and self.leaks == 0

    def hopeless(self) -> bool:
        """Whether the rest cannot change that it is not earned."""
        return self.cases >= ENOUGH and (self.leaks > 0 or wilson(self.clean, self.written)[1] < CLEAN)

    def to_json(self) -> Json:
        """As it is kept."""
        ordered = sorted(self.ms)
        return {
            **{key: value for key, value in asdict(self).items() if key not in ("ms", "leaked")},
            "leaked": self.leaked[:SHOWN],
            "clean_pass": round(self.clean_pass, 4),
            "leak_bound": round(wilson(self.leaks, self.checked)[1], 4) if self.checked else None,
            "p50_ms": _at(ordered, 0.50),
            "p95_ms": _at(ordered, 0.95),
            "earned": self.earned,
        }


@dataclass(slots=True, kw_only=True)
class Reading:
    """The part about what messages want."""

    cases: int = 0
    right: int = 0
    form_errors: int = 0
    failed: int = 0
    wrong: list[str] = field(default_factory=list)
    ms: list[int] = field(default_factory=list)
    tokens: int = 0
    micros: int = 0

    @property
    def share(self) -> float:
        """Read rightly, of all."""
        return self.right / self.cases if self.cases else 0.0

    @property
    def earned(self) -> bool:
        """Whether it may say what a message wants."""
        return self.cases > 0 and self.share >= READS

    def to_json(self) -> Json:
        """As it is kept."""
        ordered = sorted(self.ms)
        return {
            **{key: value for key, value in asdict(self).items() if key not in ("ms", "wrong")},
            "wrong": self.wrong[:SHOWN],
            "share": round(self.share, 4),
            "p50_ms": _at(ordered, 0.50),
            "p95_ms": _at(ordered, 0.95),
            "earned": self.earned,
        }


def level_earned(tallies: Mapping[Level, Tally]) -> Level:
    """The highest level that was earned; L0 for none."""
    return next((level for level in reversed(LEVELS) if level in tallies and tallies[level].earned), "L0")


def figures(tallies: Mapping[Level, Tally], reading: Reading, currency: str) -> Json:
    """The whole exam as it is kept."""
    parts: Sequence[Tally | Reading] = [*tallies.values(), reading]
    return {
        "levels": {level: tally.to_json() for level, tally in tallies.items()},
        "reading": reading.to_json(),
        "tokens": sum(part.tokens for part in parts),
        "micros": sum(part.micros for part in parts),
        "currency": currency,
    }


def _at(ordered: Sequence[int], share: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
