"""Search examined on ratings of people: a small catalogue through the importer, the index and the search."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from mercery.core.errors import Invalid
from mercery.evals import search, search_zh
from mercery.evals.search import product, score

ROWS: list[dict[str, Any]] = [
    {"id": "1", "name": "DV7", "title": "Nova DV7 notebook 17 inch", "supplier": "Nova", "price": 99900,
     "short_description": "A laptop for work", "attr_t_product_colour": "Black, Silver", "attr_n_weight": 2.1},
    {"id": "2", "name": "Sleeve 17", "title": "Case Co laptop sleeve", "supplier": "Case Co", "attr_b_waterproof": True},
    {"id": "3", "name": "M10", "title": "Nova M10 wireless mouse", "supplier": "Nova", "attr_t_technology": "Optical"},
    {"id": "4", "name": "SW8", "title": "Nova SW8 network switch", "supplier": "Nova", "ean": ["123"]},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "products.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    with (tmp_path / "qrels.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["query", "product_id", "rating"])
        writer.writerows([["wireless mouse", 3, 3], ["switch", 4, 3], ["switch", 1, 0], ["unrated", 1, 0]])
    return tmp_path


@pytest.mark.usefixtures("database", "home")
@pytest.mark.slow
def test_a_catalogue_is_searched_and_rated(folder: Path) -> None:
    result = search.run([folder], lambda _: None)
    assert result.n == 2, "a query without a rating above 0 says nothing"
    assert result.figures["ndcg10_full"] == result.figures["ndcg10_condensed"] == 1.0
    assert 0 < result.figures["p50_ms"] <= result.figures["p99_ms"]  # type: ignore[operator]
    assert set(result.figures["by_part"]) >= {"meaning", "attributes", "kind"}  # type: ignore[call-overload]


def test_what_nobody_rated_counts_nothing_in_full_and_is_passed_over_condensed() -> None:
    found = score(["a", "b", "c"], {"b": 3, "c": 1})
    best = 7.0 + 1 / 1.5849625007211562
    assert found.full == pytest.approx((7 / 1.5849625007211562 + 1 / 2) / best)
    assert found.condensed == 1.0 and found.judged == 0.2


def test_a_line_becomes_a_product_with_typed_attributes_and_numbers_without_unit_are_left_out() -> None:
    made = product(ROWS[0])
    values = {one.name: one.value for one in made.attributes}
    assert [one.en for one in values["colour"].items] == ["Black", "Silver"]  # type: ignore[union-attr]
    assert made.brand == "Nova" and "weight" not in values and made.variants[0].prices[0].amount.minor == 99900


def test_a_folder_without_its_files_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match=r"qrels\.csv"):
        search.read_ratings(tmp_path)


@pytest.mark.usefixtures("database", "home")
def test_chinese_titles_are_chosen_and_matched(tmp_path: Path) -> None:
    titles = ["陶瓷碗柜收纳架", "儿童滑板车, 三轮", "男士真皮腰带"]
    choices = [
        {"id": place, "query": query, "candidates_text": ", ".join(titles) + ".", "gold_title": titles[right]}
        for place, (query, right) in enumerate([("碗柜收纳", 0), ("滑板车三轮", 1), ("真皮腰带", 2)])
    ]
    pairs = [
        {"id": 0, "sentences": f"Query: 腰带\nDoc: {titles[2]}", "labels": {"en": ["match"]}},
        {"id": 1, "sentences": f"Query: 腰带\nDoc: {titles[0]}", "labels": {"en": ["not match"]}},
    ]
    for name, rows in (("product_select", choices), ("query_item_matching", pairs)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    figures = search_zh.run([tmp_path], lambda _: None).figures
    assert (figures["select_right"], figures["match_right"]) == (3, 2)
    assert figures["match_macro_f1"] == 1.0


def test_an_interval_is_wide_where_little_was_asked() -> None:
    few, many = search_zh.wilson(9, 10), search_zh.wilson(900, 1000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1]
