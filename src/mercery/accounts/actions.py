"""Acts of the audit record in words. An act that is not listed is shown as it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.core.i18n import Words

_NAMES: Final[Mapping[str, Words]] = {
    "answer.record": Words("Recorded answers", "记录答复"),
    "answer.retire": Words("Withdrew an answer", "停用答复"),
    "api_key.create": Words("Made an API key", "新建 API 密钥"),
    "api_key.revoke": Words("Revoked an API key", "停用 API 密钥"),
    "catalog.import": Words("Imported products", "导入商品"),
    "channel.callback": Words("Changed a callback address", "更改回调地址"),
    "channel.create": Words("Made a channel", "创建消息渠道"),
    "channel.enable": Words("Switched a channel on or off", "启用或停用消息渠道"),
    "channel.rotate_secret": Words("Changed a channel's secret", "更换渠道密钥"),
    "customers.import": Words("Imported customers", "导入客人"),
    "inspection.again": Words("Had conversations inspected again", "重新质检会话"),
    "inspection.coach": Words("Left a coaching note", "留下辅导意见"),
    "inspection.judge": Words("Judged a finding", "裁定质检结果"),
    "inspection.missed": Words("Reported a fault that inspection missed", "补报漏检问题"),
    "inspection.read_whole": Words("Read a conversation whole", "通读会话"),
    "inspection.rules": Words("Changed the rules of inspection", "更改质检规则"),
    "draft.approve": Words("Approved a draft", "核准草稿"),
    "draft.edit": Words("Edited a draft", "修改草稿"),
    "draft.give_back": Words("Gave a draft back from a release", "从发布中退回草稿"),
    "draft.mend": Words("Took the source's value and approved a draft", "采用来源数值并核准草稿"),
    "draft.merge": Words("Merged a draft", "合并草稿"),
    "draft.reject": Words("Rejected a draft", "驳回草稿"),
    "draft.return": Words("Opened a draft again", "重新打开草稿"),
    "draft.second": Words("Approved a draft as the second person", "作为第二人核准草稿"),
    "draft.take_in": Words("Took drafts in", "收到草稿"),
    "draft.undo": Words("Took a decision on a draft back", "撤回对草稿的决定"),
    "model.admit": Words("Examined a model", "完成模型准入考核"),
    "model.revoke": Words("Took a model's admission back", "撤销模型准入"),
    "orders.import": Words("Imported orders", "导入订单"),
    "search.rule": Words("Changed a merchandising rule", "更改陈列规则"),
    "search.synonym": Words("Changed a row of synonyms", "更改同义词"),
    "search.remove_synonym": Words("Removed a row of synonyms", "删除同义词"),
    "product.set_price": Words("Changed a price", "更改价格"),
    "product.remove": Words("Removed a product", "移除商品"),
    "product.set_stock": Words("Changed the stock", "更改库存"),
    "product.update": Words("Changed a product", "更改商品"),
    "policy.record": Words("Recorded a policy", "记录政策"),
    "policy.withdraw": Words("Withdrew a policy", "撤销政策"),
    "review.hide": Words("Hid a review", "隐藏评价"),
    "review.reconsider": Words("Put a review back among those to look at", "将评价退回待审"),
    "review.show": Words("Showed a review", "展示评价"),
    "review.rule": Words("Changed the two-person rule", "更改两人核准规则"),
    "reviews.import": Words("Imported reviews", "导入评价"),
    "shop.create": Words("Opened the shop", "创建店铺"),
    "shop.remove": Words("Removed a shop", "移除店铺"),
    "shop.update": Words("Changed settings", "更改设置"),
    "staff.add": Words("Added a person", "添加员工"),
    "staff.invite": Words("Invited a person", "邀请员工"),
    "staff.password": Words("Changed the own password", "更改本人密码"),
    "staff.remove": Words("Removed a person", "移除员工"),
    "staff.reset_password": Words("Reset a password", "重设密码"),
    "staff.role": Words("Changed a role", "更改角色"),
    "staff.sign_in": Words("Signed in", "登录"),
    "staff.uninvite": Words("Took an invitation back", "撤回邀请"),
}


def action_name(action: str) -> Words:
    """The act in words."""
    return _NAMES.get(action) or Words(action.replace(".", ": ").replace("_", " ").capitalize())
