"""What is offered right after something that lasts was bought, from files."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.durable_files import read_shop
from mercery.evals.substitutes import run, set_up

PRODUCTS = [
    ("p1", "Laser printer", "printer", "yes", "1460"), ("p2", "Inkjet printer", "printer", "yes", "1460"),
    ("p3", "Photo printer", "printer", "yes", "1460"), ("i1", "Black ink", "ink", "no", "90"),
    ("i2", "Colour ink", "ink", "no", "90"), ("c1", "Cable", "cable", "no", ""), ("x1", "Unknown", "", "", ""),
]  # fmt: skip


def write(folder: Path, *, zipped: bool = False, places: bool = False) -> Path:
    """Twenty customers who buy a printer and then ink; ten of them buy another printer some day before."""
    folder.mkdir(exist_ok=True)
    with (folder / "products.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "type", "durable", "replacement_days"])
        writer.writerows(PRODUCTS)
    rows = []
    for customer in range(20):
        second = "p2" if customer % 2 else "p3"
        for place, items in enumerate(([second] if customer < 10 else ["c1"], ["p1"], ["i1", "i2"])):
            rows += [(f"c{customer}", f"o{customer}-{place}", place, item) for item in items]
    lines = [
        {"customer": one, "order": order, **({"position": place} if places else {"at": f"2026-0{place + 1}-03"}), "item": item}
        for one, order, place, item in rows
    ]  # fmt: skip
    text = "\n".join(json.dumps(line) for line in lines).encode()
    if zipped:
        (folder / "orders.jsonl.gz").write_bytes(gzip.compress(text))
    else:
        (folder / "orders.jsonl").write_bytes(text)
    return folder


@pytest.mark.parametrize("places", [False, True])
def test_the_durable_kind_that_was_bought_is_not_offered_again(tmp_path: Path, places: bool) -> None:
    folder = write(tmp_path / "shop", zipped=places, places=places)
    result = run([folder], lambda said: None)
    assert result.n == 20 and result.figures["dated"] is not places
    assert result.figures["n_durable"] == 20
    assert result.figures["sap10"] == 0.0 and result.figures["sap_any"] == 0.0
    without = result.figures["sap10_without"]
    assert isinstance(without, float) and without > 0.05
    assert result.figures["recall10"] == result.figures["recall10_without"]
    methods = result.figures["by_method"]
    assert isinstance(methods, dict) and {"popularity", "item_cosine", "ease", "mercery"} <= methods.keys()


def test_what_the_last_order_holds_is_known_to_nobody(tmp_path: Path) -> None:
    setting = set_up(read_shop(write(tmp_path / "shop")))
    assert {one.types for one in setting.requests} == {("printer",)}
    held_back = sum(len(one.case.bought) for one in setting.requests)
    assert len(setting.told.lines.items) == 20 * 4 - held_back


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "shop")
    with (folder / "orders.jsonl").open("a") as file:
        file.write('\n{"customer": "c1", "order": "x"}')
    with pytest.raises(Invalid, match=r"orders\.jsonl, line 81"):
        read_shop(folder)
    with pytest.raises(Invalid, match=r"no orders\.csv"):
        (folder / "orders.jsonl").unlink()
        read_shop(folder)
