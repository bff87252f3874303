"""Which mails are answered at all, and what the shop's own mail server found out about a sender. Pure.

Sources: RFC 3834 (who must not be answered automatically), RFC 2919 (lists), RFC 8601 (Authentication-Results: only what a server
of one's own wrote counts, and only above the line by which that server took the mail in). Nothing of this proves who a customer
is: it says at most that a server may send for a domain.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal

from mercery.channels.mail.reading import Letter

Verdict = Literal["pass", "fail", ""]
_BULK: Final = frozenset({"bulk", "list", "junk", "auto_reply"})
_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)(?:[+-].*)?@", re.I
)
_RESULT: Final = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the trusted server found: `pass`, `fail`, or nothing."""

    spf: Verdict = ""
    dkim: Verdict = ""
    dmarc: Verdict = ""


def why_not_answered(letter: Letter, own: Collection[str]) -> str:
    """Why no answer may go to this mail: `own`, `automatic`, `list`, `robot` or `nobody`; empty where one may."""
    if not letter.sender or "@" not in letter.sender:
        return "nobody"
    if letter.sender in {address.lower() for address in own}:
        return "own"
    automatic = letter.header("auto-submitted").split(";")[0].strip().lower()
    if automatic not in ("", "no") or letter.header("x-autoreply") or letter.header("x-autorespond"):
        return "automatic"
    if letter.header("return-path").strip() == "<>" or letter.bounce is not None:
        return "automatic"
    if letter.header("precedence").strip().lower() in _BULK or letter.header("list-id") or letter.header("list-post"):
        return "list"
    return "robot" if _ROBOTS.match(letter.sender) else ""


def proof(letter: Letter, trusted_server: str) -> Proof:
    """What the trusted server wrote into this mail as it came in. A line that the sender put there himself stands below the
    line by which that server took the mail, and is not read; without such a line nothing is."""
    server = trusted_server.strip().lower()
    if not server:
        return Proof()
    found: dict[str, str] = {}
    for name, value in letter.headers:
        if name == "received" and re.search(rf"\bby\s+{re.escape(server)}(?![\w.-])", value, re.I):
            return Proof(**{key: _verdict(found.get(key, "")) for key in ("spf", "dkim", "dmarc")})
        if name == "authentication-results" and value.strip().split(";")[0].strip().split(" ")[0].lower() == server:
            for method, result in _RESULT.findall(_without_comments(value)):
                # Of several signatures one that is right is enough.
                if found.get(method.lower()) != "pass":
                    found[method.lower()] = result.lower()
    return Proof()


def _without_comments(value: str) -> str:
    """Comments in brackets can hold anything."""
    return re.sub(r"\([^()]*\)", " ", value)


def _verdict(result: str) -> Verdict:
    if result == "pass":
        return "pass"
    return "fail" if result in ("fail", "softfail", "permerror") else ""
