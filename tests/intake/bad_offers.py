"""Offers with lines that are wrong, each with its whole expected findings, written before it was read.

A finding is (code, severity, sheet, row, column), as in `bad_files`. Held against the offer in two parts of
CZ medisch-specialistische zorg 2027.
"""

from intake.bad_files import Bad, Expected, answer
from offer_forms import DNPZ, GOOD_LINES, edited, first_parts, line, offer
from openpyxl import Workbook
from workbooks import BSN

from inkoopkalender.intake.columns import CellValue

PRODUCTS, CODES, ELD, TOTALS = "Zorgproducten", "16- en 17-codes", "ELD", "Totalen"


def cell(code: str, sheet: str, row: int, column: str, severity: str = "error") -> tuple[Expected, ...]:
    return ((code, severity, sheet, row, column),)


def whole(code: str, sheet: str) -> tuple[Expected, ...]:
    return ((code, "error", sheet, None, ""),)


def _put(sheet: str, **cells: str | float | None) -> bytes:
    def change(workbook: Workbook) -> None:
        for place, value in cells.items():
            workbook[sheet][place] = value

    return edited(change)


def _without(sheet: str, **answers: CellValue) -> bytes:
    return edited(lambda workbook: workbook.remove(workbook[sheet]), offer(GOOD_LINES, **answers))


def _renamed(sheet: str, title: str) -> bytes:
    def change(workbook: Workbook) -> None:
        workbook[sheet].title = title

    return edited(change)


def _copied(workbook: Workbook) -> None:
    workbook.copy_worksheet(workbook[ELD]).title = "ELD_"


def _many() -> bytes:
    more: list[dict[str, CellValue]] = [
        {"lot": "Overige kavels", "code": f"15{number:04X}", "volume": 0, "price": 0}
        for number in range(4_997)
    ]
    return offer({**GOOD_LINES, "lines": [*GOOD_LINES["lines"], *more]})


OFFERS = (
    # the code of a line
    Bad("15-code among the 17-codes", lambda: line("additional_codes", 0, code="15B123"),
        cell("cell-pattern", CODES, 2, "declaratiecode")),
    Bad("17-code of five", lambda: line("additional_codes", 0, code="17B12"),
        cell("cell-pattern", CODES, 2, "declaratiecode")),
    Bad("17-code of seven", lambda: line("additional_codes", 1, code="17B1234"),
        cell("cell-too-long", CODES, 3, "declaratiecode")),
    Bad("small letters in a 17-code", lambda: line("additional_codes", 1, code="17b124"),
        cell("cell-pattern", CODES, 3, "declaratiecode")),
    Bad("17-code among the products", lambda: line("lines", 0, code="17B123"),
        cell("cell-pattern", PRODUCTS, 2, "declaratiecode")),
    Bad("no code", lambda: line("additional_codes", 1, code=None),
        cell("cell-empty", CODES, 3, "declaratiecode")),
    Bad("17-code twice", lambda: line("additional_codes", 1, code="17B123"),
        cell("line-twice", CODES, 3, "declaratiecode")),
    Bad("product twice in a lot", lambda: line("lines", 1, code="15B123"),
        cell("line-twice", PRODUCTS, 3, "declaratiecode")),
    Bad("product in two lots", lambda: line("lines", 2, code="15B123"), ()),
    # within a line
    Bad("dearer with a contract", lambda: line("additional_codes", 0, price=100.01),
        cell("not-above-price-without-contract", CODES, 2, "prijs")),
    Bad("above the maximum tariff", lambda: line("diagnostics", 0, price=7.26),
        cell("not-above-maximum", ELD, 2, "prijs")),
    Bad("no price", lambda: line("lines", 0, price=None), cell("cell-empty", PRODUCTS, 2, "prijs")),
    Bad("price below zero", lambda: line("lines", 0, price=-1), cell("cell-range", PRODUCTS, 2, "prijs")),
    Bad("volume in words", lambda: line("lines", 0, volume="duizend"),
        cell("cell-type", PRODUCTS, 2, "volume")),
    Bad("unknown lot", lambda: line("lines", 0, lot="Basis"), cell("cell-choice", PRODUCTS, 2, "kavel")),
    Bad("formula for a price", lambda: _put(PRODUCTS, E2="=250+0.5"),
        cell("cell-formula", PRODUCTS, 2, "prijs")),
    Bad("number of a person in a description", lambda: line("lines", 0, description=f"voor {BSN}"),
        cell("cell-bsn", PRODUCTS, 2, "omschrijving")),
    Bad("number of a person in a column that nobody asked", lambda: _put(ELD, E1="opmerking", E2=BSN),
        (("column-unknown", "warning", ELD, 1, "opmerking"), ("cell-bsn", "error", ELD, 2, "opmerking"))),
    # the lines together, against the form
    Bad("total two euro off", lambda: offer(total_basic=261_002, total=344_704),
        (answer("basic-adds-up", TOTALS, 2),)),
    Bad("total one euro off", lambda: offer(total_basic=261_001, total=344_703), ()),
    Bad("total one euro and a cent off", lambda: offer(total_basic=261_001.01, total=344_703.01),
        (answer("basic-adds-up", TOTALS, 2),)),
    Bad("line moved to another lot", lambda: line("lines", 1, lot=DNPZ),
        (answer("basic-adds-up", TOTALS, 2), answer("dnpz-adds-up", TOTALS, 3))),
    Bad("total is not the sum", lambda: offer(total=350_000), (answer("total-is-the-sum", TOTALS, 6),)),
    Bad("volume grows", lambda: offer(volume_growth=1.5),
        (answer("volume-does-not-grow", "Onderbouwing", 7, "warning"),)),
    Bad("care that is not allowed, unexplained", lambda: offer(only_allowed_care="nee"),
        (answer("answer-needed", "Onderbouwing", 9),)),
    Bad("offer of another year", lambda: offer(contract_year=2026), (answer("round-other", "Algemeen", 2),)),
    # which lines there are
    Bad("no 17-codes after yes", lambda: offer({**GOOD_LINES, "additional_codes": ()}),
        whole("lines-too-few", CODES)),
    Bad("17-codes after no", lambda: offer(additional_care="nee"), whole("lines-not-asked", CODES)),
    Bad("no answer whether there are 17-codes", lambda: offer(additional_care=None),
        (answer("cell-empty", TOTALS, 7),)),
    Bad("no diagnostics and no sheet for it", lambda: _without(ELD, eld_part="nee"), ()),
    Bad("sheet of diagnostics gone", lambda: _without(ELD), whole("sheet-missing", ELD)),
    Bad("sheet under another name", lambda: _renamed(PRODUCTS, "Producten"),
        whole("sheet-missing", PRODUCTS)),
    Bad("sheet with spaces around its name", lambda: _renamed(ELD, " ELD "), ()),
    Bad("two sheets of one name", lambda: edited(_copied), whole("sheet-twice", "ELD_")),
    Bad("too many lines", _many, whole("lines-too-many", PRODUCTS)),
    # columns
    Bad("column under another name", lambda: _put(PRODUCTS, E1="prijs per stuk"),
        cell("column-missing", PRODUCTS, 1, "prijs")),
    Bad("column twice", lambda: _put(PRODUCTS, C1="prijs"), (
        ("column-twice", "error", PRODUCTS, 1, "prijs"),
        ("column-missing", "error", PRODUCTS, 1, "omschrijving"))),
    Bad("volumes beside 17-codes", lambda: _put(CODES, E1="volume", E2=10),
        cell("column-unknown", CODES, 1, "volume", "warning")),
    Bad("no headings", lambda: _put(ELD, A1=None, B1=None, C1=None, D1=None), (
        *(("column-missing", "error", ELD, 2, name)
          for name in ("prestatiecode", "omschrijving", "prijs", "maximumtarief")),
        *(("column-unknown", "warning", ELD, 2, name) for name in ("070402", "7,1", "7,25")),
    )),
)  # fmt: skip
PARTS = (
    Bad("volumes after no", lambda: first_parts(volumes_now="nee", forecast_method=None),
        whole("lines-not-asked", "Volumes")),
    Bad("no volumes after yes", lambda: first_parts({}), whole("lines-too-few", "Volumes")),
    Bad("nothing yet", lambda: first_parts({}, volumes_now="nee", forecast_method=None), ()),
    Bad("one volume grows", lambda: first_parts({"volumes": (
            {"lot": DNPZ, "code": "15C900", "volume_2026": 2, "volume_2027": 3},
            {"lot": DNPZ, "code": "16C900", "volume_2027": 3})}),
        (("volume-does-not-grow", "warning", "Volumes", 2, "volume_2027"),
         ("cell-pattern", "error", "Volumes", 3, "declaratiecode"))),
)  # fmt: skip
