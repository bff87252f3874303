"""What can be bought now, when the rest comes back, and which choices there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mercery.claims.facts import Fact
from mercery.claims.plan import About, Inform, NotOffered
from mercery.claims.sentence import Line
from mercery.claims.values import Stock
from mercery.claims.wording import Voice, day_text, joined_lines, subject, verb

SIZE = "size "
LOW = 5
"""Up to this many pieces the number left is told."""


def stock_lines(act: Inform, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """One sentence for one variant; what is there and what is not for several."""
    if len(facts) == 1:
        return [_one(act, facts[0], voice)]
    there = [fact for fact in facts if _stock(fact).available]
    gone = [fact for fact in facts if not _stock(fact).available]
    lines = []
    if there:
        lines.append(_there(act, there, voice, all_of_them=not gone))
    if gone:
        lines.append(_gone(act, gone, voice, all_of_them=not there))
    return lines


def choice_lines(act: Inform | NotOffered, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """`It comes in black and tan; tan is sold out at the moment.` The facts are the stock facts of the variants."""
    lines = []
    for name in act.about.choices:
        values = _distinct(act.about, name, facts, voice)
        if values:
            lines.append(_choice(act.about, values, voice))
    return lines


def _choice(about: About, values: dict[str, list[Fact]], voice: Voice) -> Line:
    beside = " " if next(iter(values))[:1].isascii() else ""
    has = voice.pick(f" {verb(about, voice, 'comes', 'come')} in ", f"有{beside}")
    line = Line().add(subject(about, voice)).say(has)
    sizes = not voice.zh and len(values) > 1 and all(name.startswith(SIZE) for name in values)
    line.say("sizes " if sizes else "")
    shown = {name.removeprefix(SIZE) if sizes else name: some for name, some in values.items()}
    line.add(joined_lines([Line().fact(some[0], name) for name, some in shown.items()], voice))
    gone = {name: some for name, some in values.items() if not any(_stock(fact).available for fact in some)}
    if gone and len(gone) == len(values):
        line.say(voice.pick("; all are sold out at the moment", "，目前均已售罄"))
    elif gone:
        line.say(voice.pick("; ", "；"))
        line.add(joined_lines([Line().fact(some[0], name) for name, some in gone.items()], voice))
        line.say(
            voice.pick(" is sold out at the moment" if len(gone) == 1 else " are sold out at the moment", "暂时售罄")
        )
    return line.say(voice.pick(".", "。"))


def not_offered_lines(act: NotOffered, facts: Sequence[Fact], voice: Voice) -> list[Line]:
    """`No, it does not come in green. It comes in black and tan.`"""
    asked = act.asked.text(voice.lang)
    line = Line()
    if voice.zh:
        what = subject(act.about, voice)
        line.say("没有").asked(asked).say("的 " if what.text[:1].isascii() else "的").add(what).say("。")
    else:
        line.say("No, ").add(subject(act.about, voice)).say(f" {verb(act.about, voice, 'does', 'do')} not come in ")
        line.asked(asked).say(".")
    then = replace(voice, spoken_of=act.about.product_id)
    return [line, *choice_lines(act, facts, then)] if facts else [line]


def _one(act: Inform, fact: Fact, voice: Voice) -> Line:
    stock, label = _stock(fact), fact.subject.id
    named = act.about.label(label).text(voice.lang) != ""
    who = subject(act.about, voice, label_of=label if named else None)
    line = Line().say(_yes_no(act, voice)).add(who)
    if not stock.available:
        line.say(voice.pick(f" {verb(act.about, voice, 'is', 'are')} ", ""))
        line.fact(fact, voice.pick("sold out at the moment", "暂时售罄"))
        return line.add(_return(act.about, fact, voice, whole=True)).say(voice.pick(".", "。"))
    line.say(voice.pick(f" {verb(act.about, voice, 'is', 'are')} ", ""))
    line.fact(fact, voice.pick("in stock", "有现货"))
    if stock.quantity is not None and (stock.quantity <= LOW or act.asked):
        line.say(voice.pick("; ", "，")).add(_left(act, fact, stock.quantity, voice))
    return line.say(voice.pick(".", "。"))


def _yes_no(act: Inform, voice: Voice) -> str:
    match act.verdict:
        case "yes":
            return voice.pick("Yes, ", "有的，")
        case "no":
            return voice.pick("No, ", "抱歉，")
        case _:
            return ""


def _left(act: Inform, fact: Fact, quantity: int, voice: Voice) -> Line:
    if voice.zh:
        return Line().say("还有 ").fact(fact, f"{quantity} {act.about.counter}")
    return Line().fact(fact, f"{quantity}").say(" is left" if quantity == 1 else " are left")


def _there(act: Inform, facts: Sequence[Fact], voice: Voice, *, all_of_them: bool) -> Line:
    line = Line().say(_yes_no(act, voice)).add(subject(act.about, voice))
    labels = [_labelled(act, fact, voice) for fact in facts]
    if voice.zh:
        return line.say("以下有现货：").add(joined_lines(labels, voice)).say("。")
    line.say(f" {verb(act.about, voice, 'is', 'are')} in stock in ").add(joined_lines(labels, voice))
    return line.say(".")


def _gone(act: Inform, facts: Sequence[Fact], voice: Voice, *, all_of_them: bool) -> Line:
    line = Line()
    if all_of_them:
        line.say(_yes_no(act, voice)).add(subject(act.about, voice))
        line.say(voice.pick(f" {verb(act.about, voice, 'is', 'are')} sold out at the moment: ", "目前全部售罄："))
    else:
        line.say(voice.pick("Sold out at the moment: ", "暂时售罄："))
    parts = [_with_return(act, fact, voice) for fact in facts]
    for index, part in enumerate(parts):
        line.add(part, "" if index == 0 else voice.pick("; ", "；"))
    return line.say(voice.pick(".", "。"))


def _labelled(act: Inform, fact: Fact, voice: Voice) -> Line:
    """The choice as a claim of being there: `black (2 left)`."""
    quantity = _stock(fact).quantity
    line = Line().fact(fact, act.about.label(fact.subject.id).text(voice.lang) or voice.pick("one version", "一款"))
    if quantity is not None and quantity <= LOW:
        line.say(voice.pick(" (", "（")).fact(fact, voice.pick(f"{quantity} left", f"{quantity} {act.about.counter}"))
        line.say(voice.pick(")", "）"))
    return line


def _with_return(act: Inform, fact: Fact, voice: Voice) -> Line:
    label = act.about.label(fact.subject.id).text(voice.lang) or voice.pick("this one", "此款")
    return Line().fact(fact, label).add(_return(act.about, fact, voice, whole=False))


def _return(about: About, fact: Fact, voice: Voice, *, whole: bool) -> Line:
    """When it comes back. A date that has passed is not repeated: it is no longer known."""
    restock = _stock(fact).restock
    if restock is None or restock < voice.today:
        return Line().say(
            voice.pick("; no date for a return is known" if whole else " (no date known)", "，补货日期未定")
        )
    day = day_text(restock, voice)
    if voice.zh:
        return Line().say("，预计 ").fact(fact, day).say("补货")
    return (
        Line()
        .say(f"; {verb(about, voice, 'it is', 'they are')} expected back on " if whole else ", expected on ")
        .fact(fact, day)
    )


def _distinct(about: About, name: str, facts: Sequence[Fact], voice: Voice) -> dict[str, list[Fact]]:
    """The values of one option in the shop's order, each with its variants."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        value = about.choices[name].get(fact.subject.id)
        if value is not None:
            found.setdefault(value.text(voice.lang), []).append(fact)
    return found


def _stock(fact: Fact) -> Stock:
    assert isinstance(fact.value, Stock)
    return fact.value
