"""`mercery eval basket-completion --train FILE --test FILE`: which piece is missing in a bag, ten guesses.

Transactions as in `purchase_files`. Of each order of the later period with 2 to 60 pieces the one with the smallest
sha256("uci:<InvoiceNo>:<StockCode>") is hidden; the others are the bag. Of the customer what was bought before the later
period is known. `hit10` is the share of orders whose hidden piece is among the ten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from mercery.core.errors import Invalid
from mercery.evals.next_basket import AT, CUTS, DATED_HALF_LIVES, Numbers, compared, histories, lines_of, numbered
from mercery.evals.purchase_files import Order, is_table, later, read_orders
from mercery.evals.recommenders import Ids, Lesson, Told
from mercery.evals.registry import Result
from mercery.recommendations.model.fitting import Case
from mercery.recommendations.model.history import History

Say = Callable[[str], None]
FEWEST: Final = 2
MOST: Final = 60
NOBODY: Final = History(items=np.zeros(0, dtype=np.int32), days=np.zeros(0))


def run(paths: list[Path], say: Say, options: Mapping[str, str]) -> Result:
    """The figure `hit10`, also of bags of known and of unknown customers, and each recommender under `by_method`."""
    if "test" not in options or not is_table(Path(options["test"])):
        raise Invalid(
            "This eval needs tables of transactions.",
            remedy="mercery eval basket-completion --train FILE.csv --test FILE.csv",
        )
    train = read_orders(Path(options["train"])) if "train" in options else []
    told, trials = from_orders(*later(train, read_orders(Path(options["test"]))))
    if not trials:
        raise Invalid(f"No order of the later period has {FEWEST} to {MOST} pieces.")
    say(f"{len(trials)} bags, {told.items} pieces, {len(told.lines.items)} lines known")
    return compared(told, trials, say, scores)


def scores(trials: Sequence[Case], lists: Sequence[Ids]) -> dict[str, object]:
    """The figures of one recommender's answers."""
    hits = np.asarray([case.bought[0] in found[:AT] for case, found in zip(trials, lists, strict=True)])
    known = np.asarray([len(case.history.items) > 0 for case in trials])
    before = np.asarray([case.bought[0] in case.history.items for case in trials])
    of = {"hit10": np.ones(len(hits), dtype=bool), "hit10_known": known, "hit10_unknown": ~known}
    of |= {"hit10_repeat": before, "hit10_new": ~before}
    shares = {name: round(float(hits[rows].mean()), 4) if rows.any() else None for name, rows in of.items()}
    return {**shares, "n_known": int(known.sum()), "hit10_se": round(float(hits.std() / np.sqrt(len(hits))), 4)}


def hidden(number: str, codes: Sequence[str], salt: str = "uci") -> str:
    """The piece that is hidden of an order."""
    return min(codes, key=lambda code: hashlib.sha256(f"{salt}:{number}:{code}".encode()).hexdigest())


def from_orders(known: Sequence[Order], after: Sequence[Order]) -> tuple[Told, list[Case]]:
    """What was known and the bags of the later period; lessons are bags after earlier cuts."""
    people, items = Numbers(), Numbers()
    if not known:
        raise Invalid("Nothing is known before the later period.")
    first, last = known[0].day, known[-1].day

    def bags(orders: Sequence[Order], histories_of: Mapping[int, History], salt: str) -> list[Case]:
        found = []
        for order in orders:
            if FEWEST <= len(order.codes) <= MOST:
                missing = hidden(order.number, order.codes, salt)
                rest = items.of(code for code in order.codes if code != missing)
                person = people.of([order.person])[0]
                history = histories_of.get(person, NOBODY)
                found.append(Case(history=history, day=order.day, bought=items.of([missing]), about=rest))
        return found

    whole = lines_of(numbered(known, people, items))
    lessons = []
    for share in CUTS:
        cut = last - (last - first) * share
        before = lines_of(numbered([one for one in known if one.day < cut], people, items))
        cases = bags([one for one in known if one.day >= cut], histories(before), "lesson")
        lessons.append(Lesson(lines=before, day=cut, cases=cases))
    trials = bags(after, histories(whole), "uci")
    told = Told(
        lines=whole, items=len(items), day=after[0].day if after else last, lessons=lessons, by_order=True,
        half_lives=DATED_HALF_LIVES,
    )  # fmt: skip
    return told, trials
