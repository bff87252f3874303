"""Each number, date and condition of an answer, and where its source says it: finding, explaining, mending. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from mercery.core.i18n import Words
from mercery.knowledge.documents.document import SourceRef
from mercery.knowledge.drafts.draft import Thread
from mercery.knowledge.drafts.pairing import threads
from mercery.knowledge.drafts.repairing import repaired

__all__ = ["explained", "repaired", "threads"]


def explained(thread: Thread, answer: Words, sources: Sequence[SourceRef]) -> Words:
    """What a thread shows, in a sentence: "The answer says €12.50, its source €14.50." """
    said = (answer.en if thread.lang == "en" else answer.zh)[thread.start : thread.end]
    stated = "" if thread.source is None else sources[thread.source].quote[thread.source_start : thread.source_end]
    if thread.left_out:
        return Words(
            f"The source limits this: “{stated}”. The answer does not say so.",
            f"来源对此有限制：“{stated}”，答复未提及。",
        )
    if thread.agrees:
        return Words(f"“{said}” stands in the source: “{stated}”.", f"“{said}”见于来源：“{stated}”。")
    if thread.source is None:
        return Words(f"No source says “{said}”.", f"来源中没有“{said}”。")
    return Words(f"The answer says “{said}”, its source “{stated}”.", f"答复写的是“{said}”，来源为“{stated}”。")
