"""Claims of health, absolutes and superlatives, ill of others; and plain words beside them."""

from __future__ import annotations

import pytest
from tests.inspection.told import turns

from mercery.inspection.detectors.prohibited_claim import find

CLAIMS: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"product": "Balm"}, ("For dry hands?", "Hello, it heals eczema in three days.")),
    ({"商品": "枕头"}, ("软吗", "您好,睡一周失眠就好了。")),
    ({"product": "Bracelet"}, ("Does it help against migraine?", "Hello, yes, it does.")),
    ({"product": "Tea"}, ("Good?", "Hello, you lose 4 kilos in a week with it.")),
    ({"商品": "面霜"}, ("刺激吗", "您好,零副作用,绝对安全。")),
    ({"product": "Pan"}, ("Good?", "Hello, the best pan in the world, nothing comes close.")),
    ({"商品": "耳机"}, ("音质咋样", "您好,全国第一,没有之一。")),
    ({"product": "Filter"}, ("Proof?", "Hello, it is recommended by doctors everywhere.")),
    ({"product": "Mixer"}, ("Is it better than a Borro?", "Hello, Borro mixers are junk and fall apart.")),
    ({"商品": "电饭煲"}, ("跟田田牌比呢", "您好,田田都是垃圾,用半年就坏。")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), CLAIMS)
def test_claims_that_may_not_be_made(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == [1]


PLAIN: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"product": "Balm", "claims_allowed": "moisturises"}, ("Eczema?", "Hello, it moisturises. For eczema please see a doctor.")),
    ({"商品": "枕头"}, ("治颈椎吗", "您好,不能治病哦,只是睡着舒服些。")),
    ({"product": "Tent", "claims_allowed": "lightest in our range"}, ("The lightest?", "Hello, yes, the lightest in our range.")),
    ({"product": "Miracle mop"}, ("How long is it?", "Hello, the miracle mop has a handle of 1.2 m.")),
    ({"scarf": "100% wool"}, ("Material?", "Hello, 100% wool, best washed by hand.")),
    ({"product": "Mixer"}, ("Is it better than a Borro?", "Hello, I can't judge others, ours has 800 watts.")),
    ({"可宣称": "2025年榜单桌椅类销量第一"}, ("销量咋样", "您好,2025年榜单桌椅类销量第一。")),
    ({"order": "W9"}, ("I have a headache from this delay", "Hello, I'm sorry for the headache, let me look.")),
    ({"order": "W9"}, ("快点", "您好,最好先看一下物流,最快的办法是打给驿站。")),
]  # fmt: skip


@pytest.mark.parametrize(("known", "lines"), PLAIN)
def test_plain_words_are_left_alone(known: dict[str, str], lines: tuple[str, ...]) -> None:
    assert turns(find, known, *lines) == []


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("您好，这款贴了能溶脂瘦腿。", True),
        ("您好，这款不能瘦腿，只是保暖。", False),
        ("您好，别家的我们不评价。", False),
        ("Hello! With it you won't need your glasses.", True),
        ("Hello! It's no treatment, please ask your doctor.", False),
    ],
)
def test_the_laws_own_wordings_count_where_they_are_said_of_the_goods(said: str, claims: bool) -> None:
    assert bool(turns(find, {}, "does it do anything", said)) == claims
