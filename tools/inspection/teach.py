"""Learns the signs that inspection reads sentences by: `weights.npz` of `mercery.inspection.learnt`.

    .venv/bin/python -m tools.inspection.teach --out src/mercery/inspection/learnt/weights.npz --models DIR

For each sign a support vector machine is fitted to the vectors of the example sentences and of the shop's turns of the example
conversations, written by twelve hands; its threshold is what few sentences of one of them pass by what the others teach. Of a
faulty turn the likeliest sentence counts as the faulty one, by what the sentences alone teach; turns after it are left out, since
a fault that goes on is listed once. `--without 3` leaves out what that hand wrote, so that the weights can be measured on it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from mercery.ai.e5.model import MultilingualE5, centred
from mercery.ai.embedder import Embedder
from mercery.inspection.learnt.signs import LABELS, SCALE
from mercery.inspection.rule import RuleId
from mercery.inspection.talk.answering import without_courtesy
from mercery.inspection.talk.sentences import sentences

HERE: Final = Path(__file__).parent
STRENGTH: Final = 3.0
"""Inverse of the penalty on weights."""
NEARNESS: Final = 1.0
"""How fast a sentence's say falls with its distance; `mercery.inspection.learnt.signs` reckons with the same."""
ALLOWED: Final = 0.001
"""Share of the sentences of conversations, none of them an example, that may pass."""
FILES: Final = (
    "sentences_en.txt",
    "sentences_zh.txt",
    "plain_en.txt",
    "plain_zh.txt",
    "taught_en.txt",
    "taught_zh.txt",
)
CONVERSATIONS: Final = ("conversations.jsonl", "heard.jsonl")
OTHERS: Final = frozenset({"greets", "plain"})
"""Labels of sentences of the shop's side that are no example of a sign."""
RULES: Final[Mapping[str, RuleId]] = {
    "rude": RuleId.RUDE_OR_BLAMING,
    "claim": RuleId.PROHIBITED_CLAIM,
    "promise": RuleId.PROMISE_BEYOND_POLICY,
    "privacy": RuleId.PRIVACY_LEAK,
    "offplatform": RuleId.OFF_PLATFORM_PAYMENT,
    "shows_order": RuleId.NO_IDENTITY_CHECK,
}
OF_ANY_ORDER: Final = frozenset({"privacy", "not:privacy"})
"""Sentences that show data, whosever they are: left out where the sign is learnt that an order or profile is shown."""
Matrix = NDArray[Any]


def examples(files: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Label and sentence of the files, as far as they are the shop's."""
    for name in files:
        for line in (HERE / name).read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            label, _, text = line.rpartition("\t")
            kind = label.removeprefix("not:")
            if name.startswith("plain") or kind in RULES or kind in OTHERS:
                yield label or "plain", text


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is taught of a conversation: the turn of each fault, and the vectors of the sentences of the shop's turns."""

    hand: int
    """Who wrote it."""
    faults: Mapping[str, int]
    turns: Sequence[tuple[int, Matrix]]


def talks(embedder: Embedder, centre: Matrix) -> list[Talk]:
    """The example conversations."""
    found = []
    for name in CONVERSATIONS:
        for line in (HERE / name).read_text("utf-8").splitlines():
            if line.startswith("#"):
                continue
            row = json.loads(line)
            own = [
                (at, [one.of(turn["text"]) for one in sentences(turn["text"]) if without_courtesy(one.plain)])
                for at, turn in enumerate(row["turns"])
                if turn["role"] == "agent"
            ]
            found.append(
                Talk(
                    hand=row.get("hand", 0),
                    faults={one["rule"]: one["turn"] for one in row["findings"]},
                    turns=[(at, centred(embedder.embed(texts), centre)) for at, texts in own if texts],
                )
            )
    return found


def fitted(rows: Matrix, right: Matrix) -> SVC:
    """One sign."""
    return SVC(C=STRENGTH, gamma=NEARNESS, class_weight="balanced").fit(rows, right)


def taught(embedder: Embedder, without: int | None = None) -> dict[str, Matrix]:
    """The weights of all signs; `without` what a hand wrote."""
    told = list(examples(FILES))
    raw = embedder.embed([text for _, text in told])
    centre = raw.mean(0)
    bank, names = centred(raw, centre), [label for label, _ in told]
    heard = [one for one in talks(embedder, centre) if one.hand != without]
    every = np.vstack([bank, *(own for one in heard for _, own in one.turns)])
    hands = np.array([-1] * len(bank) + [one.hand for one in heard for _, own in one.turns for _ in own])
    table = np.zeros((len(every), len(LABELS)))
    offset = np.zeros(len(LABELS))
    for place, label in enumerate(LABELS):
        used, right = chosen(label, bank, names, heard)
        learnt = fitted(every[used], right[used])
        table[np.flatnonzero(used)[learnt.support_], place] = learnt.dual_coef_[0]
        offset[place] = learnt.intercept_[0] - limit(every[used], right[used], hands[used])
    kept = np.abs(table).max(1) > 0
    return {
        "centre": centre.astype(np.float16), "kept": np.round(every[kept] * SCALE).clip(-127, 127).astype(np.int8),
        "weights": table[kept].astype(np.float16), "offset": offset.astype(np.float32),
    }  # fmt: skip


def limit(rows: Matrix, right: Matrix, hands: Matrix) -> float:
    """The score that few sentences which are no example pass, those of each hand by what the others teach."""
    passed = []
    for hand in sorted(set(hands.tolist()) - {-1, 0}):
        rest = hands != hand
        passed.append(fitted(rows[rest], right[rest]).decision_function(rows[~rest & ~right]))
    return float(np.quantile(np.concatenate(passed), 1 - ALLOWED))


def chosen(label: str, bank: Matrix, names: Sequence[str], heard: Sequence[Talk]) -> tuple[Matrix, Matrix]:
    """Of all sentences, those of the conversations last: which are learnt from, and which do it."""
    right = [one == label for one in names]
    used = [label != "shows_order" or one not in OF_ANY_ORDER for one in names]
    first = fitted(bank[used], np.array(right)[used])
    for talk in heard:
        fault = talk.faults.get(RULES[label])
        for at, own in talk.turns:
            does = np.zeros(len(own), dtype=bool)
            if at == fault:
                does[int(first.decision_function(own).argmax())] = True
            right += does.tolist()
            used += (does if at == fault else np.full(len(own), fault is None or at < fault)).tolist()
    return np.array(used), np.array(right)


def main() -> None:
    """Learn all and write them down."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--out", type=Path, required=True)
    given.add_argument("--models", type=Path, required=True, help="where the built model lies or is put")
    given.add_argument("--without", type=int, help="a hand whose conversations are left out")
    asked = given.parse_args()
    made: dict[str, Any] = taught(MultilingualE5(asked.models), asked.without)
    np.savez_compressed(asked.out, **made)


if __name__ == "__main__":
    main()
