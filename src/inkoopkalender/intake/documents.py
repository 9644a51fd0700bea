"""The documents that come with a form: how many, how large, and by their own bytes of which type.

What a document says is for a person. Nothing is stored here, and nothing raises, whatever the bytes are.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from inkoopkalender.content.submission_documents import DocumentShape, DocumentType
from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.bsn_cells import find_bsn
from inkoopkalender.intake.columns import Value
from inkoopkalender.intake.conditions import holds
from inkoopkalender.intake.findings import BLANKED, FileFinding, holds_bsn, shown
from inkoopkalender.intake.tables import Sheet, read_sheets

MEGABYTE: Final = 1_000_000
_PDF_TAIL: Final = 2048
_MOST_TEXT: Final = 30_000_000
"""Characters of a document of Word that are looked through."""
_TAG, _END_OF_PARAGRAPH = re.compile(r"<[^>]*>"), re.compile(r"</w:(?:p|tc)>|<w:(?:br|tab)/>")
SUFFIXES: Final[Mapping[str, DocumentType]] = {
    ".pdf": "pdf", ".docx": "docx", ".xlsx": "xlsx", ".jpg": "jpg", ".jpeg": "jpg", ".png": "png"
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was handed in; `name` is the document of the kind that it is meant to be."""

    name: str
    filename: str
    content: bytes


def check_documents(
    kind: SubmissionKind, given: Sequence[Document], values: Mapping[str, Value]
) -> list[FileFinding]:
    """Return what is wrong, in the order of the kind's documents, then of the files."""
    findings = []
    for name, asked in kind.documents.items():
        files = [one for one in given if one.name == name]
        if not files and _is_required(asked, values):
            message = f"'{asked.title}' ontbreekt. Voeg het toe als {_types(asked)}."
            findings.append(_fault("document-missing", name, "", message))
        if len(files) > asked.at_most:
            message = f"Van '{asked.title}' zijn er {len(files)} bestanden; hooguit {asked.at_most} kan."
            findings.append(_fault("document-too-many", name, "", message))
        findings += [fault for one in files if (fault := _fault_of(asked, one)) is not None]
    for one in given:
        if one.name not in kind.documents:
            known = ", ".join(kind.documents) or "geen"
            message = f"'{one.name}' hoort niet bij deze aanlevering. Gevraagde documenten: {known}."
            findings.append(_fault("document-unknown", one.name, one.filename, message))
        findings += _bsn_of(one)
    return findings


def _bsn_of(given: Document) -> list[FileFinding]:
    """Give a fault for a citizen service number in a document's name, or in the text of one of Office.

    A number in a cell of a workbook may be any amount. PDF and pictures are not looked through.
    """
    names = [given.name, given.filename]
    places = ["de naam"] if any(map(holds_bsn, names)) else []
    said = SUFFIXES.get(PurePosixPath(given.filename).suffix.lower())
    if said == "docx" and _text_holds_bsn(given.content):
        places.append("de tekst")
    if said == "xlsx":
        file = read_sheets(given.content, given.filename)
        texts = replace(file, sheets=_only_texts(file.sheets), hidden=_only_texts(file.hidden))
        found = next(find_bsn(texts, "", {}), None)
        if found is not None:
            where = (found.sheet, f"rij {found.row}" if found.row else "", found.column)
            places.append(", ".join(part for part in where if part))
    message = "In een document mag geen burgerservicenummer staan. Haal het weg en lever alles opnieuw in."
    return [
        FileFinding("cell-bsn", "error", "", None, shown(given.name), BLANKED, f"{message} Plaats: {place}.")
        for place in places
    ]


def _text_holds_bsn(content: bytes) -> bool:
    """Say whether a document of Word holds one; a paragraph's pieces are read as one text."""
    left = _MOST_TEXT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                if member.endswith((".xml", ".rels")) and left > 0:
                    with archive.open(member) as part:
                        text = part.read(left).decode("utf-8", "replace")
                    left -= len(text)
                    if holds_bsn(_TAG.sub("", _END_OF_PARAGRAPH.sub("\n", text))):
                        return True
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        return False  # what it is, is told elsewhere
    return False


def _only_texts(sheets: Sequence[Sheet]) -> tuple[Sheet, ...]:
    return tuple(
        replace(one, rows=tuple(tuple(c if isinstance(c, str) else None for c in row) for row in one.rows))
        for one in sheets
    )


def _is_required(asked: DocumentShape, values: Mapping[str, Value]) -> bool:
    if asked.required_when is None:
        return asked.required
    return holds(asked.required_when, values) is True


def _fault_of(asked: DocumentShape, given: Document) -> FileFinding | None:
    """Return the first thing that is wrong with one file."""
    size, largest = len(given.content), asked.largest_mb * MEGABYTE
    said = SUFFIXES.get(PurePosixPath(given.filename).suffix.lower())
    if not size:
        code, message = "document-empty", "Dit bestand is leeg. Lever het opnieuw in."
    elif size > largest:
        code = "document-too-large"
        message = f"Dit bestand is groter dan {asked.largest_mb} MB. Maak het kleiner, of splits het."
    elif said not in asked.types:
        code, message = "document-type", f"Zo'n bestand kan hier niet. Lever in als {_types(asked)}."
    elif not _IS[said](given.content):
        code = "document-not-whole"
        message = (
            f"De inhoud is geen heel {said.upper()}-bestand zonder macro's, al zegt de naam van wel. "
            "Bewaar het opnieuw en lever het nog eens in."
        )
    else:
        return None
    return _fault(code, given.name, given.filename, f"'{asked.title}': {message}")


def _fault(code: str, name: str, filename: str, message: str) -> FileFinding:
    return FileFinding(code, "error", "", None, name, shown(filename), message)


def _types(asked: DocumentShape) -> str:
    return " of ".join(each.upper() for each in asked.types)


# --- what a file is by its own bytes ---------------------------------------------------------------
def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-_PDF_TAIL:]


def _is_jpg(content: bytes) -> bool:
    return content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9")


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in content[-16:]


def _is_office(part: str) -> Callable[[bytes], bool]:
    def check(content: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            return False
        macros = any(member.lower().endswith("vbaproject.bin") for member in members)
        return "[Content_Types].xml" in members and part in members and not macros

    return check


_IS: Final[Mapping[DocumentType, Callable[[bytes], bool]]] = {
    "pdf": _is_pdf,
    "docx": _is_office("word/document.xml"),
    "xlsx": _is_office("xl/workbook.xml"),
    "jpg": _is_jpg,
    "png": _is_png,
}
