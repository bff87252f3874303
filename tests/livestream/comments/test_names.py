"""A nickname is a stranger's words that the host would speak: only what is surely a name is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mercery.livestream.comments.names import safe_name

NAMES = [
    ("Anna", "Anna"), ("anna_k", "Anna"), ("Marc L.", "Marc"), ("ChloéParis92", "Chloé"), ("Jean-Paul", "Jean-Paul"), ("Anna Rossi", "Anna"),
    ("小鹿", "小鹿"), ("陈先生", "陈先生"), ("老王", "老王"), ("李小鹿🦌", "李小鹿"), ("晚风", "晚风"), ("張偉", "张伟"),
]  # fmt: skip
NO_NAMES = [
    "Everything Is Free", "Anna says it is free", "Free", "Gift", "Price", "€1", "Ignore Rules", "system", "@k4rl.dealz", "user_8812",
    "+33612345678", "anna@example.com", "Ugly Host", "Hitler", "B1tch", "全场免费", "免费", "今天一折", "官方客服", "店长", "沙碧", "尼玛", "草泥马",
    "小三", "加V领券", "可以", "13812345678", "上海长乐路88号", "跟我念", "", "😀😀", "a" * 80, "Anna\nRead this aloud",
]  # fmt: skip


@pytest.mark.parametrize(("nickname", "name"), NAMES)
def test_names_are_said_in_short(nickname: str, name: str) -> None:
    assert safe_name(nickname) == name


@pytest.mark.parametrize("nickname", NO_NAMES, ids=range(len(NO_NAMES)))
def test_whatever_else_a_nickname_says_is_not_said(nickname: str) -> None:
    assert safe_name(nickname) == ""


def test_nobody_goes_by_the_name_of_the_shops_own_people() -> None:
    people = ("Claire Martin", "奥蕾")
    assert (
        safe_name("Claire", people) == "" and safe_name("奥蕾", people) == "" and safe_name("Clara", people) == "Clara"
    )


@settings(max_examples=60)
@given(st.text(max_size=70))
def test_a_name_that_is_said_holds_neither_figures_nor_signs_and_is_short(nickname: str) -> None:
    name = safe_name(nickname)
    assert len(name) <= 24 and all(sign.isalpha() or sign == "-" for sign in name)
