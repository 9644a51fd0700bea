"""What a page says when it cannot be shown: in Dutch, with the next step, never with a stack trace."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from inkoopkalender.errors import ContentError, InkoopkalenderError, MisuseError
from inkoopkalender.storage.database import DatabaseUnreachableError
from inkoopkalender.usecases.desk import RoundNotOpenError
from inkoopkalender.web.pages import render_page

_TITLES: Mapping[int, str] = {
    400: "Dit verzoek is niet te begrijpen.",
    403: "Dit mag u hier niet.",
    404: "Deze pagina is er niet.",
    405: "Dit kan op deze pagina niet.",
    409: "Dit kan nu niet.",
    500: "Deze pagina kan niet worden gemaakt.",
    503: "De database is nu niet te gebruiken.",
}
_STATUS: tuple[tuple[type[InkoopkalenderError], int], ...] = (
    (RoundNotOpenError, 404),
    (DatabaseUnreachableError, 503),
    (MisuseError, 409),
    (ContentError, 500),
    (InkoopkalenderError, 500),
)
_UNEXPECTED = (
    "Er ging iets mis dat niet was voorzien; er is niets half gedaan. Wat het was, staat in het log: "
    "inkoopkalender doctor noemt de plaats. Probeer het nog eens."
)


def add_fault_pages(app: FastAPI) -> None:
    """Let every fault end in a page of ours. What was not foreseen is raised again for the log."""
    app.add_exception_handler(HTTPException, _of_request)
    app.add_exception_handler(RequestValidationError, _of_form)
    app.add_exception_handler(InkoopkalenderError, _of_ours)
    app.add_exception_handler(Exception, _unforeseen)


async def _of_request(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    if fault.headers and "location" in fault.headers:
        return RedirectResponse(fault.headers["location"], fault.status_code)
    foreseen = fault.detail if fault.detail not in _FRAMEWORK_WORDS else ""
    return _page(request, fault.status_code, foreseen)


async def _of_form(request: Request, _fault: Exception) -> Response:
    return _page(request, 400, "Een veld van het formulier of het adres klopt niet. Ga terug en kijk het na.")


async def _of_ours(request: Request, fault: Exception) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(fault, kind))
    return _page(request, status, str(fault))


async def _unforeseen(request: Request, _fault: Exception) -> Response:
    return _page(request, 500, _UNEXPECTED)


_FRAMEWORK_WORDS = ("Not Found", "Method Not Allowed")
"""What the framework says by itself, in English; the title says it."""


def _page(request: Request, status: int, said: str) -> HTMLResponse:
    facts: dict[str, object] = {
        "nonce": getattr(request.state, "nonce", ""),
        "colour": "#1f5a96",
        "here": request.url.path,
        "actor": None,
        "demo": False,
        "banners": (),
        "note": "",
        "heading": _TITLES.get(status, "Dit lukte niet."),
        "said": said,
    }
    return HTMLResponse(render_page("fault.html.j2", facts), status)
