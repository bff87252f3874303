"""Which words of a search ask something."""

import pytest

from mercery.assistant.at_search.asking import asks


@pytest.mark.parametrize(
    "text",
    [
        "is the Lune bag fine for a 13-inch laptop",
        "can I return sale items",
        "how long does delivery take",
        "Hi, do you ship to Japan",
        "could you tell me if the tote closes",
        "saddle bag in green?",
        "what's it made of",
        "这款包能放下13寸电脑吗",
        "打折商品可以退货吗",
        "寄到上海要多久",
        "马鞍包怎么保养",
        "丝巾是什么材质",
        "hello, is the Saddle Bag heavy",
        "这款何时发货",
    ],
)
def test_a_question_is_heard(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    ["black bag", "can", "Isola clutch", "a bag for work that fits a 13-inch laptop, under 1500 euro", "黑色托特包", "能放电脑的包", "", "does"],
)  # fmt: skip
def test_a_search_is_no_question(text: str) -> None:
    assert not asks(text)
