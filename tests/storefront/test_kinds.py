"""What a page of results calls a match, and what it says to questions about service."""

from __future__ import annotations

import pytest
from tests.storefront.conftest import Boutique
from tests.storefront.test_results import page


@pytest.mark.parametrize(("query", "lang"), [("do you ship to Japan", "en"), ("你们寄到日本吗", "zh")])
async def test_a_question_about_service_without_a_recorded_answer_leads_to_a_person_and_the_policies(
    boutique: Boutique, query: str, lang: str
) -> None:
    html = await page(boutique, query, lang, answer="wait")
    assert ("The shop has recorded no answer" if lang == "en" else "没有这个问题的答案") in html
    assert f'href="/{lang}/policies"' in html and f'data-mercery-ask="{query}"' in html
    assert 'class="best"' not in html and 'class="tile"' not in html and "Nothing here answers" not in html


async def test_words_of_service_are_not_told_as_left_out(boutique: Boutique) -> None:
    html = await page(boutique, "how do I return shoes", answer="wait")
    assert "once this is left out" not in html and "Filed under" in html


async def test_a_piece_of_another_kind_is_not_called_the_closest(boutique: Boutique) -> None:
    html = await page(boutique, "black calfskin dress")
    assert "None of these is called or filed under: dress." in html
    assert "The closest we have." not in html and 'class="best"' not in html


async def test_what_something_is_asked_of_is_found_though_is_sticks_to_it(boutique: Boutique) -> None:
    html = await page(boutique, "最便宜的包是哪款", "zh")
    assert "没有找到商品" not in html and "价格从低到高" in html


async def test_a_piece_found_by_a_colour_as_a_word_is_shown_in_that_colour(boutique: Boutique) -> None:
    html = await page(boutique, "black saddle bag", **{"as": "colour:black"})
    assert "saddle-bag?variant=" in html and "saddle-bag-black" in html.lower()
