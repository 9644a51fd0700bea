"""Builds the workbooks and CSV files of the intake tests, good ones and broken ones."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from inkoopkalender.content.submissions import SubmissionKind, load_submission_kinds
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.intake.columns import CellValue
from inkoopkalender.intake.forms import write_form

BSN = "999990019"
"""Passes the eleven-test; from the range that is never given out."""
ROUND = RoundKey("cz", "wijkverpleging", 2027)
RECEIVED = date(2026, 5, 10)
REGISTER_HEADING = (
    "kvk", "naam", "plaats", "postcode", "agb", "hoofdcode", "contact_rol", "contact_naam", "contact_email",
    "taal",
)  # fmt: skip


def xlsx(*rows: Sequence[object], sheet: str = "register") -> bytes:
    """A workbook of one sheet; a text that begins with = is a formula."""
    workbook = Workbook(write_only=True)
    table = workbook.create_sheet(sheet)
    for row in rows:
        table.append(list(row))
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def csv_file(*rows: Sequence[str], delimiter: str = ";") -> bytes:
    return "\n".join(delimiter.join(row) for row in rows).encode()


def with_member(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one member changed, or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for member in source.namelist():
            if member != name:
                copy.writestr(member, source.read(member))
        copy.writestr(name, change(source.read(name) if name in source.namelist() else b""))
    return target.getvalue()


def with_sheet_xml(rows: str, *, head: str = "", prefix: str = "") -> bytes:
    """A workbook whose sheet is the given XML."""
    mark = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = (
        f'<?xml version="1.0"?>{head}<{mark}worksheet {space}="{main}">'
        f"<{mark}sheetData>{rows}</{mark}sheetData></{mark}worksheet>"
    )
    return with_member(xlsx(("kvk",)), "xl/worksheets/sheet1.xml", lambda _: xml.encode())


def register_row(number: int = 1, **changes: object) -> tuple[object, ...]:
    values: dict[str, object] = {
        "kvk": f"9000{number:04}",
        "naam": f"Voorbeeldzorg {number}",
        "plaats": "Goes",
        "postcode": "4461 AB",
        "agb": f"7500{number:04}",
        "hoofdcode": "ja",
        "contact_rol": "contractering",
        "contact_naam": f"Anne Voorbeeld {number}",
        "contact_email": f"contractering@zorg-{number:04}.example",
        "taal": "nl",
    }
    return tuple((values | changes)[name] for name in REGISTER_HEADING)


def survey_kind() -> SubmissionKind:
    return load_submission_kinds(ROUND)["quality-survey"]


def good_answers(**changes: CellValue) -> dict[str, CellValue]:
    """Answers to the quality survey with nothing wrong, for AGB code 75000001."""
    answers: dict[str, CellValue] = {
        "contract_year": 2027,
        "agb": "75000001",
        "reference_date": date(2026, 1, 1),
        "professionals": 40,
        "registered_professionals": 37,
        "registered_percentage": 92.5,
        "bachelor_nurses": 6,
        "clients": 240,
        "nps": 41,
        "nps_measured_on": date(2025, 11, 20),
        "cz_clients": 80,
        "suitable_clients": 30,
        "medication_clients": 12,
        "video_clients": 9,
        "package_clients": 3,
        "continuity": "ja",
        "agb_nurse": "ja",
        "governance_code": "ja",
        "complaints_scheme": "ja",
        "privacy_policy": "ja",
        "classification_system": "Omaha",
        "own_delivery_percentage": 81.0,
        "remarks": "",
    }
    return answers | changes


def survey(folder: Path, answers: Mapping[str, CellValue] | None = None) -> bytes:
    path = folder / "uitvraag.xlsx"
    write_form(survey_kind(), good_answers() if answers is None else answers, path)
    return path.read_bytes()
