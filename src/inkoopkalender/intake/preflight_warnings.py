"""What of a workbook is not read, or is read though nobody sees it: told as warnings by the preflight."""

from typing import Final

from inkoopkalender.intake.columns import CHOICES_SHEET
from inkoopkalender.intake.findings import FileFinding, without_bsn
from inkoopkalender.intake.sheet_xml import SheetScan

_LINKS: Final = (
    "Deze werkmap is gekoppeld aan andere bestanden of gegevens; die worden niet gelezen. "
    "Verbreek de koppelingen (Gegevens, Koppelingen bewerken) en controleer de antwoorden."
)
_EMBEDDED: Final = (
    "In deze werkmap zit een ander bestand; dat wordt niet gelezen. Haal het weg, of lever het apart in."
)
_HIDDEN_SHEET: Final = (
    "Het blad '{sheet}' is verborgen en wordt niet gelezen. Maak het zichtbaar als het mee moet tellen."
)
_HIDDEN_ROWS: Final = (
    "Er zijn regels verborgen waar iets in staat ({count}, de eerste is regel {row}); zij zijn gelezen als "
    "alle andere. Maak ze zichtbaar en controleer of ze mee moeten tellen."
)


def told_of_members(names: list[str]) -> list[FileFinding]:
    """Return warnings of links to elsewhere and of files within, by the names of the archive's members."""
    paths = [name.lower() for name in names]
    findings = []
    if any(path.startswith(("xl/externallinks/", "xl/connections.xml")) for path in paths):
        findings.append(_warning("file-links", _LINKS))
    if any(path.startswith("xl/embeddings/") for path in paths):
        findings.append(_warning("file-embedded", _EMBEDDED))
    return findings


def told_of_sheet(scan: SheetScan, title: str, *, hidden: bool) -> list[FileFinding]:
    """Return a warning of a hidden sheet, or of the hidden rows of a visible one."""
    if hidden:
        told = scan.rows and title != CHOICES_SHEET
        return [_warning("sheet-hidden", _HIDDEN_SHEET.format(sheet=title), title)] if told else []
    if scan.hidden_rows:
        message = _HIDDEN_ROWS.format(count=scan.hidden_rows, row=scan.first_hidden)
        return [_warning("rows-hidden", message, title, scan.first_hidden)]
    return []


def _warning(code: str, message: str, sheet: str = "", row: int | None = None) -> FileFinding:
    return FileFinding(code, "warning", sheet, row, "", "", without_bsn(message))
