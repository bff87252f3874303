"""What a product costs."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.claims.facts import Fact
from mercery.claims.plan import Inform
from mercery.claims.sentence import Line
from mercery.claims.values import Price
from mercery.claims.wording import Voice, joined, subject, until_text, verb

GROUPS_SHOWN = 4
"""More different prices than these are told as a range."""


def price_lines(act: Inform, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """One sentence: the price, or the price of each choice, with the sale and its end."""
    groups = _by_price(facts)
    line = _opening(act, voice)
    if len(groups) == 1:
        fact = next(iter(groups.values()))[0]
        only = fact.subject.id if len(act.about.labels) > 1 and len(groups[_key(fact)]) == 1 else None
        line.add(subject(act.about, voice, label_of=only)).say(_costs(act, voice))
        line.add(amount_line(fact, voice)).add(until_line(fact, voice))
    elif len(groups) <= GROUPS_SHOWN:
        line.add(subject(act.about, voice)).say(_costs(act, voice)).add(_each(act, groups, voice))
        line.add(until_line(_ending(facts), voice))
    else:
        line.add(_range(act, facts, voice))
    return [line.say(_tax(facts[0], voice)).say(voice.pick(".", "。"))]


def _opening(act: Inform, voice: Voice) -> Line:
    """`Yes,` or `No,` for "is it under €500?" and "is it reduced?"."""
    line = Line()
    if act.verdict in ("yes", "no"):
        line.say({"yes": voice.pick("Yes, ", "是的，"), "no": voice.pick("No, ", "不是，")}[act.verdict])
    return line


def _costs(act: Inform, voice: Voice) -> str:
    return voice.pick(f" {verb(act.about, voice, 'costs', 'cost')} ", "售价 ")


def amount_line(fact: Fact, voice: Voice) -> Line:
    """`€1,280 instead of €1,480`."""
    price = _price(fact)
    line = Line().fact(fact, price.amount.text(voice.lang))
    if price.was:
        line.say(voice.pick(" instead of ", "，原价 ")).fact(fact, price.was.text(voice.lang))
    return line


def until_line(fact: Fact | None, voice: Voice) -> Line:
    """` until 20:45 on 22 November`, where the price ends."""
    if fact is None or fact.valid_to is None:
        return Line()
    return Line().say(voice.pick(" until ", "，此价有效至 ")).fact(fact, until_text(fact.valid_to, voice))


def _ending(facts: Sequence[Fact]) -> Fact | None:
    """The fact that ends first; None unless all end together, since one date must not be told of prices it does not end."""
    ends = {fact.valid_to for fact in facts}
    return facts[0] if len(ends) == 1 else None


def _each(act: Inform, groups: dict[tuple[int, int | None], list[Fact]], voice: Voice) -> Line:
    line = Line()
    for index, members in enumerate(groups.values()):
        names = joined([act.about.label(fact.subject.id).text(voice.lang) for fact in members], voice)
        between = "" if index == 0 else voice.pick("; " if len(groups) > 2 else " and ", "；")
        part = Line()
        if voice.zh:
            part.name(names).say(" ").add(amount_line(members[0], voice))
        else:
            part.add(amount_line(members[0], voice)).say(" for ").name(names)
        line.add(part, between)
    return line


def _range(act: Inform, facts: Sequence[Fact], voice: Voice) -> Line:
    low = min(facts, key=lambda fact: _price(fact).amount.minor)
    high = max(facts, key=lambda fact: _price(fact).amount.minor)
    line = (
        Line()
        .add(subject(act.about, voice))
        .say(voice.pick(f" {verb(act.about, voice, 'costs', 'cost')} from ", "的价格为 "))
    )
    line.fact(low, _price(low).amount.text(voice.lang), "computed").say(voice.pick(" to ", " 至 "))
    line.fact(high, _price(high).amount.text(voice.lang), "computed")
    return line.say(voice.pick(", depending on the choice", "，依所选规格而定"))


def _tax(fact: Fact, voice: Voice) -> str:
    return (
        voice.pick(", tax included", "，含税") if _price(fact).tax_included else voice.pick(", before tax", "，未含税")
    )


def _price(fact: Fact) -> Price:
    assert isinstance(fact.value, Price)
    return fact.value


def _key(fact: Fact) -> tuple[int, int | None]:
    price = _price(fact)
    return price.amount.minor, price.was.minor if price.was else None


def _by_price(facts: Sequence[Fact]) -> dict[tuple[int, int | None], list[Fact]]:
    groups: dict[tuple[int, int | None], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(_key(fact), []).append(fact)
    return groups
