"""Line items, however a file writes them."""

from pathlib import Path

from tests.orders.importing.exports import WOO, WOO_ROW, read

from mercery.core.money import Money


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
