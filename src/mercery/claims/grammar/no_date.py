"""`I can't give you a date`, 何时补货还说不准: that nobody knows when it comes back."""

from __future__ import annotations

from typing import Final

from mercery.claims.grammar.reading import Segment

WHEN: Final = frozenset(
    {
        "when",
        "date",
        "a date",
        "dates",
        "how soon",
        "how long",
        "timing",
        "whether",
        "if",
        "何时",
        "几时",
        "啥时候",
        "啥时",
        "什么时候",
        "哪天",
        "时间",
        "日期",
        "多久",
        "具体时间",
        "具体日期",
        "准信",
        "消息",
        "准日子",
        "能不能",
        "会不会",
        "具体",
    }
)
TELLING: Final = frozenset(
    {
        "cannot",
        "can not",
        "do not",
        "not",
        "no",
        "unable",
        "unclear",
        "uncertain",
        "open",
        "unknown",
        "unsure",
        "give",
        "say",
        "tell",
        "know",
        "promise",
        "confirm",
        "offer",
        "have",
        "got",
        "yet",
        "sure",
        "for sure",
        "news",
        "word",
        "idea",
        "any",
        "known",
        "set",
        "fixed",
        "announced",
        "confirmed",
        "说不准",
        "没准",
        "不知道",
        "不清楚",
        "不确定",
        "说不好",
        "没定",
        "还没定",
        "定不下来",
        "没法说",
        "没有",
        "没",
        "不",
        "未",
        "暂无",
        "无",
        "说",
        "准",
        "定",
        "知道",
        "清楚",
        "确定",
        "确认",
        "给不了",
        "还",
        "暂时",
        "目前",
        "也",
        "没数",
        "谁",
        "都",
    }
)
_DENIES: Final = frozenset(
    {
        "说不准",
        "没准",
        "不知道",
        "不清楚",
        "不确定",
        "说不好",
        "没定",
        "还没定",
        "定不下来",
        "没法说",
        "暂无",
        "给不了",
        "没数",
        "unclear",
        "uncertain",
        "unknown",
        "unsure",
        "unable",
    }
)


def cannot_tell_when(segment: Segment) -> bool:
    """Whether the segment says that the day is not known, and nothing else of it."""
    when = any(token.text in WHEN for token in segment.tokens)
    denied = any(token.is_a("neg") or token.text in _DENIES for token in segment.tokens)
    return when and denied and not any(token.amount and token not in segment.chosen for token in segment.tokens)
