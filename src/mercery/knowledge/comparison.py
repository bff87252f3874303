"""What a version of an answer changed against the one before it. Pure."""

from __future__ import annotations

from mercery.core.i18n import Words
from mercery.knowledge.answer import ApprovedAnswer
from mercery.policies.comparison import Change, pieces


def changes(before: ApprovedAnswer | None, after: ApprovedAnswer) -> list[Change]:
    """The changed fields with their differences; none for a first version."""
    if before is None:
        return []
    old, new = _fields(before), _fields(after)
    return [Change(field=label, pieces=pieces(was, new[label])) for label, was in old.items() if was != new[label]]


def _fields(answer: ApprovedAnswer) -> dict[Words, str]:
    return {
        Words("Question, English", "问题（英文）"): answer.question.en,
        Words("Question, Chinese", "问题（中文）"): answer.question.zh,
        Words("Answer, English", "答复（英文）"): answer.answer.en,
        Words("Answer, Chinese", "答复（中文）"): answer.answer.zh,
        Words("Other phrasings, English", "其他问法（英文）"): "\n".join(answer.phrasings.get("en", ())),
        Words("Other phrasings, Chinese", "其他问法（中文）"): "\n".join(answer.phrasings.get("zh", ())),
        Words("Category", "类别"): answer.category,
        Words("Owner", "负责人"): answer.owner,
        Words("Policies", "所依政策"): ", ".join(answer.links),
        Words("Sources", "来源"): "\n".join(source.quote for source in answer.sources),
        Words("First day", "生效日"): answer.valid_from.date().isoformat() if answer.valid_from else "",
        Words("End", "截止"): answer.valid_to.date().isoformat() if answer.valid_to else "",
    }
