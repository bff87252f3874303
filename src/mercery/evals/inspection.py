"""`mercery eval inspection DIR`: finished conversations whose faults are listed, against what inspection finds in them.

Reads `DIR/inspection.jsonl` (plain or gzipped, or files named directly): `{"id", "lang", "agent": "bot"|"human",
"turns": [{"role", "text", "at"}], "facts": {name: value}, "findings": [{"rule", "turn"}]}`; `turn` counts from 0. A fault
is listed once, at its first turn; a conversation with an empty list is clean.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mercery.ai.choosing import chosen_chinese_embedder
from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.core.i18n import Lang
from mercery.evals.registry import Result, Say
from mercery.inspection.inspect import inspect
from mercery.inspection.learnt.signs import signs, use_meaning
from mercery.inspection.rule import RuleId
from mercery.inspection.transcript import Agent, Finding, Known, Transcript, Turn

FILE = "inspection.jsonl"
NEAR = 1
"""A finding this many turns beside the listed one still counts as at the right turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One conversation with the first turn of each rule that is broken in it."""

    id: str
    agent: Agent
    transcript: Transcript
    faults: Mapping[RuleId, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found in a conversation, by rule with its first turn."""

    listed: Listed
    found: Mapping[RuleId, int]

    def right(self) -> set[RuleId]:
        return self.listed.faults.keys() & self.found.keys()

    def at_the_turn(self) -> set[RuleId]:
        return {rule for rule in self.right() if abs(self.found[rule] - self.listed.faults[rule]) <= NEAR}


def run(paths: list[Path], say: Say) -> Result:
    """Inspect every conversation; figures as docs/guide/examining.md defines them."""
    talks = [row_of(row, path) for path in paths for row in rows_of(path)]
    judged: list[Judged] = []
    spent: list[float] = []
    use_meaning(chosen_chinese_embedder(settings()))
    inspected_once(talks)
    for talk in talks:
        started = time.process_time()
        findings = inspect(talk.transcript)
        spent.append(time.process_time() - started)
        judged.append(Judged(listed=talk, found={one.rule: one.turn for one in findings}))
        _tell(judged[-1], findings, say)
    figures = counted(judged)
    figures["ms"] = round(1000 * sum(spent) / len(spent), 2) if spent else 0.0
    figures["ms_max"] = round(1000 * max(spent, default=0.0), 2)
    figures["by_rule"] = {rule.value: by_rule(judged, rule) for rule in RuleId}
    figures["by_lang"] = _split(judged, lambda one: one.listed.transcript.lang)
    figures["by_agent"] = _split(judged, lambda one: one.listed.agent)
    return Result(n=len(judged), figures=figures)


def inspected_once(talks: Sequence[Listed]) -> None:
    """Word lists and the model are read at the first use; that is no part of what a conversation takes."""
    signs(["Hello."])
    for lang in ("en", "zh"):
        for talk in [one for one in talks if one.transcript.lang == lang][:1]:
            inspect(talk.transcript)


def counted(judged: Sequence[Judged]) -> dict[str, object]:
    """Precision and recall on (conversation, rule) pairs, and how often a clean conversation was accused."""
    right = sum(len(one.right()) for one in judged)
    found = sum(len(one.found) for one in judged)
    listed = sum(len(one.listed.faults) for one in judged)
    clean = [one for one in judged if not one.listed.faults]
    return {
        "precision": _share(right, found),
        "recall": _share(right, listed),
        "turn_recall": _share(sum(len(one.at_the_turn()) for one in judged), listed),
        "clean_false_alarms": _share(sum(bool(one.found) for one in clean), len(clean)),
        "right": right,
        "found": found,
        "listed": listed,
        "clean_total": len(clean),
    }


def by_rule(judged: Sequence[Judged], rule: RuleId) -> dict[str, object]:
    """One rule alone."""
    right = sum(rule in one.right() for one in judged)
    found = sum(rule in one.found for one in judged)
    listed = sum(rule in one.listed.faults for one in judged)
    return {
        "right": right,
        "found": found,
        "listed": listed,
        "precision": _share(right, found),
        "recall": _share(right, listed),
    }


def row_of(row: Mapping[str, Any], path: Path) -> Listed:
    """A line as the product's own types."""
    name = str(row.get("id", ""))
    try:
        agent: Agent = "human" if row["agent"] == "human" else "bot"
        lang: Lang = "zh" if row["lang"] == "zh" else "en"
        turns = [
            Turn(
                role="customer" if turn["role"] == "customer" else "agent",
                text=str(turn["text"]),
                at=_moment(str(turn["at"])),
                agent=None if turn["role"] == "customer" else agent,
            )
            for turn in row["turns"]
        ]
        known = [Known(name=str(key), value=_text(value)) for key, value in row["facts"].items()]
        faults: dict[RuleId, int] = {}
        for one in row["findings"]:
            rule = RuleId(one["rule"])
            faults[rule] = min(int(one["turn"]), faults.get(rule, int(one["turn"])))
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(
            f"{path}: the conversation '{name}' cannot be read: {error}",
            remedy="docs/guide/examining.md shows what a line holds.",
        ) from error
    return Listed(id=name, agent=agent, transcript=Transcript(lang=lang, turns=turns, known=known), faults=faults)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file, or of the file of a folder."""
    if path.is_dir():
        found = next((one for one in (path / FILE, path / f"{FILE}.gz") if one.exists()), None)
        if found is None:
            raise Invalid(f"{path} has no {FILE}.", remedy=f"Name a folder with {FILE}, or the file itself.")
        path = found
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise Invalid(f"{path}, line {number} is no JSON object: {error.msg}") from error


def _tell(judged: Judged, findings: Iterable[Finding], say: Say) -> None:
    """What was missed and what was found beyond the list, for whoever works on the rules."""
    for rule in sorted(judged.listed.faults.keys() - judged.found.keys()):
        say(f"MISSED {judged.listed.id} {rule} in turn {judged.listed.faults[rule]}")
    for one in findings:
        if one.rule not in judged.listed.faults:
            say(
                f"BEYOND {judged.listed.id} {one.rule} in turn {one.turn}: {one.quote!r}: {one.why.en} ({one.expected})"
            )
        elif one.rule not in judged.at_the_turn():
            say(f"ELSEWHERE {judged.listed.id} {one.rule} in turn {one.turn} ≠ {judged.listed.faults[one.rule]}")


def _split(judged: Sequence[Judged], of: Callable[[Judged], str]) -> dict[str, dict[str, object]]:
    return {name: counted([one for one in judged if of(one) == name]) for name in sorted({of(one) for one in judged})}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _text(value: object) -> str:
    """A fact as it would be written down: facts may be given as lists, numbers or yes and no."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(one)}" for key, one in value.items())
    return "" if value is None else str(value)


def _moment(text: str) -> datetime:
    """A time of the file; one without a zone is read as UTC, since only distances count."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
