"""Which questions are about what the shop does, and not about its goods."""

import pytest

from mercery.search.query.questions import asks_for_service, is_service_word


@pytest.mark.parametrize(
    "text", ["do you ship to Norway", "how do I return boots", "can I pay with PayPal", "你们寄到挪威吗", "关税怎么算"]
)
def test_a_question_about_service_is_known(text: str) -> None:
    assert asks_for_service(text)


@pytest.mark.parametrize(
    "text", ["black tote", "what is the saddle bag made of", "do you have green scarves", "黑色的包"]
)
def test_a_question_about_goods_is_none(text: str) -> None:
    assert not asks_for_service(text)


def test_words_of_service_are_told_from_words_of_goods() -> None:
    assert is_service_word("return") and is_service_word("运费") and not is_service_word("shoes")
