"""What completes the words in the search field."""

from __future__ import annotations

import re

from sqlalchemy import text
from tests.storefront.conftest import Boutique

from mercery.search.desk import desk


async def completed(boutique: Boutique, typed: str, lang: str = "en") -> dict[str, list[str]]:
    """The lines by group."""
    answer = await boutique.client.get(f"/{lang}/search/suggest", params={"q": typed})
    assert answer.status_code == 200
    groups = re.findall(r'<div role="group" class="suggest-group suggest-(\w+)"(.*?)</div>', answer.text, re.DOTALL)
    return {kind: re.findall(r'data-text="([^"]+)"', inside) for kind, inside in groups}


async def test_pieces_come_with_picture_and_price_in_the_visitors_currency(boutique: Boutique) -> None:
    assert "Saddle Bag" in (await completed(boutique, "sad"))["pieces"]
    html = (await boutique.client.get("/en/search/suggest", params={"q": "sad"})).text
    assert "€1,280" in html and "saddle-bag-bordeaux-main.svg" in html and 'role="option"' in html
    boutique.client.cookies.set("currency", "CNY")
    assert "¥10,240" in (await boutique.client.get("/zh/search/suggest", params={"q": "马鞍"})).text


async def test_categories_and_values_have_groups_of_their_own_in_both_languages(boutique: Boutique) -> None:
    assert (await completed(boutique, "si"))["categories"] == ["Silk"]
    assert (await completed(boutique, "sat"))["values"] == ["Satin"]
    assert "包袋" in (await completed(boutique, "包", "zh"))["categories"]


async def test_a_question_is_offered_to_be_answered(boutique: Boutique) -> None:
    async with boutique.database.session() as session:
        await session.execute(text("""UPDATE shops SET holdouts = '{"assistant": 0.0}'"""))
    assert (await completed(boutique, "what is the saddle bag made of"))["question"] == [
        "what is the saddle bag made of"
    ]
    assert "question" not in await completed(boutique, "saddle")


async def test_searches_that_led_somewhere_are_proposed_and_lead_an_empty_field(boutique: Boutique) -> None:
    async with boutique.database.session() as session:
        for said, visitors in (("black bag", 9), ("silk for mother", 4)):
            await session.execute(
                text(
                    "INSERT INTO search_phrases (shop_id, lang, key, text, visitors, clicked)"
                    " VALUES (:shop, 'en', :said, :said, :visitors, 3)"
                ),
                {"shop": boutique.shop.id, "said": said, "visitors": visitors},
            )
        await session.execute(
            text("INSERT INTO search_desks (shop_id, version, digests) VALUES (:shop, 0, 1)"),
            {"shop": boutique.shop.id},
        )
    desk.changed(boutique.shop.id)
    assert (await completed(boutique, ""))["searches"] == ["black bag", "silk for mother"]
    assert (await completed(boutique, "mot"))["searches"] == ["silk for mother"]


async def test_what_is_typed_is_shown_as_text_only(boutique: Boutique) -> None:
    html = (await boutique.client.get("/en/search/suggest", params={"q": "<img src=x>?"})).text
    assert "<img src=x" not in html
