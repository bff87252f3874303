"""Response headers that tell the browser what a page may do."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders

CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
_ALWAYS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}
_TWO_YEARS: Final = "max-age=63072000"


def add_security_headers(headers: MutableHeaders, *, https: bool, path: str) -> None:
    """Add what is missing. A route that has set one of these headers itself keeps its own."""
    for name, value in _ALWAYS.items():
        headers.setdefault(name, value)
    if https:
        headers.setdefault("Strict-Transport-Security", _TWO_YEARS)
    kind = headers.get("content-type", "").split(";")[0]
    if kind in ("text/html", "application/json", "text/event-stream"):
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Pages show customers, stock and tokens: never from a shared cache.
        headers.setdefault(
            "Cache-Control", "no-store" if path.startswith(("/console", "/api")) else "private, no-cache"
        )
