"""A certificate in words: what was proved, the cart it rests on, the rule to blame, and what stays open."""

from __future__ import annotations

from mercery.core.i18n import Lang
from mercery.promotions.rules.calendar import Calendar
from mercery.promotions.telling.names import Names
from mercery.promotions.telling.numbers import percent
from mercery.promotions.telling.periods import tell_moment
from mercery.promotions.worst.certificate import Attack, Certificate, WorstCart


def tell_certificate(
    certificate: Certificate, calendar: Calendar, lang: Lang, names: Names | None = None
) -> tuple[str, ...]:
    """Sentences in the order in which a reader asks: does it pass, how sure is that, which cart, whose fault, what else."""
    told = names or Names.of(calendar)
    said = [_verdict(certificate, lang), _reach(certificate, lang, told)]
    if certificate.worst is not None:
        said.append(tell_cart(certificate.worst, lang, told))
    said += [_fault(one.rule, one.alone, lang, told) for one in certificate.faults if one.alone > 0][:3]
    said += [_attack(one, lang, told) for one in certificate.attacks]
    return tuple(said)


def tell_cart(worst: WorstCart, lang: Lang, names: Names) -> str:
    """`Worst cart: 1 × Bag, 2 × Scarf for members: list price €…, to pay €…, margin −€… (−12.5%)`."""
    zh = lang == "zh"
    priced, margin = worst.priced, worst.margin
    goods = ("、" if zh else ", ").join(f"{line.quantity} × {names.sku(line.sku, lang)}" for line in priced.lines)
    listed, paid = names.money(priced.list_total, lang), names.money(priced.payable, lang)
    kept = f"{names.money(margin.margin, lang)}"
    if margin.revenue > 0:
        kept += f"（{percent(margin.share_bps)}）" if zh else f" ({percent(margin.share_bps)})"
    who = ("、" if zh else ", ").join(names.audience(one, lang) for one in sorted(worst.buyer.audiences))
    when = tell_moment(worst.moment, lang, names.zone) if worst.moment else ""
    if zh:
        place = "，".join(part for part in (f"买家为{who}" if who else "", when) if part)
        return f"最差订单：{goods}{f'（{place}）' if place else ''}；标价{listed}，应付{paid}，毛利{kept}。"
    place = ", ".join(part for part in (f"for {who}" if who else "", when) if part)
    return f"Worst cart: {goods}{f' ({place})' if place else ''}; list price {listed}, to pay {paid}, margin {kept}."


def _verdict(certificate: Certificate, lang: Lang) -> str:
    if certificate.passes:
        return "通过：任何订单都不低于底线。" if lang == "zh" else "Passes: no cart goes below the floor."
    found = certificate.exact or _breaks(certificate)
    if found:
        return "不通过：有订单低于底线。" if lang == "zh" else "Does not pass: a cart goes below the floor."
    if lang == "zh":
        return "未能证明：没有找到低于底线的订单，但也不能排除。"
    return "Not proved: no cart below the floor was found, and none could be ruled out."


def _breaks(certificate: Certificate) -> bool:
    return certificate.worst is not None and certificate.worst.margin.short > 0


def _reach(certificate: Certificate, lang: Lang, names: Names) -> str:
    if certificate.aim == "share":
        found, bound = percent(certificate.found), percent(certificate.bound)
    else:
        found, bound = names.money(certificate.found, lang), names.money(certificate.bound, lang)
    subject = {
        "margin": ("least margin of a cart", "单笔订单的最低毛利"),
        "shortfall": ("furthest below the floor", "低于底线最多"),
        "share": ("least share of the list price paid", "实付占标价的最低比例"),
    }[certificate.aim][1 if lang == "zh" else 0]
    if certificate.exact:
        if certificate.kinds is not None:
            counted = f"{certificate.kinds:,}"
            how = f"，已逐一计算全部{counted}种情形" if lang == "zh" else f", all {counted} cases were priced"
        else:
            how = "，已证明" if lang == "zh" else ", proved"
        return f"{subject}：{found}{how}。" if lang == "zh" else f"The {subject} is {found}{how}."
    if lang == "zh":
        return f"{subject}在{bound}与{found}之间：已找到{found}，尚不能排除{bound}。"
    return f"The {subject} lies between {bound} and {found}: {found} was found, {bound} is not ruled out."


def _fault(rule: str, alone: int, lang: Lang, names: Names) -> str:
    money, name = names.money(alone, lang), names.rule(rule, lang)
    if lang == "zh":
        return f"主要原因：“{name}”；去掉它，最差情形改善{money}。"
    return f"At fault: “{name}”; without it the worst case is better by {money}."


def _attack(attack: Attack, lang: Lang, names: Names) -> str:
    note = attack.note_zh if lang == "zh" else attack.note_en
    loss = names.money(attack.loss, lang)
    if attack.most is None:
        return f"{note}每位买家损失{loss}，次数不限。" if lang == "zh" else f"{note} {loss} a buyer, without a limit."
    most = names.money(attack.most, lang)
    return f"{note}每位买家损失{loss}，合计至多{most}。" if lang == "zh" else f"{note} {loss} a buyer, {most} at most."
