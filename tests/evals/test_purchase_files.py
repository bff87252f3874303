"""Files of purchases: two forms, what is left out, and where the later period begins."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from mercery.core.errors import Invalid
from mercery.evals.purchase_files import Order, later, read_baskets, read_orders

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"


def table(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "transactions.csv.gz"
    path.write_bytes(gzip.compress((HEAD + "\n".join(rows) + "\n").encode()))
    return path


def test_postage_cancellations_and_rows_without_a_customer_are_left_out(tmp_path: Path) -> None:
    orders = read_orders(
        table(
            tmp_path,
            '2,11111A,"VASE, BLUE",1,2011-01-02 10:00:00,1.0,17.0,France',
            "2,22222,CUP,3,2011-01-02 10:01:00,1.0,17,France",
            "2,22222,CUP,1,2011-01-02 10:01:00,1.0,17.0,France",
            "2,POST,POSTAGE,1,2011-01-02 10:00:00,1.0,17.0,France",
            "C3,11111A,VASE,-1,2011-01-03 10:00:00,1.0,17.0,France",
            "4,11111A,VASE,1,2011-01-03 10:00:00,1.0,,France",
            "5,11111A,VASE,0,2011-01-03 10:00:00,1.0,17.0,France",
            "1,33333,POT,1,2011-01-01 10:00:00,1.0,18.0,France",
        )
    )
    assert [(one.person, one.number, one.codes) for one in orders] == [
        ("18", "1", ("33333",)),
        ("17", "2", ("11111A", "22222")),
    ]
    assert orders[1].day - orders[0].day == 1.0


def test_a_row_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="line 2"):
        read_orders(table(tmp_path, "1,33333,POT,many,2011-01-01,1.0,18.0,France"))


def test_a_table_without_customers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("InvoiceNo,StockCode,Quantity,InvoiceDate\n", encoding="utf-8")
    with pytest.raises(Invalid, match="CustomerID"):
        read_orders(path)


def test_baskets_are_read_and_pieces_count_once(tmp_path: Path) -> None:
    path = tmp_path / "baskets.jsonl"
    path.write_text(json.dumps({"user": 1, "history": [[3, 3, 4], [5]], "next": [6]}) + "\n\n", encoding="utf-8")
    (one,) = read_baskets(path)
    assert one.person == "1"
    assert one.history == (("3", "4"), ("5",))
    assert one.next == ("6",)


def test_a_line_that_is_no_basket_is_named(tmp_path: Path) -> None:
    path = tmp_path / "baskets.jsonl"
    path.write_text('{"user": 1, "history": []}\n{"user": 2}\n', encoding="utf-8")
    with pytest.raises(Invalid, match="line 2"):
        read_baskets(path)


def orders(*days: float) -> list[Order]:
    return [Order(person="1", number=str(day), day=day, codes=("a",)) for day in days]


def days_of(split: tuple[list[Order], list[Order]]) -> tuple[list[float], list[float]]:
    return [one.day for one in split[0]], [one.day for one in split[1]]


def test_the_later_period_is_the_same_whether_test_holds_it_alone_or_everything() -> None:
    assert days_of(later(orders(1, 2, 3), orders(4, 5))) == ([1, 2, 3], [4, 5])
    assert days_of(later(orders(1, 2, 3), orders(1, 2, 3, 4, 5))) == ([1, 2, 3], [4, 5])
    assert days_of(later(orders(1, 2, 3, 4, 5), orders(4, 5))) == ([1, 2, 3], [4, 5]), "test is never learnt from"


def test_without_train_the_last_fifth_of_the_time_is_asked() -> None:
    assert days_of(later([], orders(0, 5, 7, 9, 10))) == ([0, 5, 7], [9, 10])


def test_a_test_file_with_nothing_later_is_refused() -> None:
    with pytest.raises(Invalid, match="later"):
        later(orders(1, 2, 3), orders(1, 2))
