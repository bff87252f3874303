"""What is learnt from: the invented shops beside this file, the demo shop, common questions, and open sets of intents."""

from __future__ import annotations

import json
import random
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.demo.rules import demo_answers
from mercery.knowledge.background import common_questions

HERE: Final = Path(__file__).parent
SETS: Final = ("banking77", "bitext", "clinc150")
"""Sources and licences: decision 22."""
OUT_OF_SCOPE: Final = "oos"
KEPT_BACK: Final = 7
"""One message in so many of the sets is never learnt from, so that it can be asked later."""
MOST: Final = 50
"""Messages of one intent: more teach nothing."""


@dataclass(frozen=True)
class Subject:
    """The texts that ask one thing, and the answer where there is one."""

    texts: tuple[str, ...]
    answer: str = ""


Material = dict[str, list[Subject]]
"""Shop or set to its subjects."""


def invented_shops() -> Material:
    """The shops of `questions.txt`."""
    found: Material = {}
    name = ""
    for line in (HERE / "questions.txt").read_text("utf-8").splitlines():
        if line.startswith("=="):
            name = line.strip("= ")
        elif line.strip() and not line.startswith("#"):
            asked, _, answer = line.partition("=>")
            texts = tuple(text.strip() for text in asked.split(";") if text.strip())
            found.setdefault(name, []).append(Subject(texts, answer.strip()))
    return found


def demo_shop() -> list[Subject]:
    """The demo shop is asked, and never learnt from: tests ask it too."""
    return [Subject(one.asked_as("en"), one.answer.en) for one in demo_answers()]


def common_subjects() -> list[Subject]:
    """Common questions with their phrasings."""
    return [Subject(texts) for texts in common_questions("en") if len(texts) > 1]


def intents(folder: Path) -> Material:
    """The sets of intents without what is kept back."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    found: Material = {}
    for name in SETS:
        by_intent: dict[str, list[str]] = {}
        for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row["intent"] != OUT_OF_SCOPE and zlib.crc32(row["text"].encode()) % KEPT_BACK:
                by_intent.setdefault(row["intent"], []).append(row["text"])
        found[name] = [Subject(tuple(chance.sample(texts, min(MOST, len(texts))))) for texts in by_intent.values()]
    return found
