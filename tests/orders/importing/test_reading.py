"""Orders as Shopify and WooCommerce export them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mercery.catalog.importing.kinds import kind_of
from mercery.core.files.problems import FileRefused
from mercery.core.money import Money
from mercery.orders.importing.kinds import register_kinds
from mercery.orders.importing.reading import read_orders
from mercery.orders.order import Order, OrderLine, OrderStatus

SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,"
    "Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,"
    "Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
    "Billing Name,Billing Street,Billing Address1,Billing City,Billing Zip,Billing Country,Shipping Name,Shipping Street,"
    "Shipping Address1,Shipping City,Shipping Zip,Shipping Country,Notes,Cancelled at,Payment Method,Refunded Amount,Vendor,Id,"
    "Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value\n"
)
_PLACE = "Ada Orme,1 Quai,1 Quai,Lyon,'69002,FR,Ada Orme,1 Quai,1 Quai,Lyon,'69002,FR"


def shopify(
    name: str, line: str, *, status: str = "paid", sent: str = "", total: str = "100.00", currency: str = "EUR",
    cancelled: str = "", refunded: str = "0.00", discount: str = "0.00",
) -> str:  # fmt: skip
    """The first row of an order; `line` is quantity, name, price, SKU and discount of its first item."""
    quantity, what, price, sku, off = line.split("|")
    fulfilled = "2026-05-03 09:00:00 +0200" if sent == "fulfilled" else ""
    return (
        f"{name},ada@orme.example,{status},2026-05-01 10:00:05 +0200,{sent},{fulfilled},yes,{currency},90.00,10.00,16.67,{total},"
        f"SPRING,{discount},Standard,2026-05-01 09:59:00 +0200,{quantity},{what},{price},,{sku},true,true,pending,{_PLACE},"
        f"Ring twice,{cancelled},Card,{refunded},Orme,555,,Low,web,{off},FR TVA 20%,16.67\n"
    )


def more(name: str, line: str) -> str:
    """A further row of an order."""
    quantity, what, price, sku, off = line.split("|")
    return (
        f"{name},ada@orme.example,,,,,,,,,,,,,,,{quantity},{what},{price},,{sku},true,true,pending{',' * 22}{off},,\n"
    )


def read(tmp_path: Path, text: str, name: str = "orders_export.csv", currency: str = "EUR") -> list[Order]:
    """The orders in a file holding `text`, which the importer takes for orders."""
    register_kinds()
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    kind = kind_of(path)
    assert kind and kind.name == "orders"
    return read_orders(path, name, currency)[0]


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


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({"status": "pending"}, "pending"),
        ({"status": "paid", "sent": "fulfilled"}, "shipped"),
        ({"status": "paid", "sent": "partial"}, "paid"),
        ({"status": "refunded", "refunded": "100.00"}, "returned"),
        ({"status": "partially_refunded", "refunded": "30.00"}, "partly_returned"),
        ({"status": "voided"}, "cancelled"),
        ({"status": "refunded", "refunded": "100.00", "cancelled": "2026-05-02 08:00:00 +0200"}, "cancelled"),
    ],
)
def test_what_shopify_says_of_an_order_becomes_its_status(
    tmp_path: Path, row: dict[str, str], status: OrderStatus
) -> None:
    [order] = read(tmp_path, SHOPIFY + shopify("#1001", "1|Cup|30.00|A1|0", **row))
    assert order.status == status
    refunds = [back.refund.minor for back in order.returns if back.refund]
    assert sum(refunds) == (round(float(row["refunded"]) * 100) if "refunded" in row else 0)


def test_each_shopify_order_keeps_its_own_currency(tmp_path: Path) -> None:
    text = SHOPIFY + shopify("#1", "1|Cup|30.00|A1|0", currency="USD") + shopify(
        "#2", "1|Cup|4500|A1|0", currency="JPY", total="4500"
    )  # fmt: skip
    first, second = read(tmp_path, text)
    assert (first.total, second.total) == (Money(10_000, "USD"), Money(4_500, "JPY"))
    assert second.lines[0].unit_price == Money(4_500, "JPY")


WOO = "order_id,order_number,order_date,status,shipping_total,tax_total,discount_total,order_total,refunded_total,order_currency,customer_id,billing_email,shipping_country,"
WOO_ROW = "88,W-88,2026-05-01 09:59:00,{status},10.00,16.67,5.00,95.00,{refund},EUR,12,ada@orme.example,FR,"


def test_items_packed_into_one_cell_are_taken_apart(tmp_path: Path) -> None:
    items = "name:Cup; small|product_id:8|sku:A1|quantity:3|total:59.00|sub_total:60.00;name:Bowl: deep|product_id:9|sku:A2|quantity:1|total:30.00|sub_total:30.00"
    [order] = read(tmp_path, f'{WOO}line_items\n{WOO_ROW.format(status="completed", refund="")}"{items}"\n')
    assert (order.number, order.status, order.customer_key, order.country) == ("W-88", "delivered", "12", "FR")
    assert [(line.title, line.sku, line.quantity, line.unit_price.minor) for line in order.lines] == [
        ("Cup; small", "A1", 3, 2_000), ("Bowl: deep", "A2", 1, 3_000),
    ]  # fmt: skip


def test_items_in_numbered_columns_cost_their_share_of_the_total(tmp_path: Path) -> None:
    columns = "Product Item 1 Name,Product Item 1 SKU,Product Item 1 Quantity,Product Item 1 Total,Product Item 2 Name,Product Item 2 SKU,Product Item 2 Quantity,Product Item 2 Total"
    row = WOO_ROW.format(status="wc-refunded", refund="95.00")
    [order] = read(tmp_path, f"{WOO}{columns}\n{row}Cup,A1,2,60.00,,,,\n")
    assert [(line.title, line.quantity, line.unit_price.minor) for line in order.lines] == [("Cup", 2, 3_000)]
    assert order.status == "returned" and order.returns[0].refund == Money(9_500, "EUR")


def test_a_row_for_each_item_is_one_order(tmp_path: Path) -> None:
    header = (
        "Order Number,Order Status,Order Date,Customer Note,Email (Billing),Country Code (Shipping),Cart Discount Amount,"
        "Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,SKU,Item #,Item Name,Quantity,Item Cost\n"
    )
    head = "77,Processing,2026-05-01 09:59,,ada@orme.example,FR,5.00,10.00,0,95.00,16.67,"
    [order] = read(tmp_path, f"{header}{head}A1,1,Cup,2,30.00\n{head}A2,2,Bowl,1,30.00\n")
    assert (order.status, order.country, order.email) == ("paid", "FR", "ada@orme.example")
    assert (order.total, order.discount, order.shipping) == (
        Money(9_500, "EUR"), Money(500, "EUR"), Money(1_000, "EUR"),
    )  # fmt: skip
    assert [line.sku for line in order.lines] == ["A1", "A2"]


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
