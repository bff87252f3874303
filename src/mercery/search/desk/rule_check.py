"""Whether a rule can be kept as it is: every field that cannot be used is named with its remedy. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from mercery.core.errors import Invalid, Problem
from mercery.search.desk.key import query_key
from mercery.search.desk.rule import ACTS, LAST_PLACE, MOST_QUERIES, STRENGTHS, Rule, Scope

LONGEST_QUERY: Final = 120


def checked_rule(made: Rule, now: datetime) -> Rule:
    """The rule in its plain form."""
    rule = replace(made, scope=_plain(made.scope), reason=" ".join(made.reason.split())[:500])
    if rule.act != "pin":
        rule = replace(rule, place=None)
    problems = [*_of_act(rule), *_of_scope(rule.scope), *_of_time(rule, now)]
    if not rule.reason:
        problems.append(
            Problem(
                field="reason",
                message="A reason is missing.",
                remedy="Say why, for whoever finds this rule later.",
                zh="请填写原因，便于日后查看。",
            )
        )
    if problems:
        raise Invalid(problems[0].message, remedy=problems[0].remedy, problems=problems, zh=problems[0].zh)
    return rule


def _plain(scope: Scope) -> Scope:
    kept: dict[str, str] = {}
    for query in scope.queries if scope.kind == "queries" else ():
        plain = " ".join(query.split())
        if plain:
            kept.setdefault(query_key(plain), plain)
    return replace(
        scope, queries=tuple(kept.values()), category=scope.category.strip() if scope.kind == "category" else ""
    )


def _of_act(rule: Rule) -> list[Problem]:
    problems = []
    if rule.act not in ACTS:
        problems.append(
            Problem(field="act", message="That is no act.", remedy="Choose pin, boost or bury.", zh="请选择一种作用。")
        )
    if rule.act == "pin" and not 1 <= (rule.place or 0) <= LAST_PLACE:
        problems.append(
            Problem(
                field="place",
                message="The place is missing.",
                remedy=f"Write a place from 1 to {LAST_PLACE}.",
                zh=f"请填写 1 至 {LAST_PLACE} 之间的位置。",
            )
        )
    if rule.act == "pin" and rule.target.kind != "product":
        problems.append(
            Problem(
                field="target",
                message="Only one piece can be pinned.",
                remedy="Choose a piece, or boost all of them.",
                zh="固定只能用于单件商品。请选择一件商品，或改为提升。",
            )
        )
    if rule.act != "pin" and rule.strength not in STRENGTHS:
        problems.append(
            Problem(
                field="strength", message="That is no strength.", remedy="Choose one of the three.", zh="请选择力度。"
            )
        )
    if not rule.target.value or (rule.target.kind == "attribute" and not rule.target.name):
        problems.append(
            Problem(
                field="target",
                message="What is moved is missing.",
                remedy="Choose a piece or a value.",
                zh="请选择商品或分组。",
            )
        )
    return problems


def _of_scope(scope: Scope) -> list[Problem]:
    match scope.kind:
        case "queries":
            if not scope.queries:
                return [
                    Problem(
                        field="queries",
                        message="A search is missing.",
                        remedy="Write one search in each line.",
                        zh="请填写搜索词，每行一个。",
                    )
                ]
            if len(scope.queries) > MOST_QUERIES or any(len(one) > LONGEST_QUERY for one in scope.queries):
                remedy = f"Use {MOST_QUERIES} searches of {LONGEST_QUERY} letters at most."
                return [
                    Problem(
                        field="queries",
                        message="That is too much for one rule.",
                        remedy=remedy,
                        zh=f"一条规则最多 {MOST_QUERIES} 个搜索词，每个最多 {LONGEST_QUERY} 字。",
                    )
                ]
        case "category":
            if not scope.category:
                return [
                    Problem(
                        field="category", message="The category is missing.", remedy="Choose one.", zh="请选择类目。"
                    )
                ]
        case "all":
            pass
    return []


def _of_time(rule: Rule, now: datetime) -> list[Problem]:
    if rule.ends_at is None:
        return []
    if rule.ends_at <= rule.starts_at:
        return [
            Problem(
                field="ends",
                message="It ends before it begins.",
                remedy="Choose a later end.",
                zh="结束时间须晚于开始时间。",
            )
        ]
    if rule.ends_at <= now:
        return [
            Problem(
                field="ends",
                message="That end has passed.",
                remedy="Choose an end that is still to come.",
                zh="结束时间已过，请选择将来的时间。",
            )
        ]
    return []
