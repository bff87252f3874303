"""How people speak of matters that go to a person: the words of a domain, in both languages.

`SURE` words mean the matter wherever they stand. `WIDE` words mean it where a rule of the shop demands a person for just this
matter and somebody tells of what happened; alone they may mean something else ("drill", "court shoes", 烫).
Patterns over text in lower case with plain signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

Matter = Literal["injury", "fire", "allergy", "legal", "press", "fraud", "minor", "harm", "grief", "business"]


def _words(english: str, chinese: str) -> re.Pattern[str]:
    """English words with their edges; `*` ends a stem. Chinese words stand anywhere."""
    stems = "|".join(one.replace("*", "[a-z]*").replace("_", " ") for one in english.split())
    return re.compile(rf"(?<![a-z0-9])(?:{stems})(?![a-z0-9])|{'|'.join(chinese.split())}", re.ASCII)


SURE: Final[Mapping[Matter, re.Pattern[str]]] = {
    "injury": _words(
        "scalded_my scalded_her scalded_his a&e paramedic* ambulance concuss* fractur* tetanus third-degree second-degree lacerat* unconscious knocked_out casualty_department emergency_room urgent_care minor_injuries_unit skin_graft",
        "缝了[几一二三四五六七八九十\\d两] 破伤风 急诊 救护车 骨折 脑震荡 昏迷 烫伤 烧伤 烫起泡 起了?[个好大一]*水泡 割破 血流不止",
    ),
    "legal": _words(
        "solicitor* barrister* litigat* ombudsman trading_standards small_claims letter_before_action court_summons statutory_demand citizens_advice consumer_rights_act attorney_general bbb better_business_bureau class_action subpoena",
        "律师函 起诉 诉状 立案 开庭 消协 12315 市监局 市场监督 消费者权益保护 仲裁委 法律援助 走法律 退一赔三",
    ),
    "harm": _words(
        "suicid* self-harm* kill_myself end_my_life end_it_all overdos* don't_want_to_live better_off_dead hurt_myself",
        "自杀 自残 轻生 不想活 活不下去 活着没意思 割腕 了结自己 想死",
    ),
    "fire": _words(
        "caught_fire on_fire burst_into_flames fire_brigade fire_department smell_of_gas smell_gas gas_leak* carbon_monoxide electrocut* short-circuit*",
        "起火 着火 烧起来 冒烟 自燃 煤气味 燃气泄漏 一氧化碳 触电",
    ),
}  # fmt: skip
"""Words that mean it wherever they stand."""
WIDE: Final[Mapping[Matter, re.Pattern[str]]] = {
    "injury": _words(
        "blister* scald* burn burns burnt burned burning bruis* swollen swell* swelling bleed* bled blood bloody gash* graze* scrap* scratch* cut cuts sliced splinter* stab* puncture* pinch* trapped crush* sprain* twist* torn ligament* fractur* broke broken bone bones concuss* stitch* wound* scar scars scarred bandag* plaster_cast sling crutches limp* numb tingl* hospital* doctor* nurse gp clinic a&e ambulance paramedic* x-ray* surgery tetanus infect* pus injur* pain painful sore bump bumped slipped fell fallen tripped chok* swallow* faint* dizzy unconscious shock shocked zapped jolt tooth teeth eye eyes skin forearm finger thumb wrist ankle knee toe forehead eyebrow",
        "受伤 烫 起泡 水泡 红肿 肿 疼 痛 流血 出血 血 划 割 扎 刺 夹 砸 摔 磕 碰伤 擦伤 扭 崴 骨折 缝 伤口 疤 淤青 青了 紫了 破皮 发炎 化脓 包扎 医院 医生 门诊 急诊 卫生所 诊所 拍片 打针 破伤风 麻 电了 电到 噎 呛 卡住 吞 咽 晕 昏 指甲 手指 手臂 胳膊 脚趾 膝盖 额头 眼睛 眼角 牙 皮肤 救护车 流脓 受惊",
    ),
    "fire": _words(
        "fire fires flame* smoke* smoking smoky smould* smolder* spark* singe* scorch* charred melted melting overheat* too_hot red_hot burning burnt burned burn gas fumes leak* hiss* bang bangs explo* blew pop popped short_circuit* fuse tripped electric_shock electrocut* zapped current battery_swell* swollen swell* bloated puffed fat bulging smell* stink* alarm extinguisher brigade carbon_monoxide socket sizzl* glow* crackl* soot blackened",
        "火 烟 焦 糊 烧 燃 爆 炸 火花 冒 烫手 发烫 过热 熔 化了 漏电 漏气 煤气 燃气 电了 电到 麻了 跳闸 短路 保险丝 插座 鼓包 鼓起 异味 刺鼻 噼啪 滋滋 发黑 烤焦 灭火 报警器 119 消防 一氧化碳 漏液",
    ),
    "allergy": _words(
        "allergic_reaction* reacted reaction* rash rashes hives welts itch* swollen swell* puffy blotch* bumps spots blister* redness red_and red_patches burning sting* tingl* peel* flak* raw wheez* breath* throat lips tongue epipen anaphyla* antihistamine* cortisone hydrocortisone eczema dermat* vomit* sick ill nausea* diarrh* stomach_ache cramp* poison* fever hospital* doctor* gp emergency dizzy faint* mould* mold* maggot* bug bugs worm* glass metal plastic hair",
        "过敏了 红疹 疹 痒 肿 红肿 起泡 泛红 发红 红了 刺痛 灼热 脱皮 起皮 烂脸 水泡 呼吸 喘 胸闷 喉咙 嘴唇 舌头 眼皮 呕 吐 恶心 拉肚子 腹泻 肚子疼 肚子痛 胃疼 发烧 头晕 晕 中毒 医院 医生 皮肤科 急诊 打针 吃药 氯雷他定 激素 发霉 长毛 虫 异物 玻璃 头发 变质 馊 不舒服 难受 副作用 反应",
    ),
    "legal": _words(
        "lawyer* attorney* solicitor* barrister* counsel legal* law laws court courts tribunal judge lawsuit* suit sue sued suing litigat* damages liab* compensation sued claim claims small_claims ombudsman regulator* authorit* trading_standards watchdog ofcom fca ico ftc cma consumer_rights consumer_council consumer_protection consumer_advice citizens_advice bbb better_business_bureau police officer report_you reported prosecut* charges arbitration mediat* statutory act rights writ summons notice letter_before_action proceedings",
        "律师 律师函 法院 法庭 起诉 诉讼 告你 告到 告上 立案 开庭 仲裁 调解 法律 法务 维权 消协 消费者协会 12315 12345 工商 市监 市场监督 质监 食药监 监管 部门投诉 举报 投诉到 报警 警察 派出所 公安 民警 黑猫 315 赔偿 三倍 十倍 退一赔三 消法 消费者权益 食品安全法 证据 公证",
    ),
    "press": _words(
        "press media journalist* reporter* newspaper* magazine* editor* column* article story broadcast* tv television radio bbc itv podcast* interview* documentary film crew news newsroom headline* publish* public viral influencer* followers blogger* vlogger* youtuber* youtube tiktok instagram twitter facebook reddit mumsnet trustpilot watchdog expose* exposing statement spokes* quote",
        "记者 媒体 报社 报纸 晚报 日报 电视台 电台 新闻 采访 报道 曝光 爆料 热搜 热榜 微博 抖音 小红书 快手 b站 公众号 朋友圈 视频号 知乎 贴吧 博主 网红 大v 粉丝 直播 发到网上 挂网上 发网上 稿子 专题 编辑 主编 节目 公关 舆论 315晚会",
    ),
    "fraud": _words(
        "fraud* scam* stole stolen steal theft thief hack* phish* unauthori[sz]ed unknown_charge unrecogni[sz]ed cloned skimm* impersonat* identity compromised breach* leaked fake fakes counterfeit* forged replica knock-off suspicious strange_order never_ordered didn't_order did_not_order not_me wasn't_me someone_else somebody_else logged_in password chargeback bank_says bank_called fraud_team cancelled_my_card police",
        "盗刷 被盗 盗号 诈骗 骗子 被骗 骗了 冒充 冒用 假客服 钓鱼 黑客 异地登录 陌生 不是我下 不是我买 不是我付 没下过 没买过 莫名 泄露 泄漏 验证码 密码 转账 汇款 屏幕共享 假货 仿品 高仿 报警 冻结 挂失 银行说",
    ),
    "minor": _words(
        "underage under_age minor minors teen* schoolboy* schoolgirl* pupil* my_son my_daughter my_kid my_child kids toddler nephew niece grandson granddaughter little_brother little_sister year-old year_old years_old mum's_card mom's_card dad's_card my_parents pocket_money without_permission without_asking without_me_knowing behind_my_back at_school homework classmates",
        "未成年 孩子 小孩 儿子 女儿 娃 小学 初中 高中 中学生 小学生 上学 年级 岁 妈妈的 爸爸的 妈的卡 爸的卡 家长 监护 压岁钱 零花钱 偷偷 拿我手机 用我手机 不知情 没经过 同学 老师",
    ),
    "harm": _words(
        "suicid* self-harm* kill die dying dead end_it end_my can't_go_on no_point give_up_on_life pills overdos* hurt_myself worthless hopeless threat* threaten* come_for you'll_regret find_you know_where_you burn_down smash knife gun bomb attack* violen* beat",
        "自杀 自残 轻生 不想活 活不下去 活着 想死 去死 跳楼 割腕 吃药 安眠药 了结 绝望 崩溃 威胁 弄死 打死 砸店 砸了 等着 找上门 报复 刀 放火 炸 同归于尽",
    ),
    "grief": _words(
        "died dies dead death passed passing deceased late funeral* burial buried wake cremat* memorial mourning grief griev* bereav* widow* orphan* estate executor probate will hospice terminal palliative cancer stroke coma miscarri* stillb* lost_my lost_our lost_her lost_him obituary condolence* coffin ashes grave in_memory no_longer_with_us last_month_we_lost",
        "去世 过世 走了 不在了 没了 死 离世 病逝 病故 遗 葬 丧 追悼 火化 骨灰 墓 坟 灵堂 白事 头七 奠 悼 缅怀 孤儿 遗孀 遗产 癌 晚期 病危 临终 icu 流产 没保住 守孝 寿衣 亡",
    ),
    "business": _words(
        "wholesale* bulk resell* reseller* retailer* distribut* trade_price trade_account stockist* boutique_owner our_shop our_store our_hotel our_office our_company our_school our_restaurant our_cafe our_staff our_team company corporate business b2b procurement tender quote quotation invoice purchase_order vat_number pieces units pallet* cartons cases minimum_order moq volume contract supplier* supply employees staff_gifts uniforms event conference",
        "批发 大量 量大 团购 采购 拿货 进货 代理 经销 分销 加盟 企业 公司 单位 酒店 学校 餐厅 民宿 员工 福利 年会 礼品 定制logo 对公 专票 合同 招标 报价 起订 件起 箱 代发 一件代发 供货 供应商 渠道 门店 开店",
    ),
}  # fmt: skip
"""Words that mean it where a rule is of this matter."""
OF_RULES: Final[Mapping[Matter, re.Pattern[str]]] = {
    "injury": _words("injur* burn* cut cuts wound* accident* hurt harm* safety scald* bleed* blood pain medical_emergenc* hospital*", "受伤 伤 烫 人身 事故 肿痛 流血 疼痛"),
    "fire": _words("fire* smoke* gas electric* explo* overheat* battery_fault* burn* sparks", "火 冒烟 燃气 煤气 漏电 触电 爆炸 过热 鼓包"),
    "allergy": _words("allerg* health reaction* rash* skin_problem* illness food_safety poison* medical symptoms unwell", "过敏 健康 身体不适 不良反应 食品安全 中毒 症状 异物 就医 病征"),
    "legal": _words("legal* lawyer* solicitor* court* authorit* regulator* ombudsman sue police litigation lawsuit* trading_standards consumer_protection", "法律 律师 法院 诉讼 起诉 监管 工商 消协 12315 维权 报警 市监 法务"),
    "press": _words("press media journalist* reporter* influencer* publicity", "媒体 记者 曝光 采访 公关 舆情 博主"),
    "fraud": _words("fraud* stolen hack* unauthori[sz]ed scam* phish* identity_theft account_takeover counterfeit*", "盗刷 诈骗 被盗 冒用 骗子 盗号 假货 账号安全"),
    "minor": _words("minor minors underage under_age under_18 under_16 children's_orders", "未成年"),
    "harm": _words("threat* self-harm suicid* violence crisis mental_health", "威胁 自杀 自残 轻生 自伤 极端 心理危机"),
    "grief": _words("bereave* death died deceased grief funeral* vulnerable", "去世 丧 逝 离世 亡 特殊情况"),
    "business": _words("wholesale bulk business_enquir* resell* trade_enquir* corporate b2b quantities", "批发 团购 大宗 企业采购 采购 大客户 经销"),
}  # fmt: skip
"""How a rule of the shop names it."""


def demanded(rule: str) -> frozenset[Matter]:
    """The matters a rule names."""
    return frozenset(matter for matter, pattern in OF_RULES.items() if pattern.search(rule))


def told(matter: Matter, text: str) -> bool:
    """Whether a text may tell of a matter that a rule names."""
    return WIDE[matter].search(text) is not None
