"""What is learnt from: the invented shops beside this file, the demo shop, common questions, and an open set of intents."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.demo.rules import demo_answers
from mercery.knowledge.background import common_questions

HERE: Final = Path(__file__).parent
FILES: Final = (
    "questions.txt", "situations.txt", "boutiques.txt", "brands.txt", "houses.txt", "makers.txt", "wardrobes.txt",
)  # fmt: skip
FEWEST_WAYS: Final = 5
"""Ways to ask one thing."""
PARTS: Final = ("development", "test-banking", "test-finance")
"""Of the set whose source and licence decision 22 names."""
FEWEST: Final = 3
MOST: Final = 50
"""Messages of one intent: more teach nothing."""


@dataclass(frozen=True)
class Subject:
    """The texts that ask one thing, and the answer where there is one."""

    texts: tuple[str, ...]
    answer: str = ""


Material = dict[str, list[Subject]]
"""Shop to its subjects."""


def invented_shops(names: Sequence[str] = FILES, folder: Path = HERE) -> Material:
    """The shops of these files.

    Raises:
        ValueError: a line is neither a shop, nor a question with its answer, nor a message without one.
    """
    found: Material = {}
    for name, line in _lines(names, folder):
        if not line.startswith("!"):
            asked, _, answer = line.partition("=>")
            texts = tuple(text.strip() for text in asked.split(";") if text.strip())
            if len(texts) < FEWEST_WAYS or not answer.strip() or "=>" in answer:
                raise ValueError(f"In shop '{name}': '{line[:60]}' is no question with its answer.")
            found.setdefault(name, []).append(Subject(texts, answer.strip()))
    return found


def unanswered(names: Sequence[str] = FILES, folder: Path = HERE) -> dict[str, tuple[str, ...]]:
    """Messages to the invented shops which none of their answers answers."""
    found: dict[str, tuple[str, ...]] = {}
    for name, line in _lines(names, folder):
        if line.startswith("!"):
            found[name] = (*found.get(name, ()), line.lstrip("! ").strip())
    return found


def _lines(names: Sequence[str], folder: Path) -> Iterator[tuple[str, str]]:
    """The lines of these files, each with its shop."""
    name = ""
    for file in names:
        for line in (folder / file).read_text("utf-8").splitlines():
            if line.startswith("=="):
                name = line.strip("= ")
            elif line.strip() and not line.startswith("#"):
                yield name, line


def demo_shop() -> list[Subject]:
    """The demo shop is asked, and never learnt from: tests ask it too."""
    return [Subject(one.asked_as("en"), one.answer.en) for one in demo_answers()]


def common_subjects() -> list[Subject]:
    """Common questions with their phrasings."""
    return [Subject(texts) for texts in common_questions("en") if len(texts) > 1]


def intents(folder: Path) -> Material:
    """The messages of callers in the open set, by what they want."""
    chance = random.Random(1)  # noqa: S311 - repeatable, not secret
    found: Material = {}
    for part in PARTS:
        by_intent: dict[str, list[str]] = {}
        for line in (folder / part / "test-utterances.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            by_intent.setdefault(row["intent"], []).append(row["utterance"])
        kept = [texts for texts in by_intent.values() if len(texts) >= FEWEST]
        found[part] = [Subject(tuple(chance.sample(texts, min(MOST, len(texts))))) for texts in kept]
    return found


def measured(name: str) -> tuple[list[Subject], list[tuple[str, int]]]:
    """A shop of `measuring`, of which nothing is taught, and messages to it with the place of their answer (-1: none)."""
    shop, asked = (
        [json.loads(line) for line in (HERE / "measuring" / name / f"{file}.jsonl").read_text("utf-8").splitlines()]
        for file in ("faq", "faq_test")
    )
    places = {row["id"]: place for place, row in enumerate(shop)}
    subjects = [Subject(tuple(row["variants"]), row["answer"]) for row in shop]
    return subjects, [(row["text"], places.get(row["answer_id"], -1)) for row in asked]


def texts_in(material: Material) -> list[str]:
    """Every text once."""
    subjects = [one for own in material.values() for one in own]
    return list(dict.fromkeys(text for one in subjects for text in (*one.texts, one.answer) if text))
