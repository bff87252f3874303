"""Recommendations for mails a shop sends by its own means: one line a customer and piece, with the reason and a link.

Only customers who agreed to hear from the shop are in it, none who is kept without recommendations or without these mails (both
drawn by the customer's id, as a visitor is by theirs), and nothing of what they said no to. Links name neither the person nor
the reason (`addressed`). Who gets rows, and who would have got some, is noted, so that the mails' effect can be read: orders of
either within two weeks (`experiments`, the feature `mails`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Final, TextIO

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts.shop import Shop
from mercery.core.files.formulas import guarded
from mercery.core.i18n import Lang
from mercery.customers.audience import who_accept_marketing
from mercery.customers.customer import Customer
from mercery.experiments.service import record_exposure, variant_for
from mercery.recommendations.addressed import address_of
from mercery.recommendations.recommendation import Asked
from mercery.recommendations.service import explained, recommend

COLUMNS: Final = ("customer", "email", "name", "language", "place", "product", "title", "reason", "why", "url")
MOST_PIECES: Final = 12
FEATURE: Final = "recommendations"
MAILS: Final = "mails"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """One piece for one customer."""

    customer: str
    """What the shop's own system calls the customer."""
    email: str
    name: str
    language: Lang
    place: int
    """From 1."""
    product: str
    """What the shop's own system calls the product."""
    title: str
    reason: str
    """The kind of reason."""
    why: str
    """In the customer's language, checked against the facts; empty where nothing can be said."""
    url: str


async def mail_lines(session: AsyncSession, shop: Shop, *, site: str, limit: int = 4) -> AsyncIterator[MailLine]:
    """Lines of every customer who agreed, customer by customer. `site`: the shop's address without a slash at the end."""
    async for customer in who_accept_marketing(session, shop.id):
        for line in await lines_of(session, shop, customer, site=site, limit=limit):
            yield line


async def lines_of(
    session: AsyncSession, shop: Shop, customer: Customer, *, site: str, limit: int = 4
) -> list[MailLine]:
    """The lines of one customer, on record as handed out; none of one who is kept without recommendations or these mails."""
    if variant_for(shop, FEATURE, customer.id) != "treatment":
        return []
    lang: Lang = (
        customer.language if customer.language in shop.languages and customer.language else shop.default_language
    )
    asked = Asked(placement="email", customer_id=customer.id, limit=min(limit, MOST_PIECES))
    got = await recommend(session, shop, asked)
    if not got.pieces or await record_exposure(session, shop, MAILS, customer.id) != "treatment":
        return []
    return [
        MailLine(
            customer=customer.key,
            email=customer.email or "",
            name=customer.name,
            language=lang,
            place=place,
            product=one.product.key,
            title=one.product.title.text(lang),
            reason=one.reason.kind,
            why=one.words,
            url=site + address_of(one.product.id, lang),
        )
        for place, one in enumerate(await explained(session, shop, got, lang), 1)
    ]


async def write_csv(lines: AsyncIterator[MailLine], out: TextIO) -> int:
    """As a table, and how many lines; what a spreadsheet would take for a formula is disarmed."""
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    count = 0
    async for line in lines:
        writer.writerow([guarded(str(value)) for value in asdict(line).values()])
        count += 1
    return count


async def write_json(lines: AsyncIterator[MailLine], out: TextIO) -> int:
    """As JSON lines, and how many."""
    count = 0
    async for line in lines:
        out.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
        count += 1
    return count
