"""What people decide about drafts. Every function works inside the caller's transaction, writes the draft's history and an
audit record, and refuses when somebody else changed the draft since it was looked at (`seen`)."""

from mercery.knowledge.review.handing_over import approved, give_back, mark_published, take_up
from mercery.knowledge.review.service.approving import Beside, approve, approve_together, mend
from mercery.knowledge.review.service.editing import Edit, add_words, ask_for_words, edit
from mercery.knowledge.review.service.looking import draft, drafts, history, newest_policy_version
from mercery.knowledge.review.service.merging import merge
from mercery.knowledge.review.service.turning_back import reject, reopen, undo
from mercery.knowledge.review.taking_in import Taken, take_in

__all__ = [
    "Beside",
    "Edit",
    "Taken",
    "add_words",
    "approve",
    "approve_together",
    "approved",
    "ask_for_words",
    "draft",
    "drafts",
    "edit",
    "give_back",
    "history",
    "mark_published",
    "mend",
    "merge",
    "newest_policy_version",
    "reject",
    "reopen",
    "take_in",
    "take_up",
    "undo",
]
