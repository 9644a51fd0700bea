"""Bad CSV: the form as text, and lists of scores: see `bad_files`."""

from intake.bad_files import Bad, Expected, answer, csv_form, refused, told
from openpyxl import Workbook
from workbooks import BSN, csv_file, saved, xlsx

NPS, REMARKS = 10, 24
"""Lines of the form as CSV."""
SCORES = ("agb", "kwaliteitspunten", "kostenpunten")
_TEXT = "uitvraag.csv"


def _missing(*columns: str, sheet: str = "", row: int = 1) -> tuple[Expected, ...]:
    return tuple(("column-missing", "error", sheet, row, column) for column in columns)


def _nps(value: str) -> bytes:
    return csv_form(nps=value).encode()


def _two_sheets(*, hidden: bool = False) -> bytes:
    workbook = Workbook()
    notes = workbook.create_sheet("Lees mij", 0)
    notes["A1"] = "Vragen? Bel ons"
    points = workbook.create_sheet("Punten", 1)
    for row in (SCORES, ("75000001", 9, 9)):
        points.append(row)
    if hidden:
        notes.sheet_state = "hidden"
    workbook.active = 1
    return saved(workbook)


FORMS = (
    Bad("CSV with semicolons", lambda: csv_form(";").encode(), (), _TEXT),
    Bad("CSV with commas", lambda: csv_form(",").encode(), (), _TEXT),
    Bad("CSV with tabs", lambda: csv_form("\t").encode(), (), _TEXT),
    Bad("CSV with a mark", lambda: csv_form().encode("utf-8-sig"), (), _TEXT),
    Bad("CSV in UTF-16", lambda: csv_form("\t").encode("utf-16"), (), _TEXT),
    Bad("CSV in UTF-16, big end first", lambda: b"\xfe\xff" + csv_form("\t").encode("utf-16-be"), (), _TEXT),
    Bad("CSV in UTF-16 without a mark", lambda: csv_form().encode("utf-16-le"),
        refused("file-not-text"), _TEXT),
    Bad("CSV of Windows", lambda: csv_form(remarks="cliëntenraad € 5").encode("cp1252"), (), _TEXT),
    Bad("CSV with lines of an old Mac", lambda: csv_form().replace("\n", "\r").encode(), (), _TEXT),
    Bad("CSV that names its delimiter", lambda: b"sep=;\r\n" + csv_form().encode(), (), _TEXT),
    Bad("commas between the answers and in the decimals", lambda: csv_form(",").replace('"', "").encode(),
        (answer("row-too-long", "", 7), answer("row-too-long", "", 23)), _TEXT),
    Bad("CSV under the name of a workbook", lambda: csv_form().encode(), refused("file-damaged")),
    Bad("empty CSV", lambda: b"", refused("file-empty"), _TEXT),
    Bad("CSV with nothing between its delimiters", lambda: b" ;;\r\n;;\r\n", refused("file-empty"), _TEXT),
    Bad("CSV with a mark only", lambda: b"\xef\xbb\xbf", refused("file-empty"), _TEXT),
    Bad("NUL in CSV", lambda: csv_form(remarks="a\0b").encode(), refused("file-not-text"), _TEXT),
    Bad("a control character in CSV", lambda: csv_form(remarks="a\x01b").encode(),
        (answer("cell-type", "", REMARKS),), _TEXT),
    Bad("2 MB in a cell of CSV", lambda: csv_form(remarks="x" * 2_000_000).encode(),
        (answer("cell-too-long", "", REMARKS),), _TEXT),
    Bad("a quote that does not close", lambda: csv_form(remarks='"geen').encode(),
        (("file-quote", "error", "", REMARKS, ""),), _TEXT),
    Bad("300 columns", lambda: csv_form().encode() + b"\n" + b";" * 300 + b"x",
        refused("file-sheet-size"), _TEXT),
    Bad("two million empty lines behind it", lambda: csv_form().encode() + b"\n;;;;" * 2_000_000, (), _TEXT),
    Bad("two million empty lines in it", lambda: csv_form().encode() + b"\n;;;;" * 2_000_000 + b"\nx;y",
        refused("file-sheet-size"), _TEXT),
    Bad("Arabic digits in CSV", lambda: _nps("٤١"), (answer("cell-type", "", NPS),), _TEXT),
    Bad("1e400 in CSV", lambda: _nps("1e400"), (answer("cell-type", "", NPS),), _TEXT),
    Bad("NaN in CSV", lambda: _nps("NaN"), (answer("cell-type", "", NPS),), _TEXT),
    Bad("a formula in CSV", lambda: _nps("=40+1"), (answer("cell-formula", "", NPS),), _TEXT),
    Bad("a BSN in CSV", lambda: csv_form(remarks=BSN).encode(), (answer("cell-bsn", "", REMARKS),), _TEXT),
    Bad("a letter as text", lambda: b"Geachte heer,\nhierbij de uitvraag.", refused("form-unknown"), _TEXT),
    Bad("a web page as text", lambda: b"<!DOCTYPE html><html><body>Inloggen</body></html>",
        refused("file-not-text"), _TEXT),
)  # fmt: skip

LISTS = (
    Bad("a heading twice", lambda: csv_file((*SCORES, "agb"), ("75000001", "9", "9", "75000002")),
        (("column-twice", "error", "", 1, "agb"),), "punten.csv"),
    Bad("a heading away", lambda: csv_file(SCORES[:2], ("75000001", "9")),
        _missing("kostenpunten"), "punten.csv"),
    Bad("a list that names its delimiter", lambda: b"sep=;\n" + csv_file(SCORES, ("75000001", "9", "9")), (),
        "punten.csv"),
    Bad("the wrong sheet in front", _two_sheets,
        (("sheet-ignored", "warning", "Punten", None, ""), *_missing(*SCORES, sheet="Lees mij"),
         ("column-unknown", "warning", "Lees mij", 1, "Vragen? Bel ons")), "punten.xlsx"),
    Bad("a hidden sheet in front", lambda: _two_sheets(hidden=True),
        (told("sheet-hidden", "Lees mij"),), "punten.xlsx"),
    Bad("merged headings over two columns",
        lambda: xlsx(("agb", "punten", None), ("75000001", 9, 9), sheet="Punten"),
        _missing("kwaliteitspunten", "kostenpunten", sheet="Punten"), "punten.xlsx"),
    Bad("faults in several rows", lambda: csv_file(SCORES, ("7500001", "9", "9"), ("75000002", "1001", "x"),
        ("75000003", "9", "9"), ("75000003", "8", "8"), ("75000004", "", "9")),
        (("cell-zero-lost", "warning", "", 2, "agb"), ("cell-range", "error", "", 3, "kwaliteitspunten"),
         ("cell-type", "error", "", 3, "kostenpunten"), ("agb-twice", "error", "", 5, "agb"),
         ("cell-empty", "error", "", 6, "kwaliteitspunten")), "punten.csv"),
    Bad("a row that is too long", lambda: csv_file(SCORES, ("75000001", "9", "9", "9")),
        (("row-too-long", "error", "", 2, ""),), "punten.csv"),
)  # fmt: skip
