"""Secrets taken out of lines of a log, whatever wrote them: by their names, by where they stand, and by their form. Pure.

Names: `token=…`, `"password": …`, `Authorization: …`. Places: user and password in an address, a stream key at the end of
an RTMP address, an invitation's path, the rows PostgreSQL quotes when a constraint is broken. Form: what is long enough, and
mixed enough, to be nothing but a key. What leads to a person is taken out by `core.personal_numbers`.
"""

from __future__ import annotations

import re
from typing import Final

from mercery.core.personal_numbers import without_personal_numbers

HIDDEN: Final = "…"
_NAME: Final = (
    r"[\w.$-]{0,40}(?:token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|stream[_-]?key"
    r"|ingest[_-]?key|signature|authorization|credentials?|cookie|csrf|session[_-]?id|otp|totp|one[_-]?time[_-]?code"
    r"|recovery[_-]?code|client[_-]?key)[\w.$-]{0,40}"
)
SECRET_NAME: Final = re.compile(
    r"password|passphrase|passwd|\bpwd\b|secret|token|cookie|authorization|credential|api_?key|access_?key|private_?key"
    r"|stream_?key|ingest_?key|signature|one_?time|\botp\b|totp|recovery_?code|e?mail|phone|address|iban|card_?number",
    re.IGNORECASE,
)
"""Names of fields whose values are nobody's business in a log."""
_ADDRESS_USER: Final = re.compile(r"(?<=://)[^\s/@\"'<>]{1,256}@|(?<=://)[^\s/:@\"'<>]{0,128}:[^\s@\"'<>]{1,256}@")
_STREAM: Final = re.compile(r"(rtmps?://[^\s/\"'<>]+/[^\s/\"'<>]+/)[^\s\"'<>]+", re.IGNORECASE)
_PATH: Final = re.compile(r"(/(?:join|reset|offer|r|unsubscribe|confirm|new-password|password/new)/)[^\s/?#\"'<>]{8,}")
_BEARER: Final = re.compile(r"\b(bearer|basic|digest|token)(\s+|%20)(?=\S*[\d_=+/A-Z-])[\w.~+/=-]{8,}", re.IGNORECASE)
_VALUE: Final = r"(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|(?:(?:bearer|basic|digest)\s+)?[^\s&;,)\]}\"'<>]+)"
_NAMED: Final = re.compile(rf"(?<![\w$])({_NAME}[\"']?\s*(?:=>|[:=]|%3D)\s*)b?({_VALUE})", re.IGNORECASE)
_COOKIES: Final = re.compile(r"\b((?:set-)?cookie[\"']?\s*[:=,]\s*[\"']?)[^\r\n\"']+", re.IGNORECASE)
_QUERY: Final = re.compile(r"([?&](?:code|key|sig|hmac|auth|nonce|msg_signature|state|s)=)[^&\s\"'<>#]+", re.IGNORECASE)
_CODE: Final = re.compile(
    r"((?:\b(?:one-time |verification |security )?code|\botp|\bpasscode|\bpin|验证码|校验码|动态码)[^\d\n]{0,16})(?<!\d)\d{6,8}(?!\d)",
    re.IGNORECASE,
)
_DETAIL: Final = re.compile(r"(Failing row contains |Key \([^)\n]{1,200}\)=)\([^\n]*\)", re.IGNORECASE)
_PARAMETERS: Final = re.compile(r"(\[parameters: )[^\n]*\]")
_RUN: Final = re.compile(
    r"(?<![A-Za-z0-9_+/-])[A-Za-z0-9_+/-]{20,}={0,2}(?![A-Za-z0-9_+/-])|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{20,}"
)
_LONG: Final = 40
_ID: Final = re.compile(r"[a-z]{2,4}_[0-9a-z]{26}")


def without_secrets_in(text: str) -> str:
    """The text without what lets somebody in."""
    text = _DETAIL.sub(rf"\1({HIDDEN})", text)
    text = _PARAMETERS.sub(rf"\1{HIDDEN}]", text)
    text = _ADDRESS_USER.sub(f"{HIDDEN}@", text)
    text = _STREAM.sub(rf"\1{HIDDEN}", text)
    text = _PATH.sub(rf"\1{HIDDEN}", text)
    text = _COOKIES.sub(rf"\1{HIDDEN}", text)
    text = _NAMED.sub(rf"\1{HIDDEN}", text)
    text = _BEARER.sub(rf"\1 {HIDDEN}", text)
    text = _QUERY.sub(rf"\1{HIDDEN}", text)
    text = _CODE.sub(rf"\1{HIDDEN}", text)
    return _RUN.sub(_unless_a_key, text)


def redacted(text: str) -> str:
    """The text without what lets somebody in and without what leads to a person."""
    return without_personal_numbers(without_secrets_in(text))


def _unless_a_key(found: re.Match[str]) -> str:
    run = found[0]
    return "[secret]" if _is_a_key(run) else run


def _is_a_key(run: str) -> bool:
    """Whether a run of signs is nothing a person would write: upper and lower case mixed with digits, or mixed and very long.
    Ids of ours, digests and names in code are all of one case."""
    if _ID.fullmatch(run) or run.count("/") > 2:
        return False
    upper, lower = any(sign.isupper() for sign in run), any(sign.islower() for sign in run)
    if not (upper and lower):
        return False
    digits = sum(sign.isdigit() for sign in run)
    return digits >= 2 or len(run) >= _LONG
