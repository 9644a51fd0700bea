"""Who may ask what of the pages: this machine only, changes only from our own pages, nothing from elsewhere.

Looks at the head of each request and adds heads to each answer. There is no login here; who acts is
chosen in `actor`.
"""

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OUR_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_LETTER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "frame-ancestors 'self'"
)
"""A letter is shown as it was sent: its own styles, and nothing else."""
_ALWAYS: Mapping[str, str] = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}
_WRONG_HOST = (
    "Deze pagina's zijn er alleen voor deze computer: http://127.0.0.1. "
    "Op een andere naam geven ze geen antwoord.\n"
)
_FOREIGN = (
    "Dit verzoek kwam niet van een van deze pagina's zelf en is niet uitgevoerd. "
    "Ga terug, laad de pagina opnieuw en probeer het nog eens.\n"
)


class Gate:
    """The outermost layer: refuses what comes from elsewhere, and gives every answer its heads."""

    def __init__(self, app: ASGIApp, picture_styles: str) -> None:
        """Stand before `app`; `picture_styles` is the hash of the styles that stand in pictures."""
        self._app = app
        self._picture_styles = picture_styles

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce
        refusal = _refusal(scope["method"], Headers(scope=scope))
        app = PlainTextResponse(refusal, 403) if refusal else self._app

        async def send_with_heads(message: Message) -> None:
            if message["type"] == "http.response.start":
                heads = MutableHeaders(scope=message)
                heads.update(_ALWAYS)
                if "content-security-policy" not in heads:
                    heads["content-security-policy"] = _page_policy(nonce, self._picture_styles)
            await send(message)

        await app(scope, receive, send_with_heads)


def letter_heads() -> dict[str, str]:
    """Return the heads under which a letter is shown inside a page."""
    return {"content-security-policy": _LETTER_POLICY}


def _page_policy(nonce: str, picture_styles: str) -> str:
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}' '{picture_styles}'; img-src 'self' data:; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _refusal(method: str, heads: Headers) -> str:
    host = heads.get("host", "")
    if _name_of(host) not in OUR_HOSTS:
        return _WRONG_HOST
    return "" if method not in _CHANGING or _is_our_own(heads, host) else _FOREIGN


def _name_of(host: str) -> str:
    """Return the name in a Host head, without its port; empty when it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_our_own(heads: Headers, host: str) -> bool:
    """Say whether a change was asked by one of our pages; who does not say where it comes from is not."""
    origin, site = heads.get("origin"), heads.get("sec-fetch-site")
    if origin is None and site is None:
        return False
    return origin in (None, f"http://{host}") and site in (None, "same-origin")
