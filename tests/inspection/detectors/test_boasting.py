"""Boasts by their build, in both languages."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.prohibited_claim import find


@pytest.mark.parametrize(
    "said",
    [
        "Hello, there is no lighter kettle, full stop.",
        "Hello, the enamel can't chip under any circumstances.",
        "Hello, the ones from the supermarket are basically junk.",
        "Hello, with it the migraine goes away.",
        "您好，全网找不出第二家这么好的。",
        "您好，别家的都是假货，只有我家是真的。",
        "您好，喝一个月血压自己就下去了。",
    ],
)
def test_a_boast_is_found(said: str) -> None:
    assert turns(find, {"kettle": "1.7 L"}, "Is it any good?", said) == [1]


@pytest.mark.parametrize(
    "said",
    [
        "Hello, there is no longer any stock.",
        "Hello, I can't say that it never chips.",
        "Hello, ours is light, other makers have good ones, too.",
        "您好，最快下周一发出。",
        "您好，这个不能治失眠，建议看医生。",
    ],
)
def test_what_sounds_like_one_is_none(said: str) -> None:
    assert turns(find, {"kettle": "1.7 L"}, "Is it any good?", said) == []
