"""Brings the demo shop Maison Aurelle into an empty database: everything, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from mercery.accounts import service as accounts
from mercery.accounts.actor import SYSTEM
from mercery.accounts.shop import Shop
from mercery.catalog import service as catalog
from mercery.catalog.picture_copies import record_copies
from mercery.core import clock
from mercery.core.database import Database
from mercery.core.i18n import Words
from mercery.core.ids import new_id
from mercery.customers.service import apply_customers
from mercery.demo.catalogue import DemoProduct, demo_collections, demo_products
from mercery.demo.experiments import run_experiments
from mercery.demo.history import demo_history
from mercery.demo.hours import keep_holidays, keep_hours
from mercery.demo.measurement import set_up_measurement
from mercery.demo.people import demo_customers
from mercery.demo.promotions import promote
from mercery.demo.releases import ask_own_questions, release_once
from mercery.demo.reviews import write_reviews
from mercery.demo.rules import demo_answers, demo_policies, demo_rule_book
from mercery.demo.search_desk import set_up_desk
from mercery.demo.shows import set_up_shows
from mercery.demo.talk import hold_talks
from mercery.demo.told import tell
from mercery.demo.traffic import WEEKS
from mercery.demo.visits import DAYS, pay_visits
from mercery.inspection.service import rules as inspection
from mercery.knowledge import service as knowledge
from mercery.knowledge.documents import readings
from mercery.knowledge.documents.originals import incoming
from mercery.orders.actions import service as actions
from mercery.orders.actions.packs import pack
from mercery.orders.service import apply_orders
from mercery.policies import service as policies

SLUG = "aurelle"
OPEN_FOR = timedelta(days=75)
RULE_PACK = "boutique"
"""The rules for what may be done to orders; they say what the policies say."""
_REASON = "Seeded with the demo shop"
_DOCUMENTS = Path(__file__).parent / "content" / "documents"

Say = Callable[[str], None]


async def seed(database: Database, home: Path, say: Say) -> Shop:
    """Make the demo shop in one transaction; its pictures are written below `home`/media first."""
    now = clock.now()
    say("Seeding the demo shop Maison Aurelle …")
    drawn = list(demo_products(now.date()))
    pieces = _write_pictures(drawn, home / "media")
    say(f"  {pieces} pictures drawn")
    async with database.session() as session:
        shop = await _shop(session)
        # The shop has been open for a while: what it says has held since then, also in the conversations below.
        with clock.at(now - OPEN_FOR):
            await _catalogue(session, shop, drawn, say)
            await _rules(session, shop, now, say)
            await keep_hours(session, shop)
        say(f"  {await keep_holidays(session, shop, now)} days with hours of their own")
        say(f"  1 release of {await release_once(session, shop, now)} answers")
        await _people(session, shop, drawn, now, say)
        say(f"  {await ask_own_questions(session, shop, now)} questions the shop always wants answered right")
    return shop


async def _shop(session: AsyncSession) -> Shop:
    return await accounts.create_shop(
        session,
        slug=SLUG,
        name=Words("Maison Aurelle", "Maison Aurelle"),
        tagline=Words("Leather, silk and time, made to be kept.", "皮革、丝绸与时光，只为长久相伴。"),
        wordmark="MAISON AURELLE",
        assistant_name=Words("Aurelle", "Aurelle"),
        currency="EUR",
        currencies=("EUR", "CNY"),
        timezone="Europe/Paris",
        tax_included=True,
        advertising_law=("FR", "CN"),
        # A person trying the demo shop should always meet the assistant, what it recommends, and the host on air.
        holdouts={"assistant": 0.0, "recommendations": 0.0, "live": 0.0},
        demo=True,
    )


async def _catalogue(session: AsyncSession, shop: Shop, drawn: list[DemoProduct], say: Say) -> None:
    summary = await catalog.apply_drafts(session, shop, [one.product for one in drawn], SYSTEM)
    await record_copies(session, shop.id, {source: copy for one in drawn for source, copy in one.copies()})
    for place, one in enumerate(demo_collections()):
        await catalog.save_collection(
            session, shop.id, handle=one.handle, name=one.name, position=place, description=one.description
        )
    say(f"  {summary.new} products")


async def _rules(session: AsyncSession, shop: Shop, now: datetime, say: Say) -> None:
    made = await policies.record_policies(session, shop.id, SYSTEM, demo_policies(now), reason=_REASON)
    answers = await knowledge.record_answers(session, shop.id, SYSTEM, list(demo_answers()), reason=_REASON)
    await inspection.record_rules(session, shop.id, SYSTEM, demo_rule_book(), reason=_REASON, after_version=0)
    for_orders = await actions.record_rules(session, shop.id, SYSTEM, pack(RULE_PACK), reason=_REASON)
    say(f"  {len(made)} policies, {len(answers)} approved answers, {len(for_orders)} rules for orders")


async def _people(session: AsyncSession, shop: Shop, drawn: list[DemoProduct], now: datetime, say: Say) -> None:
    people = demo_customers(now)
    past = demo_history([one.product for one in drawn], people, now)
    await apply_customers(session, shop.id, people, SYSTEM)
    await apply_orders(session, shop.id, past.orders, SYSTEM)
    say(f"  {len(people)} customers, {len(past.orders)} orders")
    ids = await catalog.all_product_ids(session, shop.id)
    products = await catalog.products(session, shop.id, ids)
    by_key = {product.key: product.id for product in products}
    written, live = await tell(session, shop, by_key, now)
    say(f"  {written} pieces of content, {live} of them published")
    products = await catalog.products(session, shop.id, ids)
    published, drafts = await promote(session, shop, products, now)
    say(f"  {published} sets of promotions in force, {drafts} in draft")
    say(f"  {await pay_visits(session, shop, products, past.visits, now)} visitors of the last {WEEKS} weeks")
    say(f"  {await run_experiments(session, shop, past.visits, now)} experiments they met")
    rules, searches = await set_up_desk(session, shop, by_key, now, days=DAYS)
    say(f"  {searches} searches, {rules} rules for what they show")
    say(f"  {await write_reviews(session, shop, now)} reviews")
    say(f"  {await set_up_shows(session, shop, by_key)} shows with their running orders")
    say(f"  {await set_up_measurement(session, shop, now)} ways to be on air that are compared")
    held = await hold_talks(session, shop, by_key, now)
    say(f"  {held} conversations, answered by the assistant")
    say(f"  {await _documents(session, shop)} documents, which are read in the background")


async def _documents(session: AsyncSession, shop: Shop) -> int:
    """Have the shop's documents read as soon as a worker is there; made by `tools/demo_documents.py`."""
    files = sorted(_DOCUMENTS.iterdir())
    for file in files:
        path = incoming(shop.id) / f"{new_id('upl')}{file.suffix}"
        shutil.copyfile(file, path)
        await readings.store(session, shop.id, SYSTEM, name=file.name, path=path)
    return len(files)


def _write_pictures(drawn: list[DemoProduct], media: Path) -> int:
    pieces = {picture.file: picture.svg for one in drawn for picture in one.pictures}
    for name, svg in pieces.items():
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, "utf-8")
    return len(pieces)
