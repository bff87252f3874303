"""What the shape of a rule, or its own name, says against it: pieces typed as an amount, `buy 1 get 2`, `VIP` in the name
and nobody in the audience, a coupon for new customers without a limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from mercery.core.i18n import Words
from mercery.core.money import minor_digits
from mercery.promotions.entry.flags import Flag
from mercery.promotions.rules.benefit import BuyGet, Off, Pct, Tiers
from mercery.promotions.rules.rule import Rule
from mercery.promotions.telling.benefits import tell_benefit
from mercery.promotions.telling.names import Names

_MOST_PIECES: Final = 20
"""Nobody asks for more pieces in one order; and no threshold is so few of the smallest coins."""
_FREE: Final = 10_000
_PLAIN_AMOUNT: Final = 1000
"""From here on a number of pieces was typed as an amount in the smallest coins."""
_AUDIENCES: Final[dict[str, str]] = {
    "member": r"members?(?![a-z])|会员",
    "vip": r"vips?(?![a-z])|贵宾",
    "student": r"students?(?![a-z])|学生",
    "staff": r"staff|employees?|员工|内购",
    "first_order": r"first[- ](?:order|purchase)|首单|首购",
    "new": r"new[- ](?:customer|buyer|user|client)s?|newcomers?|新客|新人|新用户|新会员",
}
_NEW: Final = frozenset(["new", "first_order"])


def shapes(rule: Rule, past: Sequence[Rule], names: Names) -> Iterator[Flag]:
    """What to look at."""
    yield from _measure(rule, names)
    yield from _more_given_than_bought(rule, past, names)
    yield from _named_audience(rule, past, names)
    yield from _new_without_limit(rule, past)
    yield from _amount_on_lines(rule, past, names)


def _measure(rule: Rule, names: Names) -> Iterator[Flag]:
    """Pieces typed as an amount, or an amount as pieces."""
    meant, field = None, "benefit.by"
    if isinstance(rule.benefit, Tiers):
        starts = [start for start, _ in rule.benefit.steps]
        if rule.benefit.by == "amount" and max(starts) <= _MOST_PIECES:
            meant = replace(rule, benefit=replace(rule.benefit, by="quantity"))
        elif rule.benefit.by == "quantity" and min(starts) > _MOST_PIECES:
            steps = tuple((_amount(start, names), gives) for start, gives in rule.benefit.steps)
            meant = replace(rule, benefit=replace(rule.benefit, by="amount", steps=steps))
    elif 0 < rule.need_amount <= _MOST_PIECES and not rule.need_qty:
        meant, field = replace(rule, need_amount=0, need_qty=rule.need_amount), "need_amount"
    elif rule.need_qty > _MOST_PIECES and not rule.need_amount:
        meant, field = replace(rule, need_qty=0, need_amount=_amount(rule.need_qty, names)), "need_qty"
    if meant is None:
        return
    pieces = Words("Pieces seem to be typed as an amount.", "件数似乎填成了金额。")
    amount = Words("An amount seems to be typed as a number of pieces.", "金额似乎填成了件数。")
    few = field == "need_amount" or (isinstance(meant.benefit, Tiers) and meant.benefit.by == "quantity")
    yield Flag(
        kind="measure", rule=rule.id, field=field, typed="", words=pieces if few else amount, likely=meant, strength=3
    )


def _amount(number: int, names: Names) -> int:
    return number if number >= _PLAIN_AMOUNT else number * 10 ** minor_digits(names.currency)


def _more_given_than_bought(rule: Rule, past: Sequence[Rule], names: Names) -> Iterator[Flag]:
    benefit = rule.benefit
    if not isinstance(benefit, BuyGet) or benefit.m <= benefit.n or benefit.bps < _FREE:
        return
    if any(isinstance(one.benefit, BuyGet) and one.benefit.m > one.benefit.n for one in past):
        return
    meant = replace(rule, benefit=replace(benefit, n=benefit.m, m=benefit.n))
    told = {lang: tell_benefit(meant.benefit, lang, names) for lang in ("en", "zh")}
    words = Words(f"More is given than bought: was “{told['en']}” meant?", f"送的比买的多：是否想写“{told['zh']}”？")
    yield Flag(kind="swapped", rule=rule.id, field="benefit.n", typed="", words=words, likely=meant, strength=2)


def _named_audience(rule: Rule, past: Sequence[Rule], names: Names) -> Iterator[Flag]:
    if rule.who:
        return
    own = {one for other in past for one in other.who} | set(names.audiences)
    said = f"{rule.name.en} {rule.name.zh}".lower()
    for audience, pattern in _AUDIENCES.items():
        if not re.search(rf"(?<![a-z])(?:{pattern})", said):
            continue
        words = Words(
            f"Its name speaks of “{audience.replace('_', ' ')}”, but it holds for everybody: is the audience missing?",
            "名称提到了特定人群，规则却对所有人生效：是否漏了适用人群？",
        )
        close = next((one for one in sorted(own) if audience in one.lower()), audience)
        yield Flag(
            kind="no_audience", rule=rule.id, field="who", typed="", words=words,
            likely=replace(rule, who=frozenset([close])), strength=2,
        )  # fmt: skip
        return


def _new_without_limit(rule: Rule, past: Sequence[Rule]) -> Iterator[Flag]:
    """A code for new customers that may be used again and again."""
    if not rule.code or not rule.who or not rule.who <= _NEW or rule.per_user or rule.total:
        return
    alike = [one for one in past if one.code and one.who and one.who <= _NEW]
    if alike and not any(one.per_user for one in alike):
        return
    words = Words(
        "A code for new customers that each may use again and again: is a limit missing?",
        "新客券每人可反复使用：是否漏了每人限用次数？",
    )
    yield Flag(
        kind="no_limit", rule=rule.id, field="per_user", typed="", words=words, likely=replace(rule, per_user=1),
        strength=2,
    )  # fmt: skip


def _amount_on_lines(rule: Rule, past: Sequence[Rule], names: Names) -> Iterator[Flag]:
    """An amount off an order beside the rates of single articles, without a threshold: a rate was meant."""
    benefit, unit = rule.benefit, 10 ** minor_digits(names.currency)
    if not isinstance(benefit, Off) or benefit.per != "order" or rule.level != "line":
        return
    if rule.need_amount or rule.need_qty or rule.code or benefit.amount % (5 * unit) or benefit.amount > 90 * unit:
        return
    if any(isinstance(one.benefit, Off) and one.benefit.per == "order" and one.level == "line" for one in past):
        return
    meant = replace(rule, benefit=Pct(bps=benefit.amount // unit * 100))
    told = {lang: tell_benefit(meant.benefit, lang, names) for lang in ("en", "zh")}
    words = Words(
        f"An amount off the order among the prices of articles: was “{told['en']}” meant?",
        f"单件价格层里填了整单减免金额：是否想写“{told['zh']}”？",
    )
    yield Flag(kind="percent_amount", rule=rule.id, field="benefit", typed="", words=words, likely=meant, strength=2)
