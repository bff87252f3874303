"""From examples to a reader of texts."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np

from mercery.studio.extracting.learner.directions import Directions, Vectors
from mercery.studio.extracting.learner.examples import Answer, Example
from mercery.studio.extracting.learner.features import Features, Option, joined
from mercery.studio.extracting.learner.grown import Floats
from mercery.studio.extracting.learner.lore import Lore
from mercery.studio.extracting.learner.one_thread import one_thread
from mercery.studio.extracting.learner.span_model import Make, SpanModel, attributes_by_category
from mercery.studio.extracting.learner.spans import Read, apart
from mercery.studio.extracting.learner.taken import Names, Taken, take
from mercery.studio.extracting.learner.thresholds import Trial, threshold
from mercery.studio.extracting.learner.weighing import Weigher, counts

Say = Callable[[str], None]
FOLDS: Final = 4
STEPS: Final = ("apart", *("rehearse" for _ in range(FOLDS)), "weigh", "learn")
"""What is said as it begins, one after the other."""
_UNLIKELY: Final = 0.01
"""Nothing is answered from less."""
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
        names: Names,
        directions: Directions | None,
    ) -> None:
        self._models, self._attributes, self._lore = models, attributes, lore
        self._features, self._weighers = features, weighers
        self._names, self._directions = names, directions
        self.least: Mapping[str, float] = least
        """Of each category: the score from which an answer is more likely to help than to harm."""

    def read(self, texts: Sequence[tuple[str, str]]) -> list[dict[str, list[Answer]]]:
        """For each (text, category) and each attribute of the category what may be its values, the surest first. Stretches
        that overlap exclude each other. Many texts at once take less time each."""
        with one_thread():
            return self._read(texts)

    def _read(self, texts: Sequence[tuple[str, str]]) -> list[dict[str, list[Answer]]]:
        examples = [Example(text=text, category=category, values={}) for text, category in texts]
        takens = take(examples, self._names, self._directions)
        options = guessed(self._models, apart(takens, self._attributes, self._lore, own=False))
        rows: list[Floats] = []
        owners: list[tuple[int, str, int]] = []
        for number, (taken, option) in enumerate(zip(takens, options, strict=True)):
            for attribute, found in self._features.rows(taken, option).items():
                if len(found):
                    rows.append(found)
                owners += [(number, attribute, place) for place in range(len(found))]
        answers: list[dict[str, list[Answer]]] = [{attribute: [] for attribute in option} for option in options]
        if not rows:
            return answers
        table = np.concatenate(rows)
        scores = np.mean([weigher.weigh(table) for weigher in self._weighers], axis=0)
        for place in np.argsort(-scores, kind="stable"):
            if scores[place] < _UNLIKELY:
                break
            number, attribute, rank = owners[place]
            self._add(
                answers[number][attribute], takens[number], attribute, options[number], rank, float(scores[place])
            )
        return answers

    def _add(
        self,
        answers: list[Answer],
        taken: Taken,
        attribute: str,
        options: Mapping[str, Option],
        rank: int,
        score: float,
    ) -> None:
        parts, one = taken.parts, options[attribute].best[rank]
        start, stop = parts[one.first].start, parts[one.last].stop
        if any(start < other.stop and other.start < stop for other in answers):
            return
        value = self._lore.value_of(attribute, taken.text[start:stop])
        if value not in (other.value for other in answers):
            answers.append(Answer(value=value, start=start, stop=stop, score=score))


def learn(examples: Sequence[Example], vectors: Vectors | None = None, say: Say = lambda _: None) -> Learnt:
    """Learn to read what `examples` show. `vectors`: of tokens in context, where there is a model for them."""
    with one_thread():
        return _learn(examples, BY_VECTORS if vectors is not None else BY_WORDS, vectors, say)


def _learn(examples: Sequence[Example], makes: Sequence[Make], vectors: Vectors | None, say: Say) -> Learnt:
    known = attributes_by_category(examples)
    numbers = {pair: place for place, pair in enumerate((kind, name) for kind in sorted(known) for name in known[kind])}
    say(f"Taking {len(examples)} texts apart")
    widest = max(make.dense for make in makes)
    directions = Directions(vectors, [one.text for one in examples], widest) if vectors is not None else None
    names = Names()
    takens = take(examples, names, directions)
    rows, right, trials = _rehearsed(takens, makes, len(names), numbers, say)
    say(f"Weighing {len(rows)} stretches")
    weighers, least = _weighed(rows, right, trials)
    say(f"Learning {len(examples)} texts")
    lore = Lore(takens)
    reads = apart(takens, known, lore, own=True)
    models = [SpanModel(make).learn(reads, known, len(names)) for make in makes]
    names.close(np.any([model.known >= 0 for model in models], axis=0))
    return Learnt(models, known, lore, Features(lore, numbers), weighers, least, names, directions)


def guessed(models: Sequence[SpanModel], reads: Sequence[Read | None]) -> list[dict[str, Option]]:
    """What the models take for values in each text."""
    each = [model.guess(reads) for model in models]
    return [joined(guesses) for guesses in zip(*each, strict=True)]


def _rehearsed(
    texts: Sequence[Taken], makes: Sequence[Make], many: int,
    numbers: Mapping[tuple[str, str], int], say: Say,
) -> tuple[Floats, list[bool], list[Trial]]:  # fmt: skip
    """Candidates of every text by models that did not learn from it, with what was right."""
    folds = min(FOLDS, len(texts))
    fold_of = [zlib.crc32(taken.text.encode()) // 7 % folds for taken in texts]
    tables: list[Floats] = []
    right: list[bool] = []
    trials: list[Trial] = []
    for fold in range(folds):
        say(f"Rehearsing, part {fold + 1} of {folds}")
        taught = [taken for taken, of in zip(texts, fold_of, strict=True) if of != fold]
        asked = [taken for taken, of in zip(texts, fold_of, strict=True) if of == fold]
        lore = Lore(taught)
        attributes = attributes_by_category([taken.example for taken in taught])
        reads = apart(taught, attributes, lore, own=True)
        models = [SpanModel(make).learn(reads, attributes, many) for make in makes]
        features = Features(lore, numbers)
        options_of = guessed(models, apart(asked, attributes, lore, own=False))
        for taken, options in zip(asked, options_of, strict=True):
            example = taken.example
            for attribute, found in features.rows(taken, options).items():
                if not counts(example, attribute):
                    continue
                if attribute in example.values or example.strict:
                    trials.append(
                        Trial(
                            category=example.category,
                            begin=len(right),
                            end=len(right) + len(found),
                            stated=bool(example.values.get(attribute)),
                        )
                    )
                if len(found):
                    tables.append(found)
                for one in options[attribute].best:
                    said = lore.value_of(attribute, taken.surface(one.first, one.more))
                    right.append(said in example.values.get(attribute, ()))
    return np.concatenate(tables) if tables else np.zeros((0, 1), np.float32), right, trials


def _weighed(rows: Floats, right: Sequence[bool], trials: Sequence[Trial]) -> tuple[list[Weigher], dict[str, float]]:
    """Trees that learnt from one half each, and the score from which to answer in each category, found on the half they
    had not seen."""
    if len(trials) < 2:
        return [Weigher().learn(rows, right)], {}
    scores = np.zeros(len(rows), np.float32)
    half = np.zeros(len(rows), np.int64)
    for number, trial in enumerate(trials):
        half[trial.begin : trial.end] = number % 2
    weighers = []
    for part in (0, 1):
        taught, asked = np.nonzero(half != part)[0], np.nonzero(half == part)[0]
        weigher = Weigher().learn(rows[taught], [right[int(at)] for at in taught])
        scores[asked] = weigher.weigh(rows[asked])
        weighers.append(weigher)
    return weighers, _least(trials, scores, right)


def _least(trials: Sequence[Trial], scores: Floats, right: Sequence[bool]) -> dict[str, float]:
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
