"""Words that say the same in a shop, in both languages. Data, no code: one group a line, English | 中文."""

from __future__ import annotations

from typing import Final

SYNONYMS: Final = """
buy buying bought purchase purchases purchasing purchased order orders ordering ordered acquire | 买 购买 下单 购入 拍下 买了 订购 入手
begin start commence first initial initially | 开始 首次 第一次 起初
end ends finish stop expire over lapse | 结束 截止 到期 停止
item items piece pieces product products article articles thing things goods stuff merchandise | 商品 产品 东西 货品 物品 单品 货
parcel parcels package packages packet shipment box consignment | 包裹 快递 快件 箱子
send sending sent ship shipping shipped shipment dispatch dispatched post posted mail mailed deliver delivered delivery | 寄 发货 寄送 邮寄 发出 发 配送 送
arrive arrives arrived arriving reach reaches reached come comes turn get gets here receive received receiving | 到 到货 收到 送达 抵达 到手
quick quickly fast faster fastest soon sooner speedy rapid hurry urgent urgently | 快 尽快 马上 急 赶 最快 加急
late delay delayed slow slowly overdue | 晚 延误 延迟 慢 迟到
wait waiting takes take duration time | 等 等待 需要 时间 耗时
cost costs price prices fee fees charge charges rate rates much expense | 费用 价格 多少钱 收费 价钱 花费
free gratis complimentary included nothing | 免费 不收费 不要钱 赠送 白送
cheap cheaper cheapest inexpensive affordable reduced lower less | 便宜 低价 实惠 更低
expensive pricey dear costly | 贵 昂贵 高价
money cash sum amount funds | 钱 现金 金额 款
pay pays paying paid payment payments settle | 付 付款 支付 付钱 结账 买单
card cards credit debit visa mastercard | 卡 信用卡 银行卡 借记卡
instalment instalments installment installments split monthly parts spread later | 分期 分几次 月付 分开付
refund refunded refunds reimburse reimbursed money-back repaid | 退款 退钱 返还 退回
return returns returning returned back | 退货 退 退回 寄回 退掉
exchange exchanged exchanges swap swapped swapping change trade switch | 换 换货 更换 调换 交换
cancel cancelled cancellation cancelling undo withdraw revoke call-off | 取消 撤销 撤回 不要了
change changed changes changing modify amend edit alter update correct | 改 修改 更改 变更 更新 调整
wrong incorrect mistake mistaken error mistyped typo | 错 错误 填错 搞错 写错
broken broke damaged damage faulty defective defect cracked torn snapped | 坏 破损 损坏 瑕疵 破 裂 断 缺陷
repair repaired repairs repairing fix fixed fixing mend mended mending restore service serviced | 修 维修 修理 修补 修复 保修
workshop atelier maker craftsman artisan | 工坊 作坊 工匠 师傅
guarantee guaranteed warranty warranties cover covered coverage | 质保 保修 保障 保固
real genuine authentic authenticity true original legit fake counterfeit copy replica | 真 正品 真品 假 真假 假货 仿品 真伪
proof certificate certificates paper papers document documents serial | 证书 证明 凭证 鉴定书 编号
gift gifts present presents birthday anniversary christmas wedding | 礼物 礼品 送礼 生日 送人 纪念日 圣诞
wrap wrapped wrapping wraps ribbon bow packed giftwrap | 包装 礼盒 丝带 蝴蝶结
note card message greeting write written handwritten words | 贺卡 卡片 留言 祝福 写
shop shops store stores boutique boutiques showroom outlet location branch | 店 门店 实体店 精品店 专柜 店铺 商店
visit visiting come drop stop walk | 去 到店 光临 来店 逛
collect collecting collection pickup pick fetch grab | 自提 取货 自取 取 拿 提货
open opens opening hours close closes closed closing | 营业 开门 关门 几点 开 关
person people human someone somebody agent advisor staff colleague representative | 人工 真人 客服 店员 人 工作人员
contact contacting reach call phone telephone ring email mail write chat | 联系 电话 打 邮件 邮箱 写信 致电
answer answers reply replies respond response | 回复 答复 回答 回
help assist assistance support | 帮 帮忙 帮助 协助
data information details info personal private privacy | 信息 资料 数据 隐私 个人信息
delete deleted deleting erase erased remove removed wipe close | 删除 注销 清除 删 抹去
keep keeps keeping kept hold holds holding held store stored storing reserve reserved aside | 保留 预留 留 存 保存 保管 留着
share shared sharing sell selling sold pass passed disclose third | 卖 分享 泄露 透露 转让 第三方
abroad overseas international internationally foreign worldwide countries country | 国外 海外 国际 外国 境外
customs duty duties import imports tax taxes vat | 关税 海关 税 清关 进口税 税费
code codes coupon coupons voucher vouchers promo promotional | 优惠码 折扣码 优惠券 券 码
discount discounts discounted sale sales reduction reductions offer offers deal deals promotion | 折扣 打折 优惠 促销 特价 活动 减价 降价
combine combined combining together stack stacked both multiple several | 叠加 同时 一起 合并 共用
new newcomer newly latest recent | 新 新人 新客 最新
member members membership loyalty points reward rewards programme program | 会员 积分 等级 会员卡
student students pupil university school | 学生 大学生 学校
address addresses street destination house | 地址 收货地址 住址 街
home house flat apartment door doorstep | 家 住处 门口 家里
work office job company firm business corporate employer | 公司 单位 办公室 企业
invoice invoices receipt receipts bill bills | 发票 收据 小票 账单
hide hidden remove without conceal discreet show shown visible see | 隐藏 不显示 看到 显示 看见
clean cleaned cleaning wash washed washing wipe laundry | 洗 清洗 清洁 擦 洗涤
care caring maintain maintenance look-after protect preserve polish cream condition | 保养 护理 打理 养护 维护
wet water rain soaked damp moisture waterproof | 水 湿 淋雨 防水 雨 沾水
stain stains stained spot spots mark marks dirty spilt spilled | 污渍 脏 弄脏 渍 污
scratch scratches scratched scuff scuffed worn wear | 划痕 刮 磨损 磨 刮花
engrave engraved engraving engravings initials monogram monogrammed letters inscription personalise personalised personalize personalized stamp stamped emboss | 刻字 刻 压印 首字母 雕刻 定制 烫印 压字 字母
name names | 名字 姓名
small smaller tight tighter narrow short | 小 紧 窄 短
big bigger large larger loose looser wide long | 大 松 宽 长
size sizes sizing fit fits fitting measure measurement measurements | 尺码 尺寸 码 号 大小 合适 测量 量
finger fingers hand wrist | 手指 手 手腕 指
battery batteries cell power quartz stopped stop dead ticking runs running | 电池 停 没电 石英 不走
swim swimming pool sea dive diving shower bath | 游泳 泳池 潜水 洗澡 下水 海边
strap straps band bands bracelet | 表带 带子 肩带 链带
material materials leather hide skin fabric made | 材质 皮 面料 皮革 料子 材料
animal animals vegan cruelty-free plant ethical | 动物 素食 纯素 环保
environment environmental sustainable sustainability recycled recycle recyclable eco green carbon climate | 环保 可持续 回收 再生 碳
made makes make manufacture manufactured produced production factory origin | 产地 生产 制造 产 做
allergy allergic allergies nickel sensitive itch itchy reaction hypoallergenic | 过敏 敏感 镍 痒
smell smells scent scents fragrance perfume perfumes note | 香 味道 香味 香水 香氛
last lasts lasting longer persist fade fades longevity | 持久 留香 耐用 散 久
sample samples tester testers try trial | 小样 试用 试香 试 样品
open opened unopened sealed seal unsealed | 拆 拆封 开封 打开 密封
burn burns burning burnt light lit wick flame | 点 燃烧 燃 烛芯 点燃
refill refills refillable refilled top-up fill | 补充 替换装 补充装 灌装 加
lens lenses optical optician prescription dioptre sight glasses frames spectacles | 镜片 度数 近视 验光 配镜 镜框
knot knots tie tied tying fold wear style styling | 系 打结 系法 搭配 戴 绑
available availability stock restock restocked back again | 有货 补货 到货 库存 现货
notify notified alert alerted inform tell reminder remind waitlist waiting-list | 通知 提醒 告诉 登记
unavailable sold-out gone out-of-stock | 没货 缺货 售罄 断货
old used second-hand preowned secondhand vintage | 旧 二手 用过
resell resale buyback trade-in recycle | 回收 以旧换新 寄卖 转卖
lost lose missing disappeared stolen stole theft | 丢 丢失 不见 弄丢 被偷
appointment appointments book booking booked slot reservation schedule | 预约 约 预订
match matching competitor competitors elsewhere rival | 跟价 比价 别家 同价
difference adjust adjustment protection | 差价 保价 价保 补差
drop dropped drops fell went down lower lowered | 降 降价 跌
increase rise raise up higher | 涨 涨价 上调
limit limits maximum max most minimum least | 最多 最少 最低 最高 限
day days working business weekday weekdays | 天 日 工作日
week weeks weekly fortnight | 周 星期 礼拜
month months monthly | 月 个月
weekend weekends saturday sunday holiday holidays | 周末 周六 周日 节假日
deadline within period window before until latest | 期限 内 之前 截止 最晚
condition conditions state tags labels packaging | 条件 吊牌 包装 原样
proof receipt ticket | 凭证 小票
sign signature signed signing | 签收 签字 签名
neighbour neighbor concierge absent away home | 邻居 代收 不在家 前台
friend husband wife partner someone else another behalf | 朋友 家人 别人 代 老公 老婆
identity id passport licence license | 身份证 证件 护照
track tracking tracked trace status whereabouts | 物流 查 跟踪 查询 进度
confirm confirmation confirmed email | 确认 邮件
account accounts login password register profile | 账号 账户 登录 密码 注册
newsletter subscribe unsubscribe spam mailing marketing | 订阅 退订 广告 推送
job jobs career vacancy vacancies hiring recruit intern internship | 招聘 工作 应聘 招人 实习
press journalist magazine media blogger influencer collaboration collaborate | 媒体 记者 合作 博主 采访
wholesale bulk resell reseller stockist distributor | 批发 代理 团购 进货
balance remaining left remainder rest | 余额 剩余 剩下
valid validity expire expires expiry expiration | 有效 有效期 过期 到期
"""
"""A word may stand in several groups."""
