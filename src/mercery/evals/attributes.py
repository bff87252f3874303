"""`mercery eval attributes --train DIR --test DIR`: values of attributes read from titles and sentences, learnt from DIR.

Files are `.jsonl`, plain or `.gz`, in one of the forms `attribute_files` reads. Everything is learnt from the train part,
the score from which to answer too; English and Chinese apart. An answer counts as in "Product Attribute Value Extraction
using Large Language Models" (Brinkmann et al.): for each attribute that the test part names, one exact value or none, and a
value where there is none is a false positive. Where all values of a text are given by their places, each pair of attribute
and value counts.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mercery.core.config import settings
from mercery.core.errors import Invalid
from mercery.evals.attribute_files import Titles, read_sets
from mercery.evals.registry import Result
from mercery.studio.extracting.learner.directions import Vectors
from mercery.studio.extracting.learner.examples import Answer, Example
from mercery.studio.extracting.learner.learning import Learnt, learn

Say = Callable[[str], None]
Counts = Counter[str]
"""`right`, `wrong` (another value), `missing` (none), `false` (a value where there is none), `silent` (rightly none)."""


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """Figures `f1_en f1_zh`, each set, category and attribute, seconds of learning and milliseconds a title."""
    if "train" not in options or "test" not in options:
        raise Invalid("This eval needs two folders.", remedy="mercery eval attributes --train DIR --test DIR")
    train, test = read_sets(Path(options["train"])), read_sets(Path(options["test"]))
    totals: dict[str, Counts] = defaultdict(Counter)
    by: dict[str, dict[str, Counts]] = {name: defaultdict(Counter) for name in ("set", "category", "attribute")}
    figures: dict[str, object] = {}
    seconds = cpu_seconds = asked_seconds = asked_cpu = 0.0
    for lang in ("en", "zh"):
        taught = [example for titles in train if titles.lang == lang for example in titles.examples]
        asked = [titles for titles in test if titles.lang == lang]
        if not taught or not asked:
            continue
        say(f"Learning from {len(taught)} texts ({lang})")
        began, cpu = time.perf_counter(), time.process_time()
        learnt = learn(taught, vectors() if lang == "en" else None, say)
        seconds, cpu_seconds = seconds + time.perf_counter() - began, cpu_seconds + time.process_time() - cpu
        for titles in asked:
            say(f"Reading {len(titles.examples)} of {titles.name}")
            began, cpu = time.perf_counter(), time.process_time()
            counted = counts(learnt, titles)
            asked_seconds, asked_cpu = (
                asked_seconds + time.perf_counter() - began,
                asked_cpu + time.process_time() - cpu,
            )
            for category, attribute, one in counted:
                for table in (
                    totals[lang],
                    by["set"][titles.name],
                    by["category"][category],
                    by["attribute"][attribute],
                ):
                    table.update(one)
            say(f"{titles.name}: {shares(by['set'][titles.name])}")
        figures[f"f1_{lang}"] = shares(totals[lang])["f1"]
    many = sum(len(titles.examples) for titles in test)
    figures |= {f"by_{name}": {key: shares(one) for key, one in sorted(table.items())} for name, table in by.items()}
    figures |= {"train_seconds": round(seconds, 1), "train_cpu_seconds": round(cpu_seconds, 1)}
    figures |= {
        "ms": round(asked_seconds * 1000 / max(many, 1), 2),
        "cpu_ms": round(asked_cpu * 1000 / max(many, 1), 2),
    }
    return Result(n=many, figures=figures)


def vectors() -> Vectors | None:
    """Of words in context, by the built-in model where it is installed."""
    from mercery.ai.minilm.in_context import WordsInContext
    from mercery.ai.minilm.model import available

    if not available():
        return None
    model = WordsInContext(settings().home / "models")
    return lambda text, parts: model.vectors(text, [(part.start, part.stop) for part in parts])


def counts(learnt: Learnt, titles: Titles) -> list[tuple[str, str, Counts]]:
    """Category, attribute and how it came out, for every pair that counts."""
    answers = learnt.read([(example.text, example.category) for example in titles.examples])
    found = []
    for example, answer in zip(titles.examples, answers, strict=True):
        least = learnt.least.get(example.category, 0.5)
        given = {name: [one for one in rows if one.score >= least] for name, rows in answer.items()}
        judge = judged_all if titles.every_value else judged
        for attribute, one in judge(example, given):
            found.append((example.category or titles.name, attribute, one))
    return found


def judged(example: Example, given: Mapping[str, Sequence[Answer]]) -> list[tuple[str, Counts]]:
    """One answer for each attribute that is asked; which of several values is given does not matter."""
    found = []
    for attribute, values in example.values.items():
        answer = next(iter(given.get(attribute, ())), None)
        if answer is None:
            kind = "missing" if values else "silent"
        elif not values:
            kind = "false"
        else:
            kind = "right" if answer.value in values else "wrong"
        found.append((attribute, Counter({kind: 1})))
    return found


def judged_all(example: Example, given: Mapping[str, Sequence[Answer]]) -> list[tuple[str, Counts]]:
    """Every pair of attribute and value."""
    found = []
    for attribute in dict.fromkeys([*example.values, *given]):
        said, values = {one.value for one in given.get(attribute, ())}, set(example.values.get(attribute, ()))
        one = Counter({"right": len(said & values), "missing": len(values - said), "false": len(said - values)})
        if one.total():
            found.append((attribute, one))
    return found


def shares(counted: Counts) -> dict[str, object]:
    """Precision, recall and F1 of what was counted."""
    right = counted["right"]
    given = right + counted["wrong"] + counted["false"]
    stated = right + counted["wrong"] + counted["missing"]
    return {
        "f1": round(2 * right / (given + stated), 4) if given + stated else None,
        "precision": round(right / given, 4) if given else None,
        "recall": round(right / stated, 4) if stated else None,
        "right": right, "given": given, "stated": stated,
    }  # fmt: skip
