"""What shop systems write into their files of orders, and how it is read."""

from pathlib import Path

from mercery.catalog.importing.kinds import kind_of
from mercery.orders.importing.kinds import register_kinds
from mercery.orders.importing.reading import read_orders
from mercery.orders.order import Order

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


WOO = "order_id,order_number,order_date,status,shipping_total,tax_total,discount_total,order_total,refunded_total,order_currency,customer_id,billing_email,shipping_country,"


WOO_ROW = "88,W-88,2026-05-01 09:59:00,{status},10.00,16.67,5.00,95.00,{refund},EUR,12,ada@orme.example,FR,"
