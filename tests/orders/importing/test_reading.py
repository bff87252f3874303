"""Orders as Shopify and WooCommerce export them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.orders.importing.exports import SHOPIFY, more, read, shopify

from mercery.core.files.problems import FileRefused
from mercery.core.money import Money
from mercery.orders.importing.reading import read_orders
from mercery.orders.order import OrderLine


def test_rows_of_a_shopify_order_become_one_order_with_its_lines(tmp_path: Path) -> None:
    text = (
        SHOPIFY + shopify("#1001", "2|Cup of clay|30.00|A1|5.00", discount="5.00") + more("#1001", "1|Bowl|30.00|A2|0")
    )
    [order] = read(tmp_path, text)
    assert (order.number, order.email, order.status, order.country) == ("1001", "ada@orme.example", "paid", "FR")
    assert order.placed_at == datetime(2026, 5, 1, 7, 59, tzinfo=UTC)
    assert (order.total, order.shipping) == (Money(10_000, "EUR"), Money(1_000, "EUR"))
    assert (order.tax, order.discount) == (Money(1_667, "EUR"), Money(500, "EUR"))
    assert order.lines == (
        OrderLine(
            sku="A1", title="Cup of clay", quantity=2, unit_price=Money(3_000, "EUR"), discount=Money(500, "EUR")
        ),
        OrderLine(sku="A2", title="Bowl", quantity=1, unit_price=Money(3_000, "EUR")),
    )
    assert order.address and (order.address.city, order.address.line1) == ("Lyon", "1 Quai")


def test_each_shopify_order_keeps_its_own_currency(tmp_path: Path) -> None:
    text = SHOPIFY + shopify("#1", "1|Cup|30.00|A1|0", currency="USD") + shopify(
        "#2", "1|Cup|4500|A1|0", currency="JPY", total="4500"
    )  # fmt: skip
    first, second = read(tmp_path, text)
    assert (first.total, second.total) == (Money(10_000, "USD"), Money(4_500, "JPY"))
    assert second.lines[0].unit_price == Money(4_500, "JPY")


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (("100.00", "a lot"), "orders_export.csv, line 2, column total: 'a lot' is not a price."),
        ((",EUR,", ",EUX,"), "line 2: The currency 'EUX' is unknown."),
        (("09:59:00", "29:59:00"), "line 2, column placed at"),
        (("1,Cup", "0,Cup"), "line 2, column quantity: '0' is not a number of pieces."),
        (("30.00", ""), "line 2, column price: The line has no price."),
    ],
)
def test_a_broken_order_is_refused_with_its_place(tmp_path: Path, broken: tuple[str, str], said: str) -> None:
    text = SHOPIFY + shopify("#1001", "1|Cup|30.00|A1|0").replace(*broken, 1)
    with pytest.raises(FileRefused) as refusal:
        read(tmp_path, text)
    problems = refusal.value.problems
    assert any(said in problem.text() for problem in problems), [problem.text() for problem in problems]
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("shopify.csv", SHOPIFY + shopify("#1001", "1|Cup of clay|30.00|A1|0")),
        ("woo.csv", "Order Number,Order Date,Order Total,Customer Note,Product Item 1 Name,Product Item 1 SKU,Product Item 1 Quantity,"
                    "Product Item 1 Total\n1001,2026-05-01,30.00,Ring twice,Cup,A1,1,30.00\n"),
        ("generic.csv", "order number,date,total,note,sku,quantity,price\n1001,2026-05-01,30.00,Ring twice,A1,1,30.00\n"),
        ("orders.json", '[{"number": "1001", "placed_at": "2026-05-01T10:00:00Z", "currency": "EUR", "total": "30.00", '
                        '"note": "Ring twice", "lines": [{"sku": "A1", "quantity": 1, "price": "30.00"}]}]'),
    ],
)  # fmt: skip
def test_what_the_customer_wrote_to_the_order_is_kept(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    [order] = read_orders(path, name, "EUR")[0]
    assert order.note == "Ring twice"


def test_a_note_without_end_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(f"order number,date,total,note\n1001,2026-05-01,30.00,{'ring ' * 1000}\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refusal:
        read_orders(path, "orders.csv", "EUR")
    assert [(problem.line, problem.field) for problem in refusal.value.problems] == [(2, "note")]
