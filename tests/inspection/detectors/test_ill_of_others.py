"""Ill of others is told by how soon their goods are said to fail, too; effects on health by what goes away."""

from __future__ import annotations

import pytest
from tests.inspection.transcripts import found

from mercery.inspection.rule import RuleId

_RULE = RuleId.PROHIBITED_CLAIM


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How does it compare with Norvik?", "Hello! Norvik handles come apart at the rivets."),
        ("Is it better than the Norvik one?", "Hello! The Norvik ones won't last a winter."),
        ("跟北岭的比哪个好?", "您好,北岭的洗两次就变形。"),
        ("和北岭家的有什么区别", "您好,北岭的返修多得很。"),
    ],
)
def test_who_says_that_others_goods_fail_speaks_ill_of_them(asked: str, told: str) -> None:
    known = {"pan": "cast iron, 28 cm", "锅": "铸铁,28厘米"}
    assert found(_RULE, f"C: {asked}", f"H: {told}", "C: ok", known=known)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("How does it compare with Norvik?", "Hello! I can't speak for Norvik. Ours is cast iron."),
        ("跟北岭的比哪个好?", "您好,北岭的我不评价,我们这口是铸铁的。"),
        ("新锅要怎么开?", "您好,用两次就不粘了。"),
        ("第一次穿会磨脚吗", "您好,穿几次就软了。"),
    ],
)
def test_who_declines_or_speaks_of_the_own_goods_does_not(asked: str, told: str) -> None:
    known = {"pan": "cast iron, 28 cm", "锅": "铸铁,28厘米"}
    assert not found(_RULE, f"C: {asked}", f"H: {told}", "C: ok", known=known)


@pytest.mark.parametrize(
    "told",
    [
        "Hello! It puts an end to migraines.",
        "您好,喝一阵偏头痛就不犯了。",
        "您好,好多人血压药都停了。",
    ],
)
def test_what_ends_a_complaint_is_an_effect_on_health(told: str) -> None:
    known = {"tea": "mint and lemon balm", "茶": "薄荷、香蜂草"}
    assert found(_RULE, "C: what is it for?", f"H: {told}", "C: ok", known=known)
