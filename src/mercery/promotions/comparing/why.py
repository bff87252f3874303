"""Why a cart costs otherwise: the first step at which two walk-downs part. Pure."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.promotions.quoting.walk import Priced, Step
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.worst.words import money_words, rule_words


def why(left: Calendar, right: Calendar, one: Priced, other: Priced) -> Words:
    """In words: rules that give on one side alone, and those that give more on one; empty where both walk alike."""
    mine, its = _given(one), _given(other)
    said = []
    for rule in dict.fromkeys((*mine, *its)):
        before, after = mine.get(rule), its.get(rule)
        name = rule_words(left if rule in left.by_id else right, rule)
        if before is None and after is not None:
            money = money_words(right, after.discount)
            said.append(Words(f"{name.en} gives {money.en} on the right alone", f"“{name.zh}”仅右侧优惠{money.zh}"))
        elif after is None and before is not None:
            money = money_words(left, before.discount)
            said.append(Words(f"{name.en} gives {money.en} on the left alone", f"“{name.zh}”仅左侧优惠{money.zh}"))
        elif before is not None and after is not None and before.discount != after.discount:
            said.append(_otherwise(left, right, name, before, after))
    if one.list_total != other.list_total:
        said.append(Words("list prices differ", "标价不同"))
    if one.gifts != other.gifts:
        said.append(Words("the gifts differ", "赠品不同"))
    if not said and one.shipping != other.shipping:
        said.append(Words("the delivery fee differs", "运费不同"))
    if not said:
        return Words("")
    en, zh = "; ".join(one.en for one in said), "；".join(one.zh for one in said)
    return Words(f"{en[:1].upper()}{en[1:]}.", f"{zh}。")


def _otherwise(left: Calendar, right: Calendar, name: Words, before: Step, after: Step) -> Words:
    one, other = money_words(left, before.discount), money_words(right, after.discount)
    said = Words(f"{name.en} gives {one.en} and {other.en}", f"“{name.zh}”分别优惠{one.zh}与{other.zh}")
    if before.base == after.base:
        return said
    mine, its = money_words(left, before.base), money_words(right, after.base)
    return Words(
        f"{said.en}, as it is worked out on {mine.en} and {its.en}", f"{said.zh}（计算基数分别为{mine.zh}与{its.zh}）"
    )


def _given(priced: Priced) -> dict[str, Step]:
    """Each rule's step; a rule without effect is none."""
    return {step.rule: step for step in priced.steps if step.discount}
