"""Why something could not be done, for the reader of the page. Errors speak English; these say the same in both languages."""

from __future__ import annotations

from typing import Final

from mercery.core.errors import MerceryError
from mercery.core.i18n import Words

_CHINESE: Final = (
    ("second person has to", "您已核准过，须由另一人核准。"),
    ("differ from the source", "有数字或条件与来源不符，请采用来源数值或修改草稿。"),
    ("gives no value", "来源没有可用的数值，请修改草稿。"),
    ("Somebody decided", "此草稿已被他人处理或修改，以下为最新内容。"),
    ("changed the live answer", "现有答复已有变动，请再核对一次差异。"),
    ("changed the policy", "该政策已有变动，请再核对一次差异。"),
    ("Say why", "请写明原因。"),
    ("becomes the policy", "另一份已核准草稿将成为同一政策，请另选或不选。"),
    ("no question and answer", "问题和答复须至少写成一种语言。"),
    ("end before it begins", "截止日早于生效日。"),
    ("nothing of yours", "没有可撤回的操作；他人的决定须由本人撤回。"),
    ("in a release already", "此草稿已进入发布，请先从发布中退回。"),
    ("The draft went on", "该草稿已有变动，以下为最新内容。"),
    ("went on meanwhile", "另一份草稿已有变动，请改用修改。"),
    ("Choose what it is merged into", "请选择要并入的草稿或答复。"),
    ("decided already", "该草稿已处理，请另选或刷新页面。"),
    ("was withdrawn", "该答复已停用，请刷新页面。"),
    ("cannot be used as it is", "请修改标出的字段。"),
)


def in_words(error: MerceryError) -> Words:
    """The error's message and remedy in English, and what it comes to in Chinese."""
    english = f"{error.message} {error.remedy}".strip()
    return Words(english, error.zh or next((zh for sign, zh in _CHINESE if sign in error.message), english))
