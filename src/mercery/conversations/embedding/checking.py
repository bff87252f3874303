"""Whether the assistant will show on a page, and what stands in the way: each with what to do. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final, Literal
from urllib.parse import urlsplit

from mercery.conversations.embedding.csp import Need, Shut, policies_in, shut_out
from mercery.conversations.embedding.page import Line, read_page
from mercery.core.i18n import Words

Key = Literal[
    "not_read", "answer", "no_line", "other_address", "other_shop", "no_shop", "module", "twice", "policy", "mixed", "local",
    "origin", "found",
]  # fmt: skip
Tone = Literal["good", "care", "stop"]
_TYPES: Final = ("text/html", "application/xhtml+xml")
_NEEDS: Final[Mapping[Need, Words]] = {
    "script": Words("loading the script", "加载脚本"),
    "connect": Words("asking the shop", "连接店铺"),
    "image": Words("showing the pictures", "显示图片"),
}


_NOTHING: Final = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found out."""

    key: Key
    tone: Tone
    text: Words
    remedy: Words = _NOTHING
    code: str = ""
    """What to write, where there is something to write."""
    allow: str = ""
    """An origin that can be allowed at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the page is held against."""

    shop: str
    """The short name in `data-shop`."""
    base_url: str
    """Where the script comes from, without a slash at the end."""
    origins: tuple[str, ...]
    """Origins that may show the assistant."""
    only_shop: bool
    """Whether there is one shop only: then the line need not name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The page as it was read."""

    url: str
    status: int
    kind: str
    """The media type, without its parameters."""
    policies: tuple[str, ...]
    """Content security policies of the headers."""
    html: str


def origin_of(url: str) -> str:
    """The origin of an address as browsers write it; empty where it has none."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def findings(answer: Answer, wanted: Wanted) -> tuple[Finding, ...]:
    """Everything that stands in the way, the gravest first; where nothing does, that the line was found."""
    found: list[Finding] = []
    origin = origin_of(answer.url)
    if origin not in (*wanted.origins, origin_of(wanted.base_url)):
        found.append(_not_allowed(origin))
    found += _mixed(answer.url, wanted.base_url)
    found += _local(answer.url, wanted.base_url)
    if answer.status >= 400 or (answer.kind and answer.kind not in _TYPES):
        return (*found, _odd_answer(answer))
    page = read_page(answer.html, answer.url)
    ours, others = _parted(page.lines, wanted.base_url)
    if not ours:
        found.append(_no_line(others, wanted, tag_manager=page.tag_manager))
        return tuple(found)
    found += _of_line(ours, wanted)
    policies = policies_in((*answer.policies, *page.policies))
    found += [
        _policy(shut) for shut in shut_out(policies, page_url=answer.url, script_url=ours[0].url, nonce=ours[0].nonce)
    ]
    if any(one.tone == "stop" for one in found):
        return tuple(found)
    right = Finding(
        key="found",
        tone="good",
        text=Words("The line stands in the page, and nothing forbids it.", "页面中已有嵌入代码，且没有任何限制。"),
        remedy=Words("Open the page once; Mercery notices.", "请打开一次该页面，系统会自动感知。"),
    )
    return (right, *found)


def _parted(lines: Sequence[Line], base_url: str) -> tuple[list[Line], list[Line]]:
    base = origin_of(base_url)
    ours = [line for line in lines if origin_of(line.url) == base]
    return ours, [line for line in lines if line not in ours]


def _not_allowed(origin: str) -> Finding:
    return Finding(
        key="origin",
        tone="stop",
        text=Words(f"{origin} is not among the sites that may show the assistant.", f"{origin} 不在允许名单内。"),
        remedy=Words("Allow it, and its pages are let in.", "加入名单后即可显示。"),
        allow=origin,
    )


def _mixed(url: str, base_url: str) -> list[Finding]:
    if url.startswith("https://") and base_url.startswith("http://"):
        text = Words(
            "The page is secure and the assistant is not: browsers do not load http into https.",
            "页面为 https，而店员地址为 http：浏览器会拦截。",
        )
        remedy = Words(
            "Put Mercery behind https and set MERCERY_PUBLIC_URL.",
            "请为 Mercery 启用 https，并设置 MERCERY_PUBLIC_URL。",
        )
        return [Finding(key="mixed", tone="stop", text=text, remedy=remedy)]
    return []


def _local(url: str, base_url: str) -> list[Finding]:
    if _is_here(base_url) and not _is_here(url):
        text = Words(
            f"The assistant's address is {base_url}: only this machine reaches it.",
            f"店员地址为 {base_url}，只有本机可以访问。",
        )
        remedy = Words("Give Mercery a public address: MERCERY_PUBLIC_URL.", "请设置公开地址 MERCERY_PUBLIC_URL。")
        return [Finding(key="local", tone="stop", text=text, remedy=remedy)]
    return []


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _odd_answer(answer: Answer) -> Finding:
    if answer.status < 400:
        return Finding(
            key="answer",
            tone="stop",
            text=Words(f"There is no web page here ({answer.kind}).", f"此处不是网页（{answer.kind}）。"),
            remedy=Words("Give the address of a page customers see.", "请填写顾客看到的页面网址。"),
        )
    shut = answer.status in (401, 403)
    return Finding(
        key="answer",
        tone="stop",
        text=Words(f"The page answered {answer.status}.", f"页面返回 {answer.status}。"),
        remedy=Words(
            "It may be behind a password, or keep programs out. Open it in a browser: Mercery notices the assistant there.",
            "可能设有密码或限制程序访问。请用浏览器打开该页面，店员出现后系统会感知。",
        )
        if shut
        else Words("Check the address.", "请检查网址。"),
    )


def _no_line(others: Sequence[Line], wanted: Wanted, *, tag_manager: bool) -> Finding:
    if others:
        there = origin_of(others[0].url)
        return Finding(
            key="other_address",
            tone="stop",
            text=Words(
                f"The line loads the script from {there}, and this Mercery is at {wanted.base_url}.",
                f"嵌入代码指向 {there}，而本系统位于 {wanted.base_url}。",
            ),
            remedy=Words("Put this line in its place.", "请替换为以下代码。"),
            code=line_for(wanted),
        )
    remedy = (
        Words(
            "The page has a tag manager: if the line is put there, it cannot be seen in the source. Open the page once, and "
            "Mercery notices.",
            "页面使用了代码管理工具：若代码放在其中，源码里看不到。请打开一次页面，系统会感知。",
        )
        if tag_manager
        else Words(
            "Put it before the end of the body, or look whether the page was published.",
            "请放在 body 结束之前，并确认页面已发布。",
        )
    )
    return Finding(
        key="no_line",
        tone="care" if tag_manager else "stop",
        text=Words("The line is not in the page's source.", "页面源码中没有嵌入代码。"),
        remedy=remedy,
        code="" if tag_manager else line_for(wanted),
    )


def _of_line(lines: Sequence[Line], wanted: Wanted) -> list[Finding]:
    line, found = lines[0], list[Finding]()
    if line.shop and line.shop != wanted.shop:
        found.append(
            Finding(
                key="other_shop",
                tone="stop",
                text=Words(
                    f"The line names the shop “{line.shop}”, and this one is “{wanted.shop}”.",
                    f"嵌入代码写的是“{line.shop}”，本店为“{wanted.shop}”。",
                ),
                remedy=Words("Put this line in its place.", "请替换为以下代码。"),
                code=line_for(wanted),
            )
        )
    if not line.shop and not wanted.only_shop:
        found.append(
            Finding(
                key="no_shop",
                tone="stop",
                text=Words("The line does not say which shop it is for.", "嵌入代码没有注明店铺。"),
                remedy=Words("Put this line in its place.", "请替换为以下代码。"),
                code=line_for(wanted),
            )
        )
    if line.module:
        found.append(
            Finding(
                key="module",
                tone="stop",
                text=Words(
                    "The line loads the script as a module, and it does not begin then.",
                    "脚本以 module 方式加载，无法启动。",
                ),
                remedy=Words('Take type="module" away.', '请去掉 type="module"。'),
            )
        )
    if len(lines) > 1:
        found.append(
            Finding(
                key="twice",
                tone="care",
                text=Words(f"The line stands there {len(lines)} times.", f"嵌入代码出现了 {len(lines)} 次。"),
                remedy=Words("Once is enough; else there are several panels.", "保留一处即可，否则会出现多个窗口。"),
            )
        )
    return found


def _policy(shut: Shut) -> Finding:
    what = _NEEDS[shut.need]
    if shut.strict:
        return Finding(
            key="policy",
            tone="stop",
            text=Words(
                f"The page's content security policy lets in scripts by nonce only ({shut.directive}).",
                f"页面的内容安全策略只允许带 nonce 的脚本（{shut.directive}）。",
            ),
            remedy=Words(
                "Give the line the page's nonce, as its other scripts have it.",
                "请像其他脚本一样为嵌入代码加上 nonce。",
            ),
        )
    return Finding(
        key="policy",
        tone="care" if shut.need == "image" else "stop",
        text=Words(
            f"The page's content security policy forbids {what.en} ({shut.directive}).",
            f"页面的内容安全策略禁止{what.zh}（{shut.directive}）。",
        ),
        remedy=Words(f"Add this to {shut.directive}.", f"请在 {shut.directive} 中加入以下来源。"),
        code=f"{shut.directive} … {shut.add}",
    )


def line_for(wanted: Wanted) -> str:
    """The line for a page."""
    return f'<script src="{wanted.base_url}/widget.js" data-shop="{wanted.shop}" async></script>'
