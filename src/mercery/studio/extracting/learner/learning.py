"""From examples to a reader of texts."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from mercery.studio.extracting.learner.examples import Answer, Example
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import Lore
from mercery.studio.extracting.learner.span_model import Make, SpanModel, Vectors, attributes_by_category
from mercery.studio.extracting.learner.spans import Read, apart
from mercery.studio.extracting.learner.thresholds import Trial, threshold
from mercery.studio.extracting.learner.tokens import tokens
from mercery.studio.extracting.learner.weighing import Features, Option, Weigher, counts, joined

Say = Callable[[str], None]
FOLDS: Final = 4
BY_WORDS: Final = (Make(), Make(own=False, shared=True, dropped=0.3, epochs=8, seed=1))
"""Without vectors: two that differ in what they share."""
BY_VECTORS: Final = (
    Make(),
    Make(own=False, dropped=0.3, dense=128, hidden=96, epochs=8, seed=1),
    Make(shared=False, own=False, dense=160, around=True, hidden=192, epochs=10, seed=2),
)
"""With vectors: one that knows words alone, one that knows both, one that knows vectors and those beside them alone."""


class Learnt:
    """Reads values from texts of the categories it was taught."""

    def __init__(
        self,
        models: Sequence[SpanModel],
        attributes: Mapping[str, Sequence[str]],
        lore: Lore,
        features: Features,
        weighers: Sequence[Weigher],
        least: Mapping[str, float],
    ) -> None:
        self._models, self._attributes, self._lore = models, attributes, lore
        self._features, self._weighers = features, weighers
        self.least: Mapping[str, float] = least
        """Of each category: the score from which an answer is more likely to help than to harm."""

    def read(self, texts: Sequence[tuple[str, str]]) -> list[dict[str, list[Answer]]]:
        """For each (text, category) and each attribute of the category what may be its values, the surest first. Stretches
        that overlap exclude each other."""
        examples = [Example(text=text, category=category, values={}) for text, category in texts]
        options = guessed(self._models, apart(examples, self._attributes, self._lore, own=False))
        rows: list[list[float]] = []
        owners: list[tuple[int, str, int]] = []
        for number, (example, option) in enumerate(zip(examples, options, strict=True)):
            for attribute, found in self._features.rows(example, option).items():
                rows += found
                owners += [(number, attribute, place) for place in range(len(found))]
        answers: list[dict[str, list[Answer]]] = [{attribute: [] for attribute in option} for option in options]
        if not rows:
            return answers
        table = np.array(rows, np.float32)
        scores = np.mean([weigher.weigh(table) for weigher in self._weighers], axis=0)
        for place in np.argsort(-scores, kind="stable"):
            number, attribute, rank = owners[place]
            self._add(
                answers[number][attribute], examples[number], attribute, options[number], rank, float(scores[place])
            )
        return answers

    def _add(
        self,
        answers: list[Answer],
        example: Example,
        attribute: str,
        options: Mapping[str, Option],
        rank: int,
        score: float,
    ) -> None:
        parts, one = tokens(example.text), options[attribute].best[rank]
        start, stop = parts[one.first].start, parts[one.last].stop
        if any(start < other.stop and other.start < stop for other in answers):
            return
        value = self._lore.value_of(attribute, example.text[start:stop])
        if value not in (other.value for other in answers):
            answers.append(Answer(value=value, start=start, stop=stop, score=score))


def learn(examples: Sequence[Example], vectors: Vectors | None = None, say: Say = lambda _: None) -> Learnt:
    """Learn to read what `examples` show. `vectors`: of tokens in context, where there is a model for them."""
    makes = BY_VECTORS if vectors is not None else BY_WORDS
    known = attributes_by_category(examples)
    numbers = {pair: place for place, pair in enumerate((kind, name) for kind in sorted(known) for name in known[kind])}
    rows, right, trials = _rehearsed(examples, makes, vectors, numbers, say)
    say(f"Weighing {len(rows)} stretches")
    least = _least(rows, right, trials)
    weighers = [Weigher().learn(rows, right)]
    say(f"Learning {len(examples)} texts")
    lore = Lore(examples)
    reads = apart(examples, known, lore, own=True)
    models = [SpanModel(make, vectors).learn(reads, known) for make in makes]
    return Learnt(models, known, lore, Features(lore, numbers), weighers, least)


def guessed(models: Sequence[SpanModel], reads: Sequence[Read | None]) -> list[dict[str, Option]]:
    """What the models take for values in each text."""
    each = [model.guess(reads) for model in models]
    return [joined(guesses) for guesses in zip(*each, strict=True)]


def _rehearsed(
    examples: Sequence[Example], makes: Sequence[Make], vectors: Vectors | None,
    numbers: Mapping[tuple[str, str], int], say: Say,
) -> tuple[Floats, list[bool], list[Trial]]:  # fmt: skip
    """Candidates of every text by models that did not learn from it, with what was right."""
    folds = min(FOLDS, len(examples))
    fold_of = [zlib.crc32(example.text.encode()) // 7 % folds for example in examples]
    rows: list[list[float]] = []
    right: list[bool] = []
    trials: list[Trial] = []
    for fold in range(folds):
        say(f"Rehearsing, part {fold + 1} of {folds}")
        taught = [example for example, of in zip(examples, fold_of, strict=True) if of != fold]
        asked = [example for example, of in zip(examples, fold_of, strict=True) if of == fold]
        lore = Lore(taught)
        attributes = attributes_by_category(taught)
        reads = apart(taught, attributes, lore, own=True)
        models = [SpanModel(make, vectors).learn(reads, attributes) for make in makes]
        features = Features(lore, numbers)
        options_of = guessed(models, apart(asked, attributes, lore, own=False))
        for example, options in zip(asked, options_of, strict=True):
            parts = tokens(example.text)
            for attribute, found in features.rows(example, options).items():
                if not counts(example, attribute):
                    continue
                if attribute in example.values or example.strict:
                    trials.append(
                        Trial(
                            category=example.category,
                            begin=len(rows),
                            end=len(rows) + len(found),
                            stated=bool(example.values.get(attribute)),
                        )
                    )
                for row, one in zip(found, options[attribute].best, strict=True):
                    surface = example.text[parts[one.first].start : parts[one.last].stop]
                    rows.append(row)
                    right.append(lore.value_of(attribute, surface) in example.values.get(attribute, ()))
    return np.array(rows, np.float32).reshape(len(rows), -1), right, trials


def _least(rows: Floats, right: Sequence[bool], trials: Sequence[Trial]) -> dict[str, float]:
    """The score from which to answer in each category, found on halves the trees had not seen."""
    if not trials:
        return {}
    scores = np.zeros(len(rows), np.float32)
    half = np.zeros(len(rows), np.int64)
    for number, trial in enumerate(trials):
        half[trial.begin : trial.end] = number % 2
    for part in (0, 1):
        taught, asked = np.nonzero(half != part)[0], np.nonzero(half == part)[0]
        weigher = Weigher().learn(rows[taught], [right[int(at)] for at in taught])
        scores[asked] = weigher.weigh(rows[asked])
    groups: dict[bool, list[str]] = {}
    silent = {trial.category for trial in trials if not trial.stated}
    for trial in trials:
        groups.setdefault(trial.category in silent, []).append(trial.category)
    found: dict[str, float] = {}
    for kinds in groups.values():
        names = frozenset(kinds)
        own = [trial for trial in trials if trial.category in names]
        found |= dict.fromkeys(sorted(names), threshold(own, scores, right))
    return found
