"""Which feature hears of which event, and what stands behind the doors of lower shelves, in every process.

Apart from the web application: a worker, a director or a command needs no page and no route, and reading those takes as long
as all else of its start.
"""

from __future__ import annotations

from mercery.accounts.events import ShopRemoved
from mercery.ai.choosing import chosen_chinese_embedder
from mercery.assistant.content_words import ContentWords
from mercery.assistant.draft_words import DraftWords
from mercery.assistant.handing import on_handed_over
from mercery.assistant.inspected import KeptTurns
from mercery.assistant.looking_back.rehearsing import PastTurns
from mercery.assistant.promoting.bag import use_bags
from mercery.assistant.service import Assistant
from mercery.catalog.events import CatalogChanged, CostsChanged
from mercery.channels import connecting as channel_connecting
from mercery.conversations.events import Closed, Delivered, HandedOver, Spoken
from mercery.core.config import settings
from mercery.core.events import bus
from mercery.demo import jobs as demo_jobs
from mercery.experiments import service as experiments
from mercery.experiments.ledger import hearing as ledger_hearing
from mercery.experiments.warehouse import jobs as warehouse_jobs
from mercery.guide.for_recommendations import agreed_to_be_remembered, near_in_words
from mercery.inspection import jobs as inspection_jobs
from mercery.inspection.doors import use_record
from mercery.inspection.learnt.signs import use_meaning
from mercery.interactions.events import VisitorForgotten
from mercery.knowledge.documents import jobs as document_jobs
from mercery.knowledge.documents.events import DocumentRead, DocumentWithdrawn
from mercery.knowledge.health import jobs as health_jobs
from mercery.knowledge.releases.rehearsal import use_rehearsal
from mercery.knowledge.review import jobs as review_jobs
from mercery.knowledge.review.wordsmith import use_wordsmith
from mercery.livestream import jobs as live_jobs
from mercery.operations.notifying import hearing as notices_hearing
from mercery.operations.notifying import leaving as notices_leaving
from mercery.orders.events import OrderCameBack, OrdersChanged
from mercery.orders.importing.kinds import register_kinds
from mercery.policies.service import PoliciesChanged
from mercery.promotions.publishing import hearing as promotions_hearing
from mercery.promotions.publishing.events import PromotionAlarmed, PromotionsChanged
from mercery.recommendations import jobs as recommendation_jobs
from mercery.recommendations.history import use_agreed
from mercery.recommendations.nearness import use_likeness
from mercery.search import jobs as search_jobs
from mercery.storefront.visitor_bags import VisitorBags
from mercery.studio import hearing as content_hearing
from mercery.studio.extracting import working as attributes_working
from mercery.studio.lent import use_lender


def wire_events() -> None:
    """Say which feature hears of which event; once per process."""
    bus.clear()
    register_kinds()
    use_rehearsal(PastTurns())
    use_record(KeptTurns())
    use_meaning(chosen_chinese_embedder(settings()) if settings().embeddings != "off" else None)
    use_wordsmith(DraftWords(settings()))
    use_lender(ContentWords(settings()))
    use_bags(VisitorBags())
    use_agreed(agreed_to_be_remembered)
    use_likeness(near_in_words)
    channel_connecting.connect(Assistant)
    bus.subscribe(CatalogChanged, search_jobs.on_catalog_changed)
    bus.subscribe(CatalogChanged, promotions_hearing.on_catalog_changed)
    bus.subscribe(CatalogChanged, content_hearing.on_catalog_changed)
    bus.subscribe(CatalogChanged, attributes_working.on_catalog_changed)
    bus.subscribe(PromotionsChanged, content_hearing.on_promotions_changed)
    bus.subscribe(PoliciesChanged, content_hearing.on_policies_changed)
    bus.subscribe(CostsChanged, promotions_hearing.on_costs_changed)
    bus.subscribe(OrdersChanged, promotions_hearing.on_orders_changed)
    bus.subscribe(OrdersChanged, recommendation_jobs.on_orders_changed)
    bus.subscribe(Closed, experiments.on_closed)
    bus.subscribe(OrderCameBack, experiments.on_order_came_back)
    bus.subscribe(Closed, inspection_jobs.on_closed)
    bus.subscribe(Spoken, ledger_hearing.on_spoken)
    bus.subscribe(Delivered, ledger_hearing.on_delivered)
    bus.subscribe(HandedOver, on_handed_over)
    bus.subscribe(HandedOver, notices_hearing.on_handed_over)
    bus.subscribe(PromotionAlarmed, notices_hearing.on_promotion_alarmed)
    bus.subscribe(Spoken, notices_leaving.on_spoken, asks=notices_leaving.address_asked)
    bus.subscribe(DocumentRead, health_jobs.on_document)
    bus.subscribe(DocumentRead, review_jobs.on_document_read)
    bus.subscribe(DocumentWithdrawn, review_jobs.on_document_withdrawn)
    bus.subscribe(DocumentWithdrawn, health_jobs.on_document)
    bus.subscribe(VisitorForgotten, recommendation_jobs.on_visitor_forgotten)
    bus.subscribe(ShopRemoved, search_jobs.on_shop_removed)
    bus.subscribe(ShopRemoved, recommendation_jobs.on_shop_removed)
    bus.subscribe(ShopRemoved, demo_jobs.on_shop_removed)
    bus.subscribe(ShopRemoved, document_jobs.on_shop_removed)
    bus.subscribe(ShopRemoved, content_hearing.on_shop_removed)
    bus.subscribe(ShopRemoved, live_jobs.on_shop_removed)
    bus.subscribe(ShopRemoved, warehouse_jobs.on_shop_removed)
