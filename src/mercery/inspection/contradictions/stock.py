"""Stock: what is sold out said to be there, what is there said to be gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mercery.core.i18n import Words
from mercery.inspection.contradictions.contradiction import Contradiction, contradiction
from mercery.inspection.reading.amounts import amounts
from mercery.inspection.reading.clauses import Clause, negated
from mercery.inspection.reading.facts import Fact
from mercery.inspection.reading.groups import members
from mercery.inspection.reading.saying import Saying
from mercery.inspection.reading.terms import terms

_STOCK: Final = re.compile(
    r"stock|availab|inventory|^spots|places$|seats left|^tickets|vacanc|名额|余位|余票|剩余|库存|现货|有货|存货"
)
THERE: Final = re.compile(
    r"(?<![a-z])(?:in stock|available|have (?:it|that|them|one|some|the|\w+ left)|there (?:is|are)|is there|are there|left|still free|free (?:spots?|places?|seats?)|on the shelf|ready to ship|got (?:it|that|them|one)|we have|order it)(?![a-z])|有货|现货|有的|还有|在售|有库存|有(?=$|哦|呢|哈)|充足|能发|可以拍|可拍"
)
GONE: Final = re.compile(
    r"(?<![a-z])(?:sold out|out of stock|unavailable|gone|none left|no stock|no more|not available|not in stock|ran out|fully booked|booked out|full(?! [a-z])|discontinued)(?![a-z])|缺货|断货|售罄|卖完|没货|没有了|无货|没现货|卖光|断码|没有$"
)


def found(saying: Saying) -> Iterator[Contradiction]:
    """By entry of a stock fact and by clause."""
    for fact in saying.goods:
        if not _STOCK.search(fact.name):
            continue
        for label, there in entries(fact):
            for clause in saying.clauses:
                said = _said(saying, clause)
                if said is not None and said != there and _meant(saying, fact, label, clause):
                    yield contradiction(saying, clause, fact, _why(fact))
                    return


def _said(saying: Saying, clause: Clause) -> bool | None:
    """Whether the clause says that it is there."""
    if not clause.asserts:
        return None
    if GONE.search(clause.text):
        return False
    if THERE.search(clause.text):
        return not negated(clause.text)
    asks = THERE.search(saying.asked) or re.search(
        r"有.*(?:吗|没|不)|(?:do you have|in stock|any left|still)", saying.asked
    )
    if clause is saying.clauses[0] and saying.answer is not None and asks:
        return saying.answer == "yes"
    return None


def entries(fact: Fact) -> Iterator[tuple[str, bool]]:
    """ "boots 38: 0, 39: 6": 38 is gone, 39 is there."""
    for piece in re.split(r"[,，;；、]", fact.value):
        numbers = [one for one in amounts(piece) if one.family in ("number", "count") and not one.ranged]
        if numbers:
            label = piece[: numbers[-1].start] + piece[numbers[-1].end :]
            yield (
                re.sub(r"(?<![a-z])(?:left|remaining|pcs|pieces)(?![a-z])|剩余?|件|个|张", " ", label).strip(),
                numbers[-1].low > Decimal(0),
            )
        elif GONE.search(piece) or fact.truth == "no":
            yield GONE.sub(" ", piece).strip(), False
        elif THERE.search(piece) or re.search(r"(?<![a-z])yes(?![a-z])|有货|现货", piece):
            yield THERE.sub(" ", piece).strip(), True


def _meant(saying: Saying, fact: Fact, label: str, clause: Clause) -> bool:
    """Whether the clause, or the question it answers, is about that entry. An entry without a label is about all."""
    labels = [one for one, _ in entries(fact)]
    names = dict(members(label))
    for text in (clause.text, saying.asked):
        here = dict(members(text))
        groups = names.keys() & here.keys()
        if groups:
            return all(names[group] <= here[group] and len(here[group]) == 1 for group in groups)
    own = terms(label)
    if own & (terms(clause.text) | terms(saying.asked)):
        return True
    if len(labels) != 1 or names:
        return False
    plain = re.search(r"stock|availab|inventory|库存|现货|有货", fact.name)
    goods = fact.terms - terms("stock availability available inventory 库存 现货")
    if goods and sum(bool(_STOCK.search(one.name)) for one in saying.goods) > 1:
        return bool(goods & (terms(clause.text) | terms(saying.asked)))
    return bool(plain) or bool(fact.terms & terms(saying.asked)) or bool(_LEFT.search(saying.asked))


_LEFT: Final = re.compile(
    r"(?<![a-z])(?:left|spots?|places?|seats?|tickets?|available|full|room)(?![a-z])|名额|位置|还有|剩|满了|票"
)


def _why(fact: Fact) -> Words:
    return Words(
        f"The stock is known: {fact.known.name}: {fact.known.value}.",
        f"库存信息不同：{fact.known.name}：{fact.known.value}。",
    )
