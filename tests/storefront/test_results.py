"""What a page of results says about each piece, about what was left out, and when nothing is found."""

from __future__ import annotations

import re

from tests.storefront.conftest import Boutique


async def page(boutique: Boutique, query: str, lang: str = "en", **more: str) -> str:
    answer = await boutique.client.get(f"/{lang}/search", params={"q": query, **more})
    assert answer.status_code == 200
    return answer.text


def whys(html: str) -> dict[str, list[str]]:
    """The reasons on each tile, by the piece's name."""
    found = {}
    for one in re.findall(r'<li class="tile">(.*?)</ul>', html, re.DOTALL):
        name = re.search(r"tile-name[^>]*>([^<]+)", one)
        lines = re.findall(r"</svg><span>([^<]+)</span>", one)
        if name:
            found[name[1].strip()] = lines
    return found


async def test_each_piece_says_why_it_is_among_the_results(boutique: Boutique) -> None:
    html = await page(boutique, "calfskin bag under 1500")
    assert "of 18 pieces meet" in html
    said = whys(html)
    assert said and all(any("below your limit" in line for line in lines) for lines in said.values())
    chinese = await page(boutique, "1500 欧以内的包", "zh")
    assert any(any("比预算低" in line for line in lines) for lines in whys(chinese).values())


async def test_few_pieces_left_are_told_and_many_are_not(boutique: Boutique) -> None:
    html = await page(boutique, "bag under 1500")
    said = whys(html)
    assert "2 in stock" in said.get("Firenze Satchel", []) or "2 in stock" in html
    assert "9 in stock" not in html


async def test_what_was_left_out_is_said_openly_and_each_piece_says_what_it_is_instead(boutique: Boutique) -> None:
    html = await page(boutique, "navy saddle bag under 1500")
    assert "No piece meets everything. Here is what fits once this is left out:" in html
    assert "Not navy: it comes in bordeaux, black" in html
    assert "The closest we have." in html


async def test_a_reading_that_was_taken_away_can_be_taken_up_again(boutique: Boutique) -> None:
    html = await page(boutique, "black bag", **{"as": "colour:black"})
    assert "“black” as a word" in html
    assert re.search(r'class="limit limit-back" href="/en/search\?q=black\+bag"', html)


async def test_the_order_is_stated_as_it_is(boutique: Boutique) -> None:
    assert "Nothing here was ranked for commission. The order is fit first, then what can be had" in await page(
        boutique, "bag"
    )
    assert "The order is the lowest price first." in await page(boutique, "bag", sort="price_up")
    assert "价格从低到高" in await page(boutique, "包", "zh", sort="price_up")


async def test_a_word_taken_for_misspelt_can_be_searched_for_as_typed(boutique: Boutique) -> None:
    html = await page(boutique, "sadle bag")
    assert "Shown for <b>saddle</b>" in html and "Saddle Bag" in html
    back = re.search(r'href="([^"]+)">Search for “sadle” instead', html)
    assert back
    typed = (await boutique.client.get(back[1].replace("&amp;", "&"))).text
    assert "Shown for" not in typed and "“sadle” as typed" in typed


async def test_what_is_not_wanted_is_a_limit_that_shows_what_the_piece_is_instead(boutique: Boutique) -> None:
    html = await page(boutique, "bag not calfskin")
    assert "Work Tote" not in html and "Luna Hobo" in html
    assert re.search(r"<b>Not calfskin</b>", html)


async def test_where_nothing_is_found_there_are_ways_on_and_nothing_passes_for_a_result(boutique: Boutique) -> None:
    html = await page(boutique, "helicopter")
    assert "Nothing here answers to “helicopter”" in html and "all 18 pieces" in html
    assert 'data-mercery-ask="helicopter"' in html and 'href="/en/c/bags"' in html
    assert "From the shop, not found by these words" in html and "ranked for commission" not in html


async def test_chosen_filters_that_leave_nothing_can_be_taken_away_one_by_one(boutique: Boutique) -> None:
    html = await page(boutique, "bag", colour="black", max="10")
    assert "Without one of these there may be more" in html
    assert re.search(r'href="/en/search\?q=bag&amp;max=10"', html) and re.search(
        r'href="/en/search\?q=bag&amp;colour=black"', html
    )


async def test_facets_have_counts_in_both_languages(boutique: Boutique) -> None:
    english, chinese = await page(boutique, "bag"), await page(boutique, "包", "zh")
    assert re.search(r"<span>Black</span><span class=\"third numeric\">\d+</span>", english)
    assert re.search(r"<span>黑色</span><span class=\"third numeric\">\d+</span>", chinese)
