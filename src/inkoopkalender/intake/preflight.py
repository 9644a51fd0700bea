"""Looks at a workbook before it is read: what it is, whether it is safe, and which cells are no answers.

The reader gives a formula's last result and an empty text for `#DIV/0!`, and one cell far out makes it
allocate the whole rectangle in between and abort the process. So the sheets' XML is streamed first, with
every size counted while inflating. Nothing is decided here about what the cells say.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from inkoopkalender.intake.bsn_parts import BsnParts
from inkoopkalender.intake.findings import FileFinding, file_fault
from inkoopkalender.intake.preflight_warnings import told_of_members, told_of_sheet
from inkoopkalender.intake.sheet_xml import MarkedCell, SheetScan, XmlRefusedError, read_elements, scan_sheet

LARGEST_FILE: Final = 30_000_000
"""Bytes as they come."""
LARGEST_INFLATED: Final = 200_000_000
"""Bytes of all members together."""
MOST_MEMBERS: Final = 2_000
PIECE: Final = 1 << 16

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TYPES: Final = "[Content_Types].xml"
_MACRO: Final = re.compile("vbaproject|macrosheet|macroenabled", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Preflight:
    """What the look found about the file, and per sheet the cells that must not be read.

    When one of the findings is an error, the file is not read.
    """

    findings: tuple[FileFinding, ...] = ()
    marked: Mapping[str, tuple[MarkedCell, ...]] = field(default_factory=dict)
    bsn: tuple[FileFinding, ...] = ()
    """The citizen service numbers (BSN) outside its cells."""
    bsn_texts: frozenset[str] = frozenset()
    """The texts with a BSN that cells share, whether a cell uses them or not."""


class _RefusedError(Exception):
    """The file cannot be read at all; its arguments are the code, the Dutch message and perhaps the sheet."""

    def as_finding(self) -> FileFinding:
        """Return the fault."""
        code, message, *sheet = self.args
        return file_fault(code, message, sheet="".join(sheet))


def is_workbook(content: bytes, filename: str) -> bool:
    """Say whether the file is some kind of workbook, readable or not, instead of CSV text."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE)) or filename.lower().endswith(
        (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods")
    )


def look_at_workbook(content: bytes, filename: str) -> Preflight:
    """Return what can be said of a workbook without reading it. Never raises, whatever the bytes are."""
    try:
        _refuse_other_formats(content, filename.lower())
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_unsafe_members(archive)
            return _scan(archive)
    except _RefusedError as error:
        return Preflight((error.as_finding(),))
    except XmlRefusedError as error:
        return Preflight((file_fault(error.code, str(error)),))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, NotImplementedError,
            RuntimeError, expat.ExpatError):  # fmt: skip
        return Preflight((file_fault("file-damaged", _DAMAGED),))


_DAMAGED: Final = (
    "Dit bestand is beschadigd of geen Excel-werkmap. Open het in Excel en bewaar het opnieuw als .xlsx."
)
_OLD: Final = "Dit is een oud Excel-bestand (.xls). Open het in Excel en bewaar het als .xlsx."
_LOCKED: Final = "Dit bestand is met een wachtwoord beveiligd. Bewaar het zonder wachtwoord."
_MACROS: Final = "Dit bestand bevat macro's. Bewaar het als gewone werkmap (.xlsx), zonder macro's."
_OTHER: Final = "Dit is geen .xlsx-werkmap. Open het bestand in Excel en bewaar het als .xlsx."
_TOO_LARGE: Final = "Dit bestand is te groot om te lezen. Haal weg wat niet gevraagd is, of splits het."


def _refuse_other_formats(content: bytes, name: str) -> None:
    if not content:
        raise _RefusedError("file-empty", "Dit bestand is leeg. Kies het bestand opnieuw.")
    if len(content) > LARGEST_FILE:
        raise _RefusedError("file-too-large", _TOO_LARGE)
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _RefusedError("file-encrypted", _LOCKED)
        raise _RefusedError("file-xls", _OLD)
    if name.endswith(".xls"):
        raise _RefusedError("file-xls", _OLD)
    if name.endswith(".xlsm"):
        raise _RefusedError("file-macros", _MACROS)
    if not content.startswith(b"PK"):
        raise _RefusedError("file-damaged", _DAMAGED)


def _refuse_unsafe_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise _RefusedError("file-encrypted", _LOCKED)
    if any(_MACRO.search(name) for name in names):
        raise _RefusedError("file-macros", _MACROS)
    if _WORKBOOK not in names:
        raise _RefusedError("file-not-xlsx", _OTHER)
    if len({name.lower() for name in names}) != len(names):
        raise _RefusedError("file-damaged", _DAMAGED)
    if len(names) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_INFLATED:
        raise _RefusedError("file-too-large", _TOO_LARGE)


def _scan(archive: zipfile.ZipFile) -> Preflight:
    """Look into the members; everything that is a worksheet is scanned, whatever its path."""
    budget = _Budget()
    _refuse_macros(archive, budget)
    titles = _sheet_titles(archive, budget)
    marked: dict[str, tuple[MarkedCell, ...]] = {}
    findings = told_of_members(archive.namelist())
    parts = BsnParts()
    for name in archive.namelist():
        sheet = titles.get(name.lower())
        if sheet is not None or _is_worksheet(parts.past(name, _pieces(archive, name, budget))):
            title, hidden = sheet or ("", False)
            pieces = parts.past(name, _pieces(archive, name, budget), sheet=True)
            scan = _scan_named(pieces, title)
            marked[title or name] = scan.marked
            findings += told_of_sheet(scan, title, hidden=hidden)
    bsn = parts.findings({member: title for member, (title, _) in titles.items()})
    return Preflight(tuple(findings), marked, bsn, frozenset(parts.texts))


def _scan_named(pieces: Iterator[bytes], title: str) -> SheetScan:
    try:
        return scan_sheet(pieces)
    except XmlRefusedError as error:
        raise _RefusedError(error.code, str(error), "" if error.code == "file-doctype" else title) from None


def _refuse_macros(archive: zipfile.ZipFile, budget: "_Budget") -> None:
    """Refuse macros under whatever name, by what the archive says its members are."""
    for name in (_TYPES, _RELATIONS):
        if name in archive.namelist():
            said = read_elements(_pieces(archive, name, budget))
            if any(_MACRO.search(value) for _, attributes in said for value in attributes.values()):
                raise _RefusedError("file-macros", _MACROS)


def _is_worksheet(pieces: Iterator[bytes]) -> bool:
    """Read a member to its end, so that its checksum is held against it, and look at its root element."""
    try:
        found = read_elements(pieces, only_root=True)
    except expat.ExpatError:
        for _ in pieces:
            pass
        return False
    return bool(found) and found[0][0] == "worksheet"


def _sheet_titles(archive: zipfile.ZipFile, budget: "_Budget") -> dict[str, tuple[str, bool]]:
    """Return name and whether it is hidden of each sheet, by the path of its XML in small letters."""
    targets = {}
    if _RELATIONS in archive.namelist():
        targets = {
            attributes.get("Id", ""): _resolved(attributes.get("Target", ""))
            for tag, attributes in read_elements(_pieces(archive, _RELATIONS, budget))
            if tag == "Relationship"
        }
    sheets = read_elements(_pieces(archive, _WORKBOOK, budget))
    return {
        targets[_relation(attributes)]: (
            attributes.get("name", ""),
            attributes.get("state") in {"hidden", "veryHidden"},
        )
        for tag, attributes in sheets
        if tag == "sheet" and _relation(attributes) in targets
    }


def _relation(attributes: Mapping[str, str]) -> str:
    """Return the relation that a sheet names, in whichever of the two namespaces Excel writes."""
    return next((value for name, value in attributes.items() if name.endswith("/relationships id")), "")


def _resolved(target: str) -> str:
    path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    return posixpath.normpath(path).lower()


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be inflated, whatever the archive's own directory says."""

    left: int = LARGEST_INFLATED


def _pieces(archive: zipfile.ZipFile, name: str, budget: _Budget) -> Iterator[bytes]:
    with archive.open(name) as member:
        while piece := member.read(PIECE):
            budget.left -= len(piece)
            if budget.left < 0:
                raise _RefusedError("file-too-large", _TOO_LARGE)
            yield piece
