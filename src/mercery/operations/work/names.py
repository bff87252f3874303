"""What each kind of job does, in words of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mercery.core.i18n import Words

_NAMES: Final[Mapping[str, Words]] = {
    "accounts:prove_new_address": Words("Sending a link that proves a new e-mail", "发送新邮箱确认链接"),
    "accounts:send_notice": Words("Telling staff of a change to their account by mail", "邮件通知员工账户变动"),
    "accounts:send_reset": Words("Sending a link for a new password", "发送重设密码链接"),
    "accounts:tell_old_address": Words("Telling an e-mail that it is to be, or was, replaced", "通知原邮箱登录邮箱变更"),
    "alerts:deliver": Words("Telling of an alert", "发送告警通知"),
    "alerts:go_round": Words("Looking whether anything is unusual", "巡查告警"),
    "assistant:admit": Words("Examining a model", "考核模型"),
    "assistant:forget_search_answers": Words("Removing old answers above results", "清理旧的搜索答复"),
    "assistant:look_back": Words("Working past questions out again", "回看历史问题"),
    "backing_up:daily": Words("The daily backup", "每日备份"),
    "catalog:apply_import": Words("Applying an import of products", "应用商品导入"),
    "catalog:examine_import": Words("Reading an import of products", "读取商品导入文件"),
    "catalog:fetch_pictures": Words("Fetching product pictures", "获取商品图片"),
    "channels:forget": Words("Removing old messages of messengers", "清理旧的渠道消息"),
    "channels:hear": Words("Taking in a message of a messenger", "接收渠道消息"),
    "channels:poll": Words("Fetching mails of all shops", "收取各店邮件"),
    "channels:read_mail": Words("Fetching mails", "收取邮件"),
    "channels:take_up": Words("Taking up messages of messengers that were left", "处理遗漏的渠道消息"),
    "conversations:deliver": Words("Delivering an answer to a channel", "向渠道送达答复"),
    "customers:send_code": Words("Sending a code to a customer", "向顾客发送验证码"),
    "demo:forget_pictures": Words("Removing the demo shop's pictures", "清理演示店铺图片"),
    "desk:digest": Words("Counting what was searched", "统计搜索"),
    "desk:digest_again": Words("Counting searches again", "重新统计搜索"),
    "documents:forget_documents": Words("Removing documents of a shop that is gone", "清理已移除店铺的文件"),
    "documents:read_document": Words("Reading a document", "读取文件"),
    "experiments:read": Words("Reading the experiments", "读取实验数据"),
    "experiments:read_one": Words("Reading one experiment", "读取单个实验的数据"),
    "extracting:read": Words("Reading values out of product texts", "从商品文案提取属性"),
    "extracting:read_changed": Words("Reading changed product texts", "读取变动的商品文案"),
    "health:look_at_sources": Words("Comparing answers with their sources", "核对答复与出处"),
    "hours:tell_hours": Words("Keeping up to date what customers are told of special days", "更新特殊日期的对客说明"),
    "inspection:again": Words("Inspecting conversations again", "重新质检会话"),
    "inspection:inspect": Words("Inspecting a conversation", "质检会话"),
    "interactions:forget": Words("Removing old visits", "清理旧访问记录"),
    "interactions:keep_days": Words("Preparing tables for the next days", "准备后续日期的数据表"),
    "livestream:forget": Words("Removing what a show left behind", "清理直播遗留文件"),
    "notifying:answer": Words("Preparing an answer to a customer who left", "准备给已离开顾客的答复"),
    "notifying:look": Words("Looking for what staff should be told", "查找需通知员工的事项"),
    "notifying:look_everywhere": Words("Looking in every shop for what staff should be told", "查找各店需通知员工的事项"),
    "notifying:send": Words("Sending a notice to staff", "发送员工通知"),
    "notifying:send_answer": Words("Sending an answer to a customer who left", "向已离开的顾客发送答复"),
    "privacy:let_go": Words("Removing what is older than it is kept", "清理超过保留期限的数据"),
    "publishing:look_at_orders": Words("Holding orders against the price certificate", "按价格证明核对订单"),
    "publishing:prove": Words("Proving a promotion calendar", "证明促销日历"),
    "publishing:prove_what_lapsed": Words("Proving prices again that lapsed", "重新证明已失效的价格"),
    "publishing:watch": Words("Watching published prices", "监视已发布的价格"),
    "recommendations:apply": Words("Taking new orders into recommendations", "将新订单计入推荐"),
    "recommendations:forget": Words("Removing recommendations of a shop that is gone", "清理已移除店铺的推荐"),
    "recommendations:forget_said": Words("Removing old opinions on recommendations", "清理旧的推荐反馈"),
    "recommendations:nightly": Words("Recommendations, every night", "每夜更新推荐"),
    "recommendations:rebuild": Words("Working out recommendations anew", "重新计算推荐"),
    "releases:check": Words("Rehearsing a release of answers", "预演答复发布"),
    "releases:publish_due": Words("Publishing answers that are due", "发布到期的答复"),
    "review:find_questions": Words("Finding questions in a document", "从文件中寻找问题"),
    "review:make_drafts": Words("Making drafts of answers", "生成答复草稿"),
    "review:withdraw_drafts": Words("Withdrawing drafts of a document", "撤回文件的草稿"),
    "review:word_drafts": Words("Wording drafts", "撰写草稿措辞"),
    "sales:add_up_days": Words("Adding up finished days of sales", "汇总已结束日期的销售"),
    "experiments:add_up_costs": Words("Adding up finished days of costs", "汇总已结束日期的成本"),
    "sales:catch_up": Words("Counting sales", "统计销售"),
    "sales:rebuild": Words("Counting sales anew", "重新统计销售"),
    "search:forget": Words("Removing the index of a shop that is gone", "清理已移除店铺的索引"),
    "search:rebuild": Words("Building the search index anew", "重建搜索索引"),
    "search:ship_anew": Words("Fresh index versions for machines that come anew", "为新加入的机器准备索引版本"),
    "search:update": Words("Bringing the search index up to date", "更新搜索索引"),
    "search:vectors": Words("Learning what products mean", "计算商品语义"),
    "studio:draw": Words("Drawing a picture or film", "制作图片或视频"),
    "studio:follow": Words("Bringing content up to date after a change", "随资料变动更新内容"),
    "studio:forget": Words("Removing content of a shop that is gone", "清理已移除店铺的内容"),
    "studio:publish_due": Words("Publishing content that is due", "发布到期的内容"),
    "studio:turn": Words("Turning content over at its time", "按时更替内容"),
    "studio:write_batch": Words("Writing pieces", "批量撰写内容"),
    "warehouse:forget": Words("Removing the warehouse of a shop that is gone", "清理已移除店铺的数仓"),
    "warehouse:write_all": Words("Writing the days of the warehouse", "写入各店数仓"),
    "warehouse:write_days": Words("Writing a shop's days", "写入店铺日数据"),
}  # fmt: skip


def job_name(kind: str) -> Words:
    """The kind in words; one that is not listed as it is written in code."""
    plain = kind.replace(":", ": ").replace("_", " ")
    return _NAMES.get(kind) or Words(plain[:1].upper() + plain[1:])


def named() -> frozenset[str]:
    """The kinds that have words."""
    return frozenset(_NAMES)
