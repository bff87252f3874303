"""For which persons a rule holds: members, students, new customers. Whoever it leaves out is not told that it holds for him.
It can only refuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mercery.claims.grammar.clauses import Clause
from mercery.claims.grammar.named_kinds import named_kinds
from mercery.claims.grammar.topics import TOPICS

_GROUPS: Final = {
    "members": r"(?<!non-)(?<!non )(?<![a-z])(?:members?(?! (?:states?|countr|of (?:our |the )?(?:staff|team)))|membership|vips?|loyalty card)(?![a-z])|(?<!非)会员|贵宾",
    "registered": r"(?<![a-z])(?:registered (?:customers?|users?|shoppers?)|account holders?)(?![a-z])|注册(?:用户|顾客|客户)",
    "students": r"(?<![a-z])(?:students?|pupils?)(?![a-z])|学生|在校生",
    "teachers": r"(?<![a-z])(?:teachers?|educators?)(?![a-z])|教师|老师",
    "subscribers": r"(?<![a-z])subscribers?(?![a-z])|订阅(?:用户|者|顾客|客户|读者)|订户",
    "new": r"(?<![a-z])(?:(?:new|first[- ]time) (?:customers?|clients?|buyers?|shoppers?)|first (?:orders?|purchases?))(?![a-z])|新客|新用户|新顾客|首单|首次(?:下单|购买|购物)",
    "returning": r"(?<![a-z])(?:(?:returning|regular|loyal|existing) (?:customers?|clients?)|regulars)(?![a-z])|老客|老顾客|老用户|回头客",
    "trade": r"(?<![a-z])(?:trade|business|corporate) (?:customers?|clients?|buyers?)(?![a-z])|企业(?:客户|用户|顾客)",
    "older": r"(?<![a-z])(?:seniors|pensioners?|senior citizens?)(?![a-z])|老年人|长者|退休",
    "serving": r"(?<![a-z])(?:veterans?|soldiers?|nurses?)(?![a-z])|军人|医护",
    "guests": r"(?<![a-z])(?:hotel guests?|guests? of|residents?|locals|neighbours?)(?![a-z])|住客|居民|邻居",
    "age": r"(?<![a-z])(?:under|over)[- ]\d\ds(?![a-z])|(?<![a-z])aged \d|\d+岁",
    "staff": r"(?<![a-z])(?:for|to) (?:our )?(?:employees|staff)(?![a-z])|员工(?=专|价|优惠|购)",
    "others": r"(?<![a-z])(?:(?:everyone|everybody|anyone|anybody|all) else|(?:all )?other (?:customers?|clients?)|non[- ]members?)(?![a-z])|其他(?:顾客|客人|用户|客户|人)|其余(?:顾客|客人|用户|客户)|非会员",
}  # fmt: skip
persons: Final = named_kinds(_GROUPS)
"""The groups of persons that a normalised text names; `customers`, whom all rules are for, are none."""


def held_for(clause: Clause, rule: Iterable[Clause]) -> frozenset[str]:
    """The persons for whom a clause of the rule holds; none where it holds for all.

    They stand in it, or in another clause that says nothing else: `for members, returns are free`, `Returns are free.
    Members only.`
    """
    own = persons(clause.text)
    if own:
        return own
    every = list(rule)
    bare = [one for one in every if _says_only_for_whom(one)]
    apart = {one.sentence for one in bare} - {one.sentence for one in every if not _says_only_for_whom(one)}
    near = [one for one in bare if one.sentence == clause.sentence or one.sentence in apart]
    return frozenset(group for one in near for group in persons(one.text))


def _says_only_for_whom(clause: Clause) -> bool:
    return not clause.amounts and not (clause.affirmed | clause.denied) & TOPICS and bool(persons(clause.text))
