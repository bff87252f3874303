"""The least change of one number of a rule that mends a calendar: a percentage, an amount, a threshold, a cap."""

from __future__ import annotations

from collections.abc import Iterator

from mercery.core.i18n import Words
from mercery.promotions.quoting.walk import Step
from mercery.promotions.rules.benefit import BuyGet, Every, Gift, PerLine, Tiers
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.rules.numbers import Number, numbers_of, turned
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.numbers import percent, pieces, times, zhe
from mercery.promotions.worst.again import Again
from mercery.promotions.worst.certificate import WorstCart
from mercery.promotions.worst.repair.change import Change, ChangeKind
from mercery.promotions.worst.repair.steps import between, towards_less
from mercery.promotions.worst.repair.trial import Trial
from mercery.promotions.worst.words import money_words, rule_words


def turned_numbers(trial: Trial, rule: Rule, worst: WorstCart) -> Iterator[tuple[Change, Again]]:
    """For each number of `rule` that means something to the worst cart, the nearest round value that is proved to do."""
    step = next((one for one in worst.priced.steps if one.rule == rule.id), None)
    if step is None:
        return
    for number in numbers_of(rule):
        if _matters(rule, number, step):
            found = _least(trial, rule, number, step, worst)
            if found is not None:
                yield found


def _least(trial: Trial, rule: Rule, number: Number, step: Step, worst: WorstCart) -> tuple[Change, Again] | None:
    def change_at(value: int) -> Change:
        return change_of(trial.calendar, rule, number, value)

    values = towards_less(number, start=_start(rule, number, step), span=2 * worst.priced.list_total)
    found = trial.first(values, change_at)
    if found is None:
        return None
    value, failed, again = found
    start = number.value if failed is None else failed
    if start is not None:
        finer = trial.first(between(number, start, value), change_at)
        if finer is not None:
            value, _, again = finer
    return change_at(value), again


def _matters(rule: Rule, number: Number, step: Step) -> bool:
    """Of tiers only the one that was reached."""
    if isinstance(rule.benefit, Tiers) and number.key.startswith("benefit.steps."):
        at = int(number.key.split(".")[2])
        return rule.benefit.steps[at][0] == step.need
    return True


def _start(rule: Rule, number: Number, step: Step) -> int | None:
    """Where a limit that is not set yet would begin to bite."""
    if number.value is not None:
        return None
    if number.key == "cap":
        return step.discount
    if isinstance(rule.benefit, Every):
        return max(1, step.discount // max(1, rule.benefit.off))
    return 10 if isinstance(rule.benefit, BuyGet | Gift) else None


def change_of(calendar: Calendar, rule: Rule, number: Number, value: int) -> Change:
    """The rule with this number at `value`, in words."""
    kind, words = _words(calendar, rule, number, value)
    return Change(kind=kind, words=words, rules=(turned(rule, number.key, value),), number=number.key)


def _words(calendar: Calendar, rule: Rule, number: Number, value: int) -> tuple[ChangeKind, Words]:
    name, new = rule_words(calendar, rule), written(calendar, number, value)
    old = None if number.value is None else written(calendar, number, number.value)
    if number.key == "cap":
        return "cap", Words(f"Give at most {new.en} an order by {name.en}.", f"“{name.zh}”每单最多优惠{new.zh}。")
    if number.part == "limit":
        return "limit", _limit_words(rule, number, name, new, value)
    if number.part == "threshold":
        return "threshold", _threshold_words(rule, number, name, new, old)
    kind: ChangeKind = "lower" if number.gives_less < 0 else "raise_price"
    verb = "Lower" if kind == "lower" else "Raise"
    before = old or new
    zh = "改为" if number.unit == "rate" else "降至" if kind == "lower" else "提高到"
    return kind, Words(f"{verb} {name.en} from {before.en} to {new.en}.", f"“{name.zh}”由{before.zh}{zh}{new.zh}。")


def _limit_words(rule: Rule, number: Number, name: Words, new: Words, value: int) -> Words:
    if number.key.endswith("times"):
        return Words(
            f"Give {name.en} at most {times(value, 'en')} an order.", f"“{name.zh}”每单最多享{times(value, 'zh')}。"
        )
    if isinstance(rule.benefit, PerLine):
        return Words(f"Give {name.en} on at most {new.en} of each article.", f"“{name.zh}”每款最多{new.zh}享受。")
    return Words(f"Give {new.en} with {name.en}.", f"“{name.zh}”改为送{new.zh}。")


def _threshold_words(rule: Rule, number: Number, name: Words, new: Words, old: Words | None) -> Words:
    if not number.value:
        return Words(f"Give {name.en} from {new.en} on only.", f"“{name.zh}”增加门槛：满{new.zh}可用。")
    assert old is not None
    what = Words("threshold", "门槛")
    if isinstance(rule.benefit, Every | Gift) and number.key == "benefit.step":
        what = Words("step", "每满金额")
    return Words(
        f"Raise the {what.en} of {name.en} from {old.en} to {new.en}.",
        f"“{name.zh}”的{what.zh}由{old.zh}提高到{new.zh}。",
    )


def written(calendar: Calendar, number: Number, value: int) -> Words:
    """A value as a merchant writes it."""
    if number.unit == "money":
        return money_words(calendar, value)
    if number.unit == "rate":
        return Words(percent(value), zhe(value) if number.key != "benefit.max_bps" else percent(value))
    return Words(pieces(value, "en"), pieces(value, "zh"))
