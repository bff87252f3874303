"""What of an order stays with the merchant."""

from __future__ import annotations

from mercery.promotions.quoting.rounding import up
from mercery.promotions.quoting.walk import Margin, Priced
from mercery.promotions.rules.calendar import Calendar

_ALL = 10_000


def margin_of(calendar: Calendar, priced: Priced) -> Margin:
    """Revenue (paid, with what the platform adds, without tax) less commission, payment, parcel and cost of what is sent.

    Fees are taken on what is paid with its tax, and each is rounded up; the tax is rounded up, too, so that the margin is
    never told too high. A gift that is not among the calendar's goods costs nothing."""
    fees = calendar.fees
    full_fee = calendar.shipping if priced.cart else 0
    settled = priced.list_total - priced.merchant_discount + full_fee - priced.merchant_shipping
    revenue = settled * _ALL // (_ALL + fees.tax_bps)
    commission = up(settled * fees.commission_bps, _ALL)
    payment = up(priced.payable * fees.payment_bps, _ALL) + (fees.payment_fixed if priced.payable else 0)
    parcel = fees.parcel if priced.cart else 0
    gifts = sum([calendar.skus[sku].cost * count for sku, count in priced.gifts if sku in calendar.skus])
    goods = sum([calendar.skus[line.sku].cost * line.quantity for line in priced.cart]) + gifts
    margin = revenue - commission - payment - parcel - goods
    return Margin(
        revenue=revenue,
        commission=commission,
        payment=payment,
        parcel=parcel,
        goods=goods,
        gifts=gifts,
        margin=margin,
        share_bps=margin * _ALL // revenue if revenue else 0,
        needed=up(revenue * calendar.floor.margin_bps, _ALL),
    )
