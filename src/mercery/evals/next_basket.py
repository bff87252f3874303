"""`mercery eval next-basket --train FILE --test FILE`: what does a person buy next, ten guesses each.

Two forms (`purchase_files`). Transactions: for everybody known before the later period, the codes of their first order in it;
asked on that order's day, with nothing else of the later period known. Baskets: the test file's own histories are known, its
`next` is asked; with no train file the weights are learnt from the histories' last baskets alone.

`recall10` is the mean share of the bought pieces among the ten, `recall10_repeat` and `recall10_new` the same of pieces bought
before and not (over people who have such), `ndcg10` against an ideal of min(10, bought), `hit10` (also `phr10`) the share of
people with at least one right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from mercery.core.errors import Invalid
from mercery.evals.purchase_files import Baskets, Order, is_table, later, read_baskets, read_orders
from mercery.evals.recommenders import Answers, Ids, Lesson, Told, all_recommenders, ask
from mercery.evals.registry import Result
from mercery.recommendations.model.exact import Lines
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History

Say = Callable[[str], None]
AT: Final = 10
CUTS: Final = (1 / 6, 1 / 3)
"""Weights are learnt from what was bought after these shares of the known time, counted from its end."""
FOLDS: Final = 3
DATED_HALF_LIVES: Final = (180.0, 30.0)
COUNTED_HALF_LIVES: Final = (8.0, 1.5)
"""In baskets, where there are no dates."""


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """Figures of the blend, and of each recommender under `by_method`."""
    if "test" not in options:
        raise Invalid("This eval needs a file.", remedy="mercery eval next-basket --train FILE --test FILE")
    train, test = Path(options["train"]) if "train" in options else None, Path(options["test"])
    if is_table(test):
        told, trials = from_orders(*later(read_orders(train) if train else [], read_orders(test)))
    else:
        told, trials = from_baskets(read_baskets(train) if train else [], read_baskets(test))
    if not trials:
        raise Invalid("Nobody known before buys anything in the test file.")
    say(f"{len(trials)} people, {told.items} pieces, {len(told.lines.items)} lines known")
    return compared(told, trials, say, scores)


def compared(
    told: Told,
    trials: Sequence[Case],
    say: Say,
    score: Callable[[Sequence[Case], Sequence[Ids]], Mapping[str, object]],
) -> Result:
    """Every recommender on the same trials; the blend's figures at the top level."""
    by_method: dict[str, Mapping[str, object]] = {}
    ours: Mapping[str, object] = {}
    for recommender in all_recommenders():
        answers: Answers | None = ask(recommender, told, trials, AT, say)
        if answers is None:
            by_method[recommender.name] = {"note": "not installed here"}
            continue
        ours = score(trials, answers.lists)
        by_method[answers.name] = {**ours, **answers.costs()}
        say(f"{answers.name}: {ours}")
    return Result(n=len(trials), figures={**ours, "by_method": by_method})


def scores(trials: Sequence[Case], lists: Sequence[Ids]) -> dict[str, object]:
    """The figures of one recommender's answers."""
    rows = np.asarray([_of_one(case, found) for case, found in zip(trials, lists, strict=True)])
    told = ~np.isnan(rows)
    sums, many = np.where(told, rows, 0.0).sum(axis=0), told.sum(axis=0)
    recall, ndcg, hit, precision, repeat, new = np.where(many > 0, sums / np.maximum(many, 1), np.nan)
    figures = {
        "recall10": recall, "ndcg10": ndcg, "hit10": hit, "phr10": hit, "precision10": precision,
        "recall10_repeat": repeat, "recall10_new": new,
    }  # fmt: skip
    rounded = {name: None if np.isnan(value) else round(float(value), 4) for name, value in figures.items()}
    counts = {"n_repeat": int((~np.isnan(rows[:, 4])).sum()), "n_new": int((~np.isnan(rows[:, 5])).sum())}
    return {**rounded, **counts, "recall10_se": round(float(rows[:, 0].std() / np.sqrt(len(rows))), 4)}


def _of_one(case: Case, found: Ids) -> tuple[float, ...]:
    wanted = np.asarray(sorted(set(case.bought)))
    right = np.isin(found[:AT], wanted)
    gains = 1.0 / np.log2(np.arange(2, AT + 2))
    before = np.isin(wanted, case.history.items)
    got = np.isin(wanted, found[:AT])
    return (
        float(got.mean()),
        float((right * gains[: len(right)]).sum() / gains[: min(AT, len(wanted))].sum()),
        float(right.any()),
        float(right.sum() / AT),
        float(got[before].mean()) if before.any() else float("nan"),
        float(got[~before].mean()) if not before.all() else float("nan"),
    )


class Numbers:
    """Whole numbers for names, in the order they are met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, names: Iterable[str]) -> list[int]:
        """Their numbers; a new name gets the next one."""
        return [self._numbers.setdefault(name, len(self._numbers)) for name in names]


class Bought(NamedTuple):
    """An order in numbers."""

    person: int
    day: float
    pieces: Sequence[int]
    spent: Sequence[float] = ()


def numbered(orders: Iterable[Order], people: Numbers, items: Numbers) -> list[Bought]:
    """Orders in numbers."""
    return [Bought(people.of([one.person])[0], one.day, items.of(one.codes), one.spent) for one in orders]


def lines_of(orders: Iterable[Bought]) -> Lines:
    """Lines of orders."""
    orders = list(orders)
    sizes = [len(one.pieces) for one in orders]
    priced = all(len(one.spent) == len(one.pieces) for one in orders)
    return Lines.sorted(
        np.repeat(np.asarray([one.person for one in orders], dtype=np.int64), sizes),
        np.repeat(np.asarray([one.day for one in orders], dtype=np.float64), sizes),
        np.asarray([piece for one in orders for piece in one.pieces], dtype=np.int64),
        np.asarray([money for one in orders for money in one.spent], dtype=np.float64) if priced else None,
    )


def histories(lines: Lines) -> dict[int, History]:
    """Each person's lines."""
    starts = lines.people_starts()
    ends = [*starts[1:], len(lines.items)]
    return {
        int(lines.people[start]): History(
            items=lines.items[start:end].astype(np.int32),
            days=lines.days[start:end],
            spent=None if lines.spent is None else lines.spent[start:end],
        )
        for start, end in zip(starts, ends, strict=True)
    }


def from_orders(known: Sequence[Order], after: Sequence[Order]) -> tuple[Told, list[Case]]:
    """What was known and the first order of each known person in the later period; lessons by earlier cuts."""
    if not known:
        raise Invalid("Nothing is known before the later period.")
    people, items = Numbers(), Numbers()
    orders, later_on = numbered(known, people, items), numbered(after, people, items)
    first, last = known[0].day, known[-1].day
    lessons = []
    for share in CUTS:
        cut = last - (last - first) * share
        before = lines_of(one for one in orders if one.day < cut)
        cases = first_orders(histories(before), [one for one in orders if one.day >= cut])
        lessons.append(Lesson(lines=before, day=cut, cases=cases))
    lines = lines_of(orders)
    told = Told(
        lines=lines, items=len(items), day=after[0].day if after else last, lessons=lessons,
        half_lives=DATED_HALF_LIVES,
    )  # fmt: skip
    return told, first_orders(histories(lines), later_on)


def first_orders(known: Mapping[int, History], orders: Iterable[Bought]) -> list[Case]:
    """The first order of each known person."""
    found: dict[int, Case] = {}
    for one in orders:
        if one.person in known and one.person not in found:
            found[one.person] = Case(history=known[one.person], day=one.day, bought=one.pieces)
    return list(found.values())


def from_baskets(train: Sequence[Baskets], test: Sequence[Baskets]) -> tuple[Told, list[Case]]:
    """The test people's next baskets; lessons by folds of the train people, or from the last baskets of histories."""
    items = Numbers()
    taught = [([items.of(one) for one in person.history], items.of(person.next)) for person in train if person.next]
    asked = [([items.of(one) for one in person.history], items.of(person.next)) for person in test]
    if not taught:
        earlier = [(history[:-1], history[-1]) for history, _ in asked if len(history) > 1]
        lessons = [Lesson(lines=_counted(earlier, -1, next_too=False), day=-1.0, cases=_cases(earlier, -1))]
    else:
        lessons = _folds(taught, asked)
    known = [*taught, *((history, []) for history, _ in asked)]
    told = Told(
        lines=_counted(known, 0, next_too=True), items=len(items), day=0.0, lessons=lessons,
        half_lives=COUNTED_HALF_LIVES,
    )  # fmt: skip
    return told, _cases([one for one in asked if one[1]], 0)


Person = tuple[list[list[int]], list[int]]


def _folds(taught: Sequence[Person], asked: Sequence[Person]) -> list[Lesson]:
    """As the test people are asked: others' next baskets are known, one's own is not."""
    lessons = []
    rest: list[Person] = [(history, []) for history, _ in asked]
    for fold in range(FOLDS):
        mine = list(taught[fold::FOLDS])
        others = [one for place, one in enumerate(taught) if place % FOLDS != fold]
        known = [*others, *((history, list[int]()) for history, _ in mine), *rest]
        lessons.append(Lesson(lines=_counted(known, 0, next_too=True), day=0.0, cases=_cases(mine, 0)))
    return lessons


def _counted(people: Sequence[Person], day: int, *, next_too: bool) -> Lines:
    """Lines of baskets counted back from `day`, on which the next one is."""
    return lines_of(
        order
        for person, (history, following) in enumerate(people)
        for order in [
            *(Bought(person, float(day - len(history) + place), basket) for place, basket in enumerate(history)),
            *([Bought(person, float(day), following)] if next_too and following else []),
        ]
    )


def _cases(people: Iterable[Person], day: int) -> list[Case]:
    return [
        Case(
            history=History.of((float(day - len(history) + place), basket) for place, basket in enumerate(history)),
            day=float(day),
            bought=following,
        )
        for history, following in people
        if following
    ]
