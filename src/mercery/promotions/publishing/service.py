"""What can be done with promotions of a shop; what pages, programs and commands call. Every function but `work` runs inside
the caller's transaction."""

from mercery.promotions.in_force import InForce, SetInForce, calendar_of, rules_at, rules_in_force
from mercery.promotions.publishing.alarms import Alarm, alarms, open_alarms, settle_alarm
from mercery.promotions.publishing.certificates import KeptCertificate, certificate, certificates
from mercery.promotions.publishing.checking import Check, begin, check, latest_check, small, work
from mercery.promotions.publishing.drafting import change, checked_draft, create, draft_of, drop
from mercery.promotions.publishing.errors import BelowFloor, CostsUnknown, ProofNeeded, SecondPersonNeeded
from mercery.promotions.publishing.gate import ask, end, publish, roll_back, send_back, start_rule, stop_rule
from mercery.promotions.publishing.ordering import (
    OrderPricing,
    PlacedOrder,
    give_back,
    keep_units,
    order_pricing,
    placed,
    pricings_of_rule,
    record_order,
)
from mercery.promotions.publishing.releasing import Release, releases
from mercery.promotions.publishing.sets import (
    PromotionSet,
    SetDraft,
    State,
    promotion_set,
    promotion_sets,
    set_by_number,
    set_history,
)
from mercery.promotions.publishing.settings import PromotionSettings, save_settings, settings_of
from mercery.promotions.publishing.unknown_costs import UnknownCosts, unknown_costs_of

__all__ = [
    "Alarm",
    "BelowFloor",
    "Check",
    "CostsUnknown",
    "InForce",
    "KeptCertificate",
    "OrderPricing",
    "PlacedOrder",
    "PromotionSet",
    "PromotionSettings",
    "ProofNeeded",
    "Release",
    "SecondPersonNeeded",
    "SetDraft",
    "SetInForce",
    "State",
    "UnknownCosts",
    "alarms",
    "ask",
    "begin",
    "calendar_of",
    "certificate",
    "certificates",
    "change",
    "check",
    "checked_draft",
    "create",
    "draft_of",
    "drop",
    "end",
    "give_back",
    "keep_units",
    "latest_check",
    "open_alarms",
    "order_pricing",
    "placed",
    "pricings_of_rule",
    "promotion_set",
    "promotion_sets",
    "publish",
    "record_order",
    "releases",
    "roll_back",
    "rules_at",
    "rules_in_force",
    "save_settings",
    "send_back",
    "set_by_number",
    "set_history",
    "settings_of",
    "settle_alarm",
    "small",
    "start_rule",
    "stop_rule",
    "unknown_costs_of",
    "work",
]
