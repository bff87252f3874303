"""Who is meant: from an address or an id to everything that leads to what is kept of that person."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.conversations.service import people
from mercery.core.errors import Invalid, NotFound
from mercery.core.personal import Person
from mercery.customers import service as customers
from mercery.experiments.own_orders import orders_told_for, visitors_of_orders
from mercery.orders.baskets import customers_of_orders, numbers_of_customers


async def find(session: AsyncSession, shop_id: str, said: str) -> Person:
    """The person behind an e-mail address, the shop's own number of a customer, or an id of customer, browser or conversation.

    A browser counts as theirs where they talked or an order of theirs was told for it, and nobody else was known there: on a
    shared one, others' traces stay.
    Invalid where nothing was said, NotFound where nothing is kept.
    """
    wanted = said.strip()
    if not wanted:
        raise Invalid(
            "Say who is meant.",
            remedy="An e-mail address, a customer's number, or an id from the inbox.",
            zh="请指明是谁：邮箱地址、顾客编号，或会话编号。",
        )
    found = await customers.matching(session, shop_id, wanted)
    emails = {one.email for one in found if one.email} | ({wanted.lower()} if "@" in wanted else set())
    ids = {one.id for one in found}
    talks = await people.of_person(session, shop_id, customer_ids=ids, emails=emails, visitor_or_conversation=wanted)
    numbers = await numbers_of_customers(session, shop_id, ids)
    maybe = {one.visitor_id for one in talks} | await visitors_of_orders(session, shop_id, numbers)
    known: dict[str, set[str]] = defaultdict(set)
    ordered = await orders_told_for(session, shop_id, maybe)
    owner = await customers_of_orders(session, shop_id, {one for told in ordered.values() for one in told})
    for visitor, told in ordered.items():
        known[visitor] |= {owner[one] for one in told if one in owner}
    for talk in await people.known_in(session, shop_id, maybe):
        known[talk.visitor_id] |= {one for one in (talk.customer_id, talk.customer_email.lower()) if one}
    visitors = {one for one in maybe if known[one] <= ids | emails}
    if wanted.startswith("vis_"):
        visitors.add(wanted)
    person = Person(
        shop_id=shop_id,
        customer_ids=frozenset(ids),
        visitor_ids=frozenset(visitors - {""}),
        emails=frozenset(emails),
        conversation_ids=frozenset(one.id for one in talks),
    )
    if not person.known:
        raise NotFound("Nothing is kept of anybody by that name.", zh="没有找到此人的记录。")
    return person
