"""What signs are learnt from: sentences by what they do, conversations with their faults, and plain answers of shops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mercery.core.i18n import Lang
from mercery.inspection.talk.phrases import plain
from mercery.inspection.talk.sentences import sentences

HERE: Final = Path(__file__).parent
RULES: Final = {
    "promise": "promise_beyond_policy", "rude": "rude_or_blaming", "claim": "prohibited_claim", "privacy": "privacy_leak",
    "offplatform": "off_platform_payment", "shows_order": "no_identity_check",
}  # fmt: skip
"""The rule of which each sign is a sign."""
OF_CUSTOMERS: Final = frozenset({"wants_person", "question", "cue"})
BLOCK: Final = 10
"""Sentences in a row that are left out together, since neighbours were written one after another."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence: `labels` are what it does, `near` what it only comes near to, `open` what is not known of it."""

    plain: str
    labels: frozenset[str]
    near: frozenset[str]
    open: frozenset[str]
    group: str
    turn: str = ""
    """Of a conversation: which turn, so that its sentences are judged together."""
    faults: frozenset[str] = frozenset()
    """Of a conversation: what one of the turn's sentences does."""


def bank(lang: Lang) -> Iterator[Example]:
    """The sentences of the language's file."""
    lines = [one for one in (HERE / f"sentences_{lang}.txt").read_text("utf-8").splitlines() if "\t" in one]
    for place, line in enumerate(lines):
        label, text = line.split("\t", 1)
        name = label.removeprefix("not:")
        own = frozenset({name})
        near = own if label != name else frozenset()
        group = f"{label}-{place // BLOCK}"
        if name not in OF_CUSTOMERS:
            yield Example(plain(text), own - near, near, frozenset(), group)


def talks(lang: Lang) -> Iterator[Example]:
    """The sentences of the conversations. Which sentence of a faulty turn is the faulty one is not known."""
    for line in (HERE / "conversations.jsonl").read_text("utf-8").splitlines():
        if line.startswith("#") or (row := json.loads(line))["lang"] != lang:
            continue
        for at, turn in enumerate(row["turns"]):
            faults = {one["rule"] for one in row["findings"] if one["turn"] == at}
            # What goes on in later turns is not listed again there.
            earlier = {one["rule"] for one in row["findings"] if one["turn"] < at}
            may = frozenset(label for label, rule in RULES.items() if rule in faults)
            unsure = frozenset(label for label, rule in RULES.items() if rule in earlier)
            if turn["role"] == "agent":
                for one in sentences(turn["text"]):
                    yield Example(
                        one.plain, frozenset(), frozenset(), may | unsure, row["id"], f"{row['id']}:{at}", may
                    )


def plain_talk(lang: Lang) -> Iterator[Example]:
    """Sentences of everyday service: none of them is a fault."""
    lines = (HERE / f"plain_{lang}.txt").read_text("utf-8").splitlines()
    for at, line in enumerate(one for one in lines if not one.startswith("#")):
        yield Example(plain(line), frozenset(), frozenset(), frozenset(), f"plain-{at // BLOCK}")


def answers() -> Iterator[Example]:
    """What invented shops answer to common questions, in English: nothing in them is a fault. They may greet nobody."""
    folder = HERE.parent / "meaning"
    for name in ("questions.txt", "situations.txt"):
        for at, line in enumerate((folder / name).read_text("utf-8").splitlines()):
            if " => " in line:
                text = line.rpartition(" => ")[2]
                for one in sentences(text):
                    yield Example(one.plain, frozenset(), frozenset(), frozenset(), f"{name}-{at // 20}")
