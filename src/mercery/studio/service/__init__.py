"""What can be done with content of a shop; what pages, programs and commands call. Each function runs inside the caller's
transaction, unless it says otherwise.

Live topics: `content:{shop_id}` (a piece changed: `piece`, `status`, `version`) and `content_batch:{batch_id}` (`done`,
`failed`, `total`, `state`).
"""

from mercery.studio.house_voices import (
    VoiceVersion,
    house_voice,
    save_voice,
    voice_history,
    voices,
    withdraw_voice,
)
from mercery.studio.repository import Live, live_channels
from mercery.studio.repository import live as live_pieces
from mercery.studio.service.batches import (
    batch,
    batch_items,
    batches,
    cancel_batch,
    expected_cost,
    retry_batch,
    start_batch,
)
from mercery.studio.service.drawing import ask_render, render
from mercery.studio.service.editing import edit, remove_sentence, restore, use_instead
from mercery.studio.service.errors import NothingLeft, SecondPersonNeeded, StillBlocked
from mercery.studio.service.following import Followed, follow
from mercery.studio.service.pieces import (
    changes_since,
    compare,
    piece,
    piece_version,
    piece_versions,
    pieces,
    side_by_side,
)
from mercery.studio.service.publishing import (
    approve,
    ask_review,
    publish,
    refusal,
    schedule,
    send_back,
    settle,
    withdraw,
)
from mercery.studio.service.settings import save_settings, settings_of
from mercery.studio.service.writing import keep_written, write_again, write_piece

__all__ = [
    "Followed",
    "Live",
    "NothingLeft",
    "SecondPersonNeeded",
    "StillBlocked",
    "VoiceVersion",
    "approve",
    "ask_render",
    "ask_review",
    "batch",
    "batch_items",
    "batches",
    "cancel_batch",
    "changes_since",
    "compare",
    "edit",
    "expected_cost",
    "follow",
    "house_voice",
    "keep_written",
    "live_channels",
    "live_pieces",
    "piece",
    "piece_version",
    "piece_versions",
    "pieces",
    "publish",
    "refusal",
    "remove_sentence",
    "render",
    "restore",
    "retry_batch",
    "save_settings",
    "save_voice",
    "schedule",
    "send_back",
    "settings_of",
    "settle",
    "side_by_side",
    "start_batch",
    "use_instead",
    "voice_history",
    "voices",
    "withdraw",
    "withdraw_voice",
    "write_again",
    "write_piece",
]
