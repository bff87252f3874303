"""What only a call to somebody else can tell: `mercery doctor --online`."""

from __future__ import annotations

import asyncio
import smtplib
from typing import Final
from urllib.parse import urlsplit

import httpx

from mercery.core.i18n import Words
from mercery.core.mail.smtp import Encryption, MailServer, connected, read_smtp_url
from mercery.operations.health.check import Check, Found, Looking

_SECONDS: Final = 4.0


async def _public(looking: Looking) -> Found:
    """Through the proxy and back: TLS, that it is this shop, and that the proxy tells of the encryption."""
    public = looking.settings.public_url
    if not public:
        return Found(state="well", words=Words("No public address is set.", "未设置公开地址。"))
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False, follow_redirects=False) as client:
        try:
            answer = await client.get(f"{public.rstrip('/')}/healthz")
        except httpx.HTTPError as error:
            return Found(
                state="broken",
                words=Words(
                    f"{public} does not answer ({type(error).__name__}).",
                    f"{public} 无响应（{type(error).__name__}）。",
                ),
                remedy=Words(
                    "See that its name leads to the proxy (DNS), that the proxy runs and its certificate holds.",
                    "请确认域名解析到代理、代理正在运行且证书有效。",
                ),
            )
        return _judged(public, answer, await _plain(client, public))


async def _plain(client: httpx.AsyncClient, public: str) -> int | None:
    """The status under http, where https is public; None where nothing answers there, which is well."""
    parts = urlsplit(public)
    if parts.scheme != "https" or parts.port not in (None, 443):
        return None
    try:
        return (await client.get(f"http://{parts.hostname}/healthz")).status_code
    except httpx.HTTPError:
        return None


def _judged(public: str, answer: httpx.Response, plain: int | None) -> Found:
    if answer.status_code != 200:
        return Found(
            state="broken",
            words=Words(
                f"{public}/healthz answers {answer.status_code}.", f"{public}/healthz 返回 {answer.status_code}。"
            ),
            remedy=Words(
                "See that the proxy passes everything on to Mercery's port.",
                "请确认代理把所有请求转给 Mercery 的端口。",
            ),
        )
    if public.startswith("https://") and "strict-transport-security" not in answer.headers:
        return Found(
            state="broken",
            words=Words("The proxy does not tell that visitors came by https.", "代理没有转告访客使用了 https。"),
            remedy=Words(
                "Let it set X-Forwarded-Proto, X-Forwarded-For and X-Forwarded-Host, and name it in MERCERY_TRUSTED_PROXIES.",
                "请让代理设置 X-Forwarded-Proto、X-Forwarded-For 与 X-Forwarded-Host，并把它写入 MERCERY_TRUSTED_PROXIES。",
            ),
        )
    if plain is not None and plain < 300:
        return Found(
            state="warning",
            words=Words("The shop is served by plain http as well.", "店铺也能通过未加密的 http 访问。"),
            remedy=Words("Let the proxy send http on to https.", "请让代理把 http 重定向到 https。"),
        )
    return Found(
        state="well",
        words=Words(f"{public} answers, and the proxy tells what it has to.", f"{public} 响应正常，代理转发无误。"),
    )


async def _mail(looking: Looking) -> Found:
    url = looking.settings.smtp_url
    server = read_smtp_url(url.get_secret_value()) if url else None
    if server is None:
        return Found(state="well", words=Words("No mail server is set.", "未设置邮件服务器。"))
    used, problem = await asyncio.to_thread(greet, server)
    if problem:
        return Found(
            state="broken",
            words=Words(
                f"The mail server {server.host} does not take us: {problem}.",
                f"邮件服务器 {server.host} 未接受连接：{problem}。",
            ),
            remedy=Words(
                "Check host, port, user and password in MERCERY_SMTP_URL; `mercery mail test ADDRESS` sends a mail.",
                "请检查 MERCERY_SMTP_URL 的主机、端口、用户与密码；`mercery mail test ADDRESS` 可发送测试邮件。",
            ),
        )
    if used == "none":
        words = Words(
            f"{server.host} greets and lets us in. It offers no encryption; mail goes to it in the open, within this machine.",
            f"{server.host} 响应与登录均正常。该服务器不提供加密，邮件在本机内以明文交给它。",
        )
    else:
        by = "TLS" if used == "tls" else "STARTTLS"
        words = Words(
            f"{server.host} greets, encrypts ({by}) and lets us in.", f"{server.host} 响应、加密（{by}）与登录均正常。"
        )
    return Found(state="well", words=words)


def greet(server: MailServer) -> tuple[Encryption | None, str]:
    """Sign in and leave. What protects the connection, and what went wrong, without user and password; empty when all is
    well."""
    used: Encryption | None = None
    try:
        talk, used = connected(server, timeout=_SECONDS)
        with talk:
            if used == "none" and not server.local:
                return used, "it offers no encryption"
            if server.user:
                talk.login(server.user, server.password)
            talk.noop()
    except smtplib.SMTPAuthenticationError as error:
        return used, f"it refuses user and password ({error.smtp_code})"
    except (OSError, smtplib.SMTPException) as error:
        return used, type(error).__name__
    return used, ""


async def _endpoints(looking: Looking) -> Found:
    """Whether the models' endpoints answer at all: they are asked for the list of models, which costs nothing."""
    chosen = looking.settings
    wanted = {
        "MERCERY_CHAT_URL": (chosen.chat_url, chosen.chat_key),
        "MERCERY_EMBEDDINGS_URL": (chosen.embeddings_url, chosen.embeddings_key),
        "MERCERY_SPEECH_URL": (chosen.speech_url, chosen.speech_key),
        "MERCERY_PICTURE_URL": (chosen.picture_url, chosen.picture_key),
    }
    problems = []
    async with httpx.AsyncClient(timeout=_SECONDS, trust_env=False) as client:
        for name, (url, key) in wanted.items():
            if url and (problem := await _asked(client, url, key.get_secret_value() if key else "")):
                problems.append(f"{name}: {problem}")
    if problems:
        said = "; ".join(problems)
        return Found(
            state="warning",
            words=Words(f"Models that do not answer: {said}.", f"模型无响应：{said}。"),
            remedy=Words(
                "Check address and key; everything goes on without them meanwhile.",
                "请检查地址与密钥；其间一切功能照常，只是不用模型。",
            ),
        )
    return Found(state="well", words=Words("Every model that is set answers.", "已设置的模型均有响应。"))


async def _asked(client: httpx.AsyncClient, url: str, key: str) -> str:
    try:
        answer = await client.get(
            f"{url.rstrip('/')}/models", headers={"Authorization": f"Bearer {key}"} if key else {}
        )
    except httpx.HTTPError as error:
        return type(error).__name__
    # An endpoint need not have a list; 404 shows that somebody is there all the same.
    if answer.status_code in (401, 403):
        return f"the key is refused ({answer.status_code})"
    return f"it answers {answer.status_code}" if answer.status_code >= 500 else ""


PUBLIC: Final = Check(
    id="public_address_online", title=Words("Public address, from outside", "公开地址（外部）"), run=_public
)
MAIL: Final = Check(id="mail_online", title=Words("Mail server", "邮件服务器"), run=_mail)
MODELS: Final = Check(id="models_online", title=Words("Endpoints of models", "模型接口"), run=_endpoints)
