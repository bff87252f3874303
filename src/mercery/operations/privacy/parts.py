"""Everything that is kept of people, feature by feature, in the order in which it is erased."""

from __future__ import annotations

from typing import Final

from mercery.assistant.personal import HELD as ASSISTANT
from mercery.conversations.personal import HELD as CONVERSATIONS
from mercery.core.i18n import Words
from mercery.core.personal import Held
from mercery.customers.personal import HELD as CUSTOMERS
from mercery.experiments.personal import HELD as EXPERIMENTS
from mercery.guide.personal import HELD as GUIDE
from mercery.inspection.personal import HELD as INSPECTION
from mercery.interactions.personal import HELD as INTERACTIONS
from mercery.livestream.personal import HELD as LIVESTREAM
from mercery.orders.handover.personal import HELD as HANDOVER
from mercery.orders.personal import HELD as ORDERS
from mercery.recommendations.personal import HELD as RECOMMENDATIONS
from mercery.search.personal import HELD as SEARCH
from mercery.storefront.personal import HELD as STOREFRONT

PARTS: Final[tuple[Held, ...]] = (
    *STOREFRONT, *LIVESTREAM, *ASSISTANT, *INSPECTION, *GUIDE, *SEARCH, *RECOMMENDATIONS, *EXPERIMENTS, *INTERACTIONS,
    *HANDOVER, *ORDERS, *CONVERSATIONS, *CUSTOMERS,
)  # fmt: skip
"""What leads to others comes after them: conversations and the customer last."""

STAYS: Final = (
    Words(
        "The record of who did what in the console stays, and names ids alone.",
        "控制台操作记录留存，仅含编号。",
    ),
    Words(
        "Backups made before keep the person until they are rotated out; a restore erases them again by this receipt.",
        "此前的备份在轮换删除前仍含此人数据；恢复备份时会依据本回执再次删除。",
    ),
    Words(
        "Your own shop system is not touched: erase the person there too, or the next import brings them back.",
        "贵店自有系统不受影响：请同时在其中删除，否则下次导入会重新带入。",
    ),
)
"""What an erasure here does not reach, said on the page and with each receipt."""
