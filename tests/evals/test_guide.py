"""`mercery eval guide` on a small folder of its format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.guide import run
from mercery.evals.guide_pairs import expected_pairs, heard_pairs
from mercery.guide.need import Need, Wish

PRODUCTS = [
    {
        "product_id": f"B{at}", "title": {"en": title}, "brand": "Orme", "category": "bags", "gender": "women",
        "attributes": {"material": material}, "description": {"en": f"A bag called {title}."},
        "variants": [{"sku": f"B{at}-1", "options": {"colour": colour}, "price_minor": price, "currency": "EUR", "stock": 3}],
    }
    for at, (title, material, colour, price) in enumerate(
        (("Arda Tote", "calf leather", "black", 90_000), ("Lune Shopper", "cotton canvas", "green", 20_000))
    )
]  # fmt: skip
TALKS = [
    {
        "id": "a", "lang": "en", "turns": [{"role": "user", "text": "a leather bag in black, euros"}],
        "constraints": {"category": "bags", "colour": "black", "material": "leather", "currency": "EUR", "in_stock": True},
        "acceptable_product_ids": ["B0"], "must_not_product_ids": ["B1"],
    },
    {
        "id": "b", "lang": "zh",
        "turns": [
            {"role": "user", "text": "想买个包。"},
            {"role": "assistant", "text": "Arda Tote？", "offered_product_ids": ["B0"]},
            {"role": "user", "text": "太贵了，三百欧以内。"},
        ],
        "constraints": {"category": "bags", "currency": "EUR", "max_price_minor": 30_000, "exclude_product_ids": ["B0"]},
        "acceptable_product_ids": ["B1"], "must_not_product_ids": ["B0"],
    },
    {
        "id": "c", "lang": "en", "turns": [{"role": "user", "text": "a bag in red, euros"}],
        "constraints": {"category": "bags", "colour": "red", "currency": "EUR"},
        "acceptable_product_ids": [], "must_not_product_ids": ["B0", "B1"],
    },
]  # fmt: skip


def folder(path: Path) -> Path:
    (path / "shop").mkdir()
    (path / "shop" / "shop.json").write_text(json.dumps({"name": "Orme", "today": "2026-03-02"}))
    for name, rows in (("shop/products.jsonl", PRODUCTS), ("guide.jsonl", TALKS)):
        (path / name).write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_talks_are_judged_by_their_last_turn(tmp_path: Path, home: Path, database_url: str) -> None:
    said: list[str] = []
    result = run([folder(tmp_path)], said.append)
    assert result.n == 3
    assert (result.figures["acceptable_turns"], result.figures["turns"]) == (3, 3), said
    assert result.figures["must_not_turns"] == 0
    by_lang = result.figures["by_lang"]
    assert isinstance(by_lang, dict)
    assert by_lang["zh"]["turns"] == 1


def test_a_folder_without_talks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        run([tmp_path], lambda _: None)
    assert "guide.jsonl" in caught.value.remedy


def test_wishes_are_compared_as_the_file_writes_them() -> None:
    heard = Need(
        wishes=(
            Wish(kind="size", values=("m-17-5-cm",)),
            Wish(kind="material", values=("cashmere",), pure=True),
            Wish(kind="colour", values=("bottle-green", "olive"), term="green"),
            Wish(kind="product", values=("prd_1",), unwanted=True),
            Wish(kind="feature", name="zip"),
        ),
        currency="EUR",
    )
    listed = {
        "size": "M (17.5 cm)", "material": "pure cashmere", "colour": "green", "exclude_product_ids": ["P1"],
        "currency": "EUR", "feature": "zip", "in_stock": True,
    }  # fmt: skip
    assert heard_pairs(heard, {"prd_1": "P1"}) == expected_pairs(listed)
