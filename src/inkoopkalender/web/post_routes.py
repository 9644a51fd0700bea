"""The letters that the catcher took, to look at; only outside production, where no letter leaves."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from inkoopkalender.clock import HOME
from inkoopkalender.web.access import letter_heads
from inkoopkalender.web.moment_words import moment_words
from inkoopkalender.web.visit import AVisit, Visit

router = APIRouter()
ON_A_PAGE = 100
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9@._-]*\.eml")
_HEAD_BYTES = 16_384
_REAL_MAIL = (
    "Deze database is in productie: brieven gaan echt weg en worden hier niet bewaard. "
    "Wat er wegging: inkoopkalender letters outbox"
)


@router.get("/post")
def letters(visit: AVisit, blad: int = 1) -> HTMLResponse:
    """Show what was caught, the newest first, a hundred on a page."""
    names = sorted((path.name for path in _folder(visit).glob("*.eml")), reverse=True)
    pages = max(1, -(-len(names) // ON_A_PAGE))
    page = min(max(1, blad), pages)
    shown = names[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    facts = {"letters": [_head(_folder(visit) / name) for name in shown], "whole": len(names)}
    return visit.page("post.html.j2", {**facts, "page": page, "pages": pages})


@router.get("/post/{name}")
def letter(visit: AVisit, name: str) -> HTMLResponse:
    """Show one letter: its head, its page and its text."""
    message, path = _read(visit, name), _folder(visit) / name
    text = message.get_body(("plain",))
    attached = [one.get_filename() or "bijlage" for one in message.iter_attachments()]
    facts = {
        **_head(path),
        "sender": str(message["From"]),
        "message_id": str(message["Message-ID"]),
        "text": text.get_content() if text else "",
        "has_page": message.get_body(("html",)) is not None,
        "attached": attached,
    }
    return visit.page("letter.html.j2", facts)


@router.get("/post/{name}/html")
def letter_page(visit: AVisit, name: str) -> HTMLResponse:
    """Return the letter's page as it was sent, for inside a page of ours."""
    page = _read(visit, name).get_body(("html",))
    if page is None:
        raise HTTPException(404, detail="Deze brief heeft alleen tekst.")
    return HTMLResponse(page.get_content(), headers=letter_heads())


def _folder(visit: Visit) -> Path:
    """Return where the catcher keeps letters. Raises an HTTPException (404) in production."""
    if visit.site.is_production:
        raise HTTPException(404, detail=_REAL_MAIL)
    return visit.site.settings.folder / "mail"


def _read(visit: Visit, name: str) -> EmailMessage:
    path = _folder(visit) / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise HTTPException(404, detail="Deze brief ligt niet in de postvanger. Zie de lijst onder Post.")
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(path.read_bytes())


def _head(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        head = BytesHeaderParser(policy=policy.default).parsebytes(file.read(_HEAD_BYTES))
    date = head["Date"]
    sent = date.datetime.astimezone(HOME) if date is not None and date.datetime else None
    return {
        "name": path.name,
        "number": path.name.partition("-")[0].lstrip("0") or "0",
        "recipient": str(head["To"] or ""),
        "subject": str(head["Subject"] or "zonder onderwerp"),
        "sent": moment_words(sent) if sent else "",
    }
