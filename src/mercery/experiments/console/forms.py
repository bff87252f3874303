"""The form of an experiment: what was typed, and what it means. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from mercery.core.errors import wrong_field
from mercery.core.i18n import Words
from mercery.core.money import Money, minor_digits
from mercery.experiments.running.experiment import MEASURED, Draft, Experiment, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """The fields as they stand in the form."""

    values: Mapping[str, str]

    def get(self, name: str) -> str:
        """One field, without spaces around."""
        return self.values.get(name, "").strip()


def typed_of(one: Experiment | Draft, currency: str) -> Typed:
    """An experiment as the form shows it."""
    money = MEASURED[one.metric].money
    worth = str(Money(round(one.worth_above), currency).major) if money else f"{one.worth_above:g}"
    return Typed(
        values={
            "key": one.key, "name_en": one.name.en, "name_zh": one.name.zh, "place_en": one.place.en,
            "place_zh": one.place.zh, "share": f"{one.share * 100:g}", "metric": one.metric, "worth_above": worth,
        }
    )  # fmt: skip


def draft_from(typed: Typed, currency: str, *, key: str = "") -> Draft:
    """What the form asks for; Invalid where a number is none. Money is typed in whole units of the currency."""
    metric = typed.get("metric")
    worth = _number(typed, "worth_above", 0.0)
    if metric in MEASURED and MEASURED[cast(Metric, metric)].money:
        worth = round(worth * 10 ** minor_digits(currency))
    return Draft(
        key=key or typed.get("key"),
        name=Words(typed.get("name_en"), typed.get("name_zh")),
        place=Words(typed.get("place_en"), typed.get("place_zh")),
        share=round(_number(typed, "share", 50.0) / 100, 4),
        metric=cast(Metric, metric),
        worth_above=worth,
    )


def share_from(text: str, name: str) -> float:
    """A typed percentage as a share."""
    return round(_number(Typed(values={name: text}), name, 0.0) / 100, 4)


def _number(typed: Typed, name: str, empty: float) -> float:
    text = typed.get(name).replace(",", ".").rstrip("% ")
    if not text:
        return empty
    try:
        return float(text)
    except ValueError:
        message = f"'{text}' is no number."
        raise wrong_field(name, message, zh="请填写数字。") from None
