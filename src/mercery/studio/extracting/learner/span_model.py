"""The probability of each stretch of a text to be the value of an attribute: a log-linear model over all stretches and
over none, as a conditional random field of one segment (Sarawagi, Cohen 2004, "Semi-Markov CRFs").

Weights of words are shared by all categories that know an attribute, and each category has weights of its own beside them.
Vectors of tokens in context, where there are any, go in directly and through one hidden layer that all share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mercery.studio.extracting.learner.examples import Example
from mercery.studio.extracting.learner.grown import Floats, Grown
from mercery.studio.extracting.learner.spans import OF_LORE, OF_SPAN, Batch, Read, batch, mark
from mercery.studio.extracting.learner.stretches import LONGEST, OF_PLACE
from mercery.studio.extracting.learner.taken import Ints, Taken

Bent = tuple[Floats, Floats] | None
_NEVER: Final = np.float32(-1e9)
_ROLES: Final = 3
"""Within, first and last token of a value."""
_BEST: Final = 8
_LEAK: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """How a model is made."""

    shared: bool = True
    """Weights of words that all categories share."""
    own: bool = True
    """Weights of words of each category."""
    dense: int = 0
    """Dimensions kept of the vectors; 0: none are used."""
    around: bool = False
    """Whether the vectors of both neighbours count too."""
    hidden: int = 0
    epochs: int = 6
    rate: float = 0.12
    dense_rate: float = 0.02
    dropped: float = 0.0
    """Share of the words' features left out at each step, so that none is relied on alone."""
    unsaid: float = 0.5
    size: int = 24
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text with its probability."""

    first: int
    more: int
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a model takes for the value of one attribute: the likeliest stretches, and that there is none."""

    best: tuple[Stretch, ...]
    none: float


class SpanModel:
    """Learnt from examples; see the module."""

    def __init__(self, make: Make) -> None:
        self._make = make

    def learn(self, reads: Sequence[Read | None], attributes: Mapping[str, Sequence[str]], many: int) -> SpanModel:
        """Learn the weights from texts (taken with `own`) of which `many` things were seen; returns itself."""
        self._rng = np.random.default_rng(self._make.seed)
        self._attributes = attributes
        names = sorted({name for found in attributes.values() for name in found})
        self._number = {name: number for number, name in enumerate(names)}
        by_category: dict[str, list[Read]] = defaultdict(list)
        for one in reads:
            if one is not None:
                by_category[one.taken.example.category].append(one)
        self._weights(by_category, many)
        batches = [made for category in sorted(by_category) for made in self._batches(by_category[category])]
        for epoch in range(self._make.epochs):
            slower = 1 - epoch / self._make.epochs * 0.7
            for place in self._rng.permutation(len(batches)):
                self._step(batches[place], slower)
        for grown in self._all_weights():
            grown.settle()
        return self

    def guess(self, reads: Sequence[Read | None]) -> list[Mapping[str, Guess]]:
        """For each text and every attribute of its category what it may say; nothing where nothing could be read."""
        found: list[Mapping[str, Guess]] = [{} for _ in reads]
        groups: dict[str, list[tuple[int, Read]]] = defaultdict(list)
        for number, one in enumerate(reads):
            if one is not None and one.taken.example.category in self._spare:
                groups[one.taken.example.category].append((number, one))
        for category, rows in groups.items():
            rows.sort(key=lambda row: row[1].many)
            for begin in range(0, len(rows), 32):
                part = rows[begin : begin + 32]
                made = self._batch(category, [one for _, one in part])
                likely, none = self._likely(made, self._bent(made))
                for place, (number, one) in enumerate(part):
                    found[number] = {
                        attribute: _guess(likely[place, at], float(none[place, at]), one.many)
                        for at, attribute in enumerate(self._attributes[category])
                    }
        return found

    # What goes in.

    def _dense(self, taken: Taken) -> Floats:
        assert taken.dense is not None
        rows = taken.dense[:, : self._make.dense]
        if self._make.around:
            edge = np.zeros((1, rows.shape[1]), np.float32)
            rows = np.concatenate([rows, np.concatenate([edge, rows[:-1]]), np.concatenate([rows[1:], edge])], axis=1)
        return rows

    def _batches(self, reads: Sequence[Read]) -> list[Batch]:
        # Texts of like length go together, so that little is padded.
        order = sorted(self._rng.permutation(len(reads)), key=lambda place: reads[place].many)
        made = []
        for begin in range(0, len(order), self._make.size):
            one = self._batch(
                reads[0].taken.example.category, [reads[place] for place in order[begin : begin + self._make.size]]
            )
            mark(one, self._attributes[one.category], self._make.unsaid)
            made.append(one)
        return made

    def _batch(self, category: str, reads: Sequence[Read]) -> Batch:
        dense = [self._dense(one.taken) for one in reads] if self._make.dense else []
        return batch(reads, self.known, self._own_number[category], self._spare[category], dense)

    # Weights.

    def _weights(self, by_category: Mapping[str, Sequence[Read]], many: int) -> None:
        # In how many texts something is seen.
        local = {
            category: np.bincount(np.concatenate([one.taken.once for one in reads]), minlength=many)
            for category, reads in by_category.items()
        }
        counts: Ints = np.sum(list(local.values()), axis=0) if local else np.zeros(many, np.int64)
        self.known: Ints = np.where(counts >= 2, np.cumsum(counts >= 2) - 1, -1)
        """The number here of everything that was seen, -1 for what was seen in one text alone."""
        self._many = int((counts >= 2).sum())
        columns = _ROLES * len(self._number)
        self._shared = Grown(self._many if self._make.shared else 0, columns)
        self._span = Grown(len(self._number), OF_SPAN)
        self._own: dict[str, Grown] = {}
        self._own_span: dict[str, Grown] = {}
        self._none: dict[str, Grown] = {}
        self._own_number: dict[str, Ints] = {}
        self._spare: dict[str, int] = {}
        for category, seen in local.items():
            often = np.nonzero(seen >= 2)[0]
            numbers = np.full(self._many, len(often), np.int64)
            numbers[self.known[often]] = np.arange(len(often))
            width = len(self._attributes[category])
            self._own_number[category], self._spare[category] = numbers, len(often)
            self._own[category] = Grown(len(often) + 1 if self._make.own else 0, _ROLES * width)
            self._own_span[category] = Grown(width, OF_SPAN)
            self._none[category] = Grown(len(often) + 2, width)
        self._dense_weights(columns, sorted(local))

    def _dense_weights(self, columns: int, categories: Sequence[str]) -> None:
        wide, hidden = self._make.dense * (3 if self._make.around else 1), self._make.hidden
        start = self._rng.normal(size=(wide, hidden)) / np.sqrt(max(wide, 1))
        self._direct, self._out = Grown(wide, columns), Grown(hidden, columns)
        self._in, self._shift = Grown(values=start.astype(np.float32)), Grown(hidden)
        many = {category: _ROLES * len(self._attributes[category]) for category in categories}
        self._own_direct = {category: Grown(wide, width) for category, width in many.items()}
        self._own_out = {category: Grown(hidden, width) for category, width in many.items()}

    def _all_weights(self) -> list[Grown]:
        of_category = (self._own, self._own_span, self._none, self._own_direct, self._own_out)
        alone = [self._shared, self._span, self._direct, self._out, self._in, self._shift]
        return alone + [grown for weights in of_category for grown in weights.values()]

    # Scores, and what they teach.

    def _columns(self, category: str) -> tuple[Ints, Ints]:
        numbers = np.array([self._number[name] for name in self._attributes[category]], np.int64)
        return numbers, (np.arange(_ROLES)[:, None] * len(self._number) + numbers).ravel()

    def _likely(self, made: Batch, bent: Bent) -> tuple[Floats, Floats]:
        """Probability of every stretch (texts, attributes, tokens, lengths), and of none (texts, attributes)."""
        scores, none = self._scores(made, bent)
        flat = np.concatenate([scores.reshape(*none.shape, -1), none[:, :, None]], axis=2)
        flat -= flat.max(axis=2, keepdims=True)
        likely = np.exp(flat)
        likely /= likely.sum(axis=2, keepdims=True)
        return likely[:, :, :-1].reshape(scores.shape), likely[:, :, -1]

    def _scores(self, made: Batch, bent: Bent) -> tuple[Floats, Floats]:
        category, texts, size = made.category, len(made.reads), made.size
        numbers, columns = self._columns(category)
        many = len(numbers)
        of_tokens = self._of_tokens(made, bent, columns).reshape(texts, size, _ROLES, many).transpose(2, 0, 3, 1)
        within, first, last = of_tokens
        summed = np.concatenate([np.zeros((texts, many, 1), np.float32), np.cumsum(within, axis=2)], axis=2)
        weights = self._span.values[numbers] + self._own_span[category].values
        whole = weights[:, :OF_PLACE] @ made.of_place.T
        whole += (made.of_lore @ weights[:, -OF_LORE:, None])[:, :, 0]
        whole = whole.reshape(many, texts, size, LONGEST).transpose(1, 0, 2, 3)
        scores = np.full((texts, many, size, LONGEST), _NEVER, np.float32)
        for more in range(min(LONGEST, size)):
            left = size - more
            scores[:, :, :left, more] = (
                summed[:, :, more + 1 :] - summed[:, :, :left] + first[:, :, :left] + last[:, :, more:]
                + whole[:, :, :left, more] + weights[None, :, OF_PLACE + more, None]
            )  # fmt: skip
        none: Floats = made.bag @ self._none[category].values[made.bag_features]
        return np.where(made.there[:, None], scores, _NEVER), none

    def _of_tokens(self, made: Batch, bent: Bent, columns: Ints) -> Floats:
        category = made.category
        found: Floats = np.zeros((made.words.shape[0], len(columns)), np.float32)
        if self._make.shared or self._make.own:
            weights = np.zeros((len(made.features), len(columns)), np.float32)
            if self._make.shared:
                weights += self._shared.values[np.ix_(made.features, columns)]
            if self._make.own:
                weights += self._own[category].values[self._own_number[category][made.features]]
            found = found + made.words @ weights
        if made.dense is not None:
            found = found + made.dense @ (self._direct.values[:, columns] + self._own_direct[category].values)
        if bent is not None:
            found = found + bent[1] @ (self._out.values[:, columns] + self._own_out[category].values)
        return found

    def _bent(self, made: Batch) -> Bent:
        """The hidden layer of each token, before and after it is bent; None where there is none."""
        if made.dense is None or not self._make.hidden:
            return None
        straight = made.dense @ self._in.values + self._shift.values
        return straight, np.maximum(straight, _LEAK * straight)

    def _step(self, made: Batch, slower: float) -> None:
        kept = made
        if self._make.dropped:
            kept = replace(made, words=self._thinned(made.words))
        bent = self._bent(made)
        likely, none = self._likely(kept, bent)
        texts, many, size, _ = likely.shape
        right = np.where(made.right, likely, 0)
        right = right / np.maximum(right.sum(axis=(2, 3)), 1e-12)[:, :, None, None]
        moved = (right - likely) * made.counts[:, :, None, None]
        moved_none = (made.absent - none) * made.counts
        last = np.zeros((texts, many, size), np.float32)
        within = np.zeros((texts, many, size + 1), np.float32)
        for more in range(min(LONGEST, size)):
            left = size - more
            last[:, :, more:] += moved[:, :, :left, more]
            within[:, :, :left] += moved[:, :, :left, more]
            within[:, :, more + 1 :] -= moved[:, :, :left, more]
        within = np.cumsum(within, axis=2)[:, :, :size]
        of_tokens = np.stack([within, moved.sum(3), last]).transpose(1, 3, 0, 2).reshape(texts * size, _ROLES * many)
        self._move_tokens(kept, bent, of_tokens.astype(np.float32), slower)
        self._move_spans(made, moved, moved_none.astype(np.float32), slower)

    def _thinned(self, words: object) -> object:
        from scipy.sparse import csr_matrix

        full: csr_matrix = words
        stays = (self._rng.random(len(full.data)) > self._make.dropped).astype(np.float32) / (1 - self._make.dropped)
        return csr_matrix((full.data * stays, full.indices, full.indptr), shape=full.shape)

    def _move_tokens(self, made: Batch, bent: Bent, moved: Floats, slower: float) -> None:
        category, (_, columns) = made.category, self._columns(made.category)
        rate, dense_rate = self._make.rate * slower, self._make.dense_rate * slower
        if made.dense is not None:
            if bent is not None:
                straight, turned = bent
                out = self._out.values[:, columns] + self._own_out[category].values
                back = (moved @ out.T) * np.where(straight > 0, np.float32(1), np.float32(_LEAK))
                gradient = turned.T @ moved
                self._out.step((slice(None), columns), gradient, dense_rate)
                self._own_out[category].step(slice(None), gradient, dense_rate)
                self._in.step(slice(None), made.dense.T @ back, dense_rate)
                self._shift.step(slice(None), back.sum(axis=0), dense_rate)
            gradient = made.dense.T @ moved
            self._direct.step((slice(None), columns), gradient, dense_rate)
            self._own_direct[category].step(slice(None), gradient, dense_rate)
        if not (self._make.shared or self._make.own):
            return
        gradient, shrink = made.words.T @ moved, 1e-5 * len(made.reads)
        if self._make.shared:
            self._shared.step(np.ix_(made.features, columns), gradient, rate, shrink)
        if self._make.own:
            numbers = self._own_number[category][made.features]
            own = numbers < self._spare[category]
            self._own[category].step(numbers[own], gradient[own], rate, shrink)

    def _move_spans(self, made: Batch, moved: Floats, none: Floats, slower: float) -> None:
        numbers, _ = self._columns(made.category)
        rate, shrink = self._make.rate * slower, 1e-5 * len(made.reads)
        by_attribute = np.ascontiguousarray(moved.transpose(1, 0, 2, 3), np.float32).reshape(len(numbers), 1, -1)
        gradient = np.concatenate(
            [by_attribute[:, 0] @ made.of_place, moved.sum(axis=(0, 2)), (by_attribute @ made.of_lore)[:, 0]], axis=1
        ).astype(np.float32)
        self._none[made.category].step(made.bag_features, made.bag.T @ none, rate, shrink)
        self._own_span[made.category].step(slice(None), gradient, rate, shrink)
        self._span.step(numbers, gradient, rate, shrink)


def attributes_by_category(examples: Sequence[Example]) -> dict[str, list[str]]:
    """The attributes of each category that more than one example has a value of, in the order they came."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        found[example.category].update(name for name, values in example.values.items() if values)
    return {
        kind: often for kind, names in found.items() if (often := [name for name, many in names.items() if many > 1])
    }


def _guess(likely: Floats, none: float, size: int) -> Guess:
    order = np.argsort(likely, axis=None)[::-1][:_BEST]
    best = [Stretch(int(place) // LONGEST, int(place) % LONGEST, float(likely.flat[place])) for place in order]
    return Guess(best=tuple(one for one in best if one.p > 1e-6 and one.first + one.more < size), none=none)
