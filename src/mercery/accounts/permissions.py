"""What each role may do, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal, get_args

Role = Literal["owner", "editor", "reviewer", "agent", "viewer"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""From most to least; each may do all that those after it may."""


class Permission(StrEnum):
    """One thing a person may be allowed to do in the console."""

    VIEW_CONSOLE = "view_console"
    ANSWER_CONVERSATIONS = "answer_conversations"
    REVIEW_ANSWERS = "review_answers"
    EDIT_ANSWERS = "edit_answers"
    EDIT_CATALOG = "edit_catalog"
    IMPORT = "import"
    EDIT_POLICIES = "edit_policies"
    EDIT_PROMOTIONS = "edit_promotions"
    PUBLISH_PROMOTIONS = "publish_promotions"
    OVERRIDE_FLOOR = "override_floor"
    EDIT_CONTENT = "edit_content"
    PUBLISH_CONTENT = "publish_content"
    RUN_EXPERIMENTS = "run_experiments"
    DECIDE_EXPERIMENTS = "decide_experiments"
    VIEW_AUDIT = "view_audit"
    JUDGE_CONVERSATIONS = "judge_conversations"
    COACH = "coach"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_STAFF = "manage_staff"
    MANAGE_KEYS = "manage_keys"
    REMOVE_SHOP = "remove_shop"


LEAST_ROLE: Final[Mapping[Permission, Role]] = {
    Permission.VIEW_CONSOLE: "viewer",
    Permission.ANSWER_CONVERSATIONS: "agent",
    Permission.REVIEW_ANSWERS: "reviewer",
    Permission.EDIT_ANSWERS: "editor",
    Permission.EDIT_CATALOG: "editor",
    Permission.IMPORT: "editor",
    Permission.EDIT_POLICIES: "editor",
    Permission.EDIT_PROMOTIONS: "editor",
    Permission.PUBLISH_PROMOTIONS: "editor",
    Permission.OVERRIDE_FLOOR: "owner",
    Permission.EDIT_CONTENT: "editor",
    Permission.PUBLISH_CONTENT: "editor",
    Permission.RUN_EXPERIMENTS: "editor",
    Permission.DECIDE_EXPERIMENTS: "owner",
    Permission.VIEW_AUDIT: "reviewer",
    Permission.JUDGE_CONVERSATIONS: "reviewer",
    Permission.COACH: "owner",
    Permission.MANAGE_SETTINGS: "owner",
    Permission.MANAGE_STAFF: "owner",
    Permission.MANAGE_KEYS: "owner",
    Permission.REMOVE_SHOP: "owner",
}
"""The lowest role that holds each permission."""


class Scope(StrEnum):
    """One thing an API key may be allowed to do."""

    CATALOG_READ = "catalog:read"
    CATALOG_WRITE = "catalog:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    CONVERSATIONS_READ = "conversations:read"
    CONVERSATIONS_WRITE = "conversations:write"
    ANSWERS_READ = "answers:read"
    ANSWERS_WRITE = "answers:write"
    DOCUMENTS_READ = "documents:read"
    DOCUMENTS_WRITE = "documents:write"
    INSPECTION_READ = "inspection:read"
    SEARCH_READ = "search:read"
    SEARCH_WRITE = "search:write"
    RECOMMENDATIONS_READ = "recommendations:read"
    RECOMMENDATIONS_WRITE = "recommendations:write"
    PROMOTIONS_READ = "promotions:read"
    PROMOTIONS_WRITE = "promotions:write"
    CONTENT_READ = "content:read"
    CONTENT_WRITE = "content:write"
    LIVE_READ = "live:read"
    LIVE_WRITE = "live:write"
    EVENTS_WRITE = "events:write"
    EXPERIMENTS_READ = "experiments:read"
    EXPERIMENTS_WRITE = "experiments:write"
    ASSISTANT = "assistant"


def rank(role: Role) -> int:
    """How much a role may do; a larger number is more."""
    return len(ROLES) - ROLES.index(role)


def least_role(needed: Permission | Role) -> Role:
    """The lowest role that satisfies a permission or a role."""
    return LEAST_ROLE[needed] if isinstance(needed, Permission) else needed


def allows(role: Role, needed: Permission | Role) -> bool:
    """Whether somebody with `role` may do what needs `needed`."""
    return rank(role) >= rank(least_role(needed))
