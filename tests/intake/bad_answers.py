"""Forms that can be read, with answers that cannot be used: see `bad_files`."""

from datetime import date

from intake.bad_files import (
    RELATIONS,
    SHEETS,
    WORKBOOK,
    Bad,
    Expected,
    answer,
    edited,
    form,
    member_of,
    raw,
    refused,
    replaced,
    told,
)
from openpyxl import Workbook
from workbooks import BSN, saved, xlsx

NPS, PERCENT, MEASURED, CLIENTS, REMARKS = 7, 4, 8, 6, 9
"""Rows of the form: the first four on Kwaliteit, the last on Minimumeisen."""


def _nps(name: str, xml: str) -> Bad:
    """The answer to the NPS as it stands in the XML, which cannot be read as a number."""
    return Bad(name, lambda: raw("Kwaliteit", "C7", xml), (answer("cell-type", "Kwaliteit", NPS),))


def _measured(name: str, value: object) -> Bad:
    return Bad(
        name,
        lambda: form(nps_measured_on=value),  # type: ignore[arg-type]  # what no field takes
        (answer("cell-type", "Kwaliteit", MEASURED),),
    )


def _missing(sheet: str, count: int) -> tuple[Expected, ...]:
    return (("question-missing", "error", sheet, None, "Code"),) * count


def _set(sheet: str, **cells: str | float | None) -> bytes:
    def change(workbook: Workbook) -> None:
        for cell, value in cells.items():
            workbook[sheet][cell] = value

    return edited(change)


def _merged_headings() -> bytes:
    return edited(lambda workbook: workbook["Kwaliteit"].merge_cells("A1:B1"))


def _hidden(workbook: Workbook) -> None:
    workbook["Kwaliteit"].sheet_state = "hidden"


def _renamed() -> bytes:
    return replaced(WORKBOOK, 'name="Kwaliteit"', 'name="Blad1"')


def _with_prefixes() -> bytes:
    """Every sheet as another program writes it: a namespace prefix, attributes in another order."""
    content = form()
    for sheet in SHEETS:
        for old, new in (("<", "<x:"), ("<x:/", "</x:"), ("<x:?", "<?"), ("xmlns=", "xmlns:x=")):
            content = replaced(member_of(sheet), old, new, content)
    return content


def _one_word() -> Workbook:
    """A workbook with one word in it."""
    workbook = Workbook()
    workbook.create_sheet("Kwaliteit", 0)["A1"] = "volgt"
    return workbook


NUMBERS = (
    _nps("Arabic digits", '<c r="C7" t="inlineStr"><is><t>٤١</t></is></c>'),
    _nps("wide digits", '<c r="C7" t="inlineStr"><is><t>４１</t></is></c>'),
    _nps("1e400 as text", '<c r="C7" t="inlineStr"><is><t>1e400</t></is></c>'),
    _nps("1e400 as a number", '<c r="C7"><v>1e400</v></c>'),
    _nps("1e308", '<c r="C7"><v>1e308</v></c>'),
    _nps("NaN as text", '<c r="C7" t="inlineStr"><is><t>NaN</t></is></c>'),
    _nps("NaN as a number", '<c r="C7"><v>NaN</v></c>'),
    _nps("infinity", '<c r="C7"><v>-inf</v></c>'),
    _nps("a number that is text", '<c r="C7"><v>veertig</v></c>'),
    _nps("an English number", '<c r="C7" t="inlineStr"><is><t>1,234.56</t></is></c>'),
    _nps("a part of a whole number", '<c r="C7"><v>41.5</v></c>'),
    _nps("a date as number", '<c r="C7" t="d"><v>2025-11-20T00:00:00</v></c>'),
    _nps("words", '<c r="C7" t="inlineStr"><is><t>ongeveer 41</t></is></c>'),
    Bad("1.234,56 for a percentage", lambda: form(registered_percentage="1.234,56"),
        (answer("cell-range", "Kwaliteit", PERCENT),)),
    Bad("1.234,56 for a whole number", lambda: form(clients="1.234,56"),
        (answer("cell-type", "Kwaliteit", CLIENTS),)),
    Bad("1.234 for a whole number", lambda: form(clients="1.234"), ()),
    Bad("a fraction for a percentage", lambda: form(registered_percentage=0.925),
        (answer("cell-type", "Kwaliteit", PERCENT),)),
    Bad("below nothing", lambda: form(clients=-1), (answer("cell-range", "Kwaliteit", CLIENTS),)),
    Bad("a BSN for a number", lambda: form(clients=int(BSN)), (answer("cell-range", "Kwaliteit", CLIENTS),)),
)  # fmt: skip

DATES = (
    Bad("a date as text", lambda: form(nps_measured_on="20-11-2025"), ()),
    _measured("a date in words", "20 november 2025"),
    _measured("an American date", "11/20/2025"),
    _measured("a day that does not exist", "31-02-2026"),
    _measured("a year of two digits", "20-11-25"),
    _measured("a date that is a bare number", 45981),
    _measured("a date in 1899", "31-12-1899"),
    Bad("a number typed in a cell for dates", lambda: raw("Kwaliteit", "C8", '<c r="C8" s="4"><v>40</v></c>'),
        (answer("cell-type", "Kwaliteit", MEASURED),)),
    Bad("a serial before 1900", lambda: raw("Kwaliteit", "C8", '<c r="C8" s="4"><v>-5</v></c>'),
        (answer("cell-type", "Kwaliteit", MEASURED),)),
    Bad("a serial after the year 9999", lambda: raw("Kwaliteit", "C8", '<c r="C8" s="4"><v>2958466</v></c>'),
        (answer("cell-type", "Kwaliteit", MEASURED),)),
    Bad("a serial beyond all time", lambda: raw("Kwaliteit", "C8", '<c r="C8" s="4"><v>1e300</v></c>'),
        (answer("cell-type", "Kwaliteit", MEASURED),)),
    Bad("measured after it came in", lambda: form(nps_measured_on=date(2026, 5, 11)),
        (answer("measured-before-receipt", "Kwaliteit", MEASURED),)),
)  # fmt: skip

WHOSE = (
    Bad("other year's form", lambda: form(contract_year=2026), (answer("round-other", "Algemeen", 2),)),
    Bad("other organisation's code", lambda: form(agb="75000002"), (answer("agb-other", "Algemeen", 3),)),
    Bad("zero lost from a code", lambda: form(agb=1012345),
        (answer("cell-zero-lost", "Algemeen", 3, "warning"),), agb="01012345"),
    Bad("zero lost from another's code", lambda: form(agb=1012346),
        (answer("cell-zero-lost", "Algemeen", 3, "warning"), answer("agb-other", "Algemeen", 3)),
        agb="01012345"),
    Bad("two zeros lost", lambda: form(agb=101234), (answer("cell-type", "Algemeen", 3),)),
    Bad("a code as a number", lambda: form(agb=75000001), ()),
    Bad("a code in Arabic digits", lambda: form(agb="٧٥٠٠٠٠٠١"), (answer("cell-type", "Algemeen", 3),)),
)  # fmt: skip

CELLS = (
    Bad("a formula", lambda: _set("Kwaliteit", C7="=40+1"), (answer("cell-formula", "Kwaliteit", NPS),)),
    Bad("a formula behind other attributes",
        lambda: raw("Kwaliteit", "C7", '<c s="0" t="n" r="C7"><v>41</v><f ca="1">40+1</f></c>'),
        (answer("cell-formula", "Kwaliteit", NPS),)),
    Bad("a shared formula", lambda: raw("Kwaliteit", "C7", '<c r="C7"><f t="shared" si="0"/><v>41</v></c>'),
        (answer("cell-formula", "Kwaliteit", NPS),)),
    Bad("a formula to another workbook",
        lambda: raw("Kwaliteit", "C7", '<c r="C7"><f>[1]Blad1!$A$1</f><v>41</v></c>'),
        (answer("cell-formula", "Kwaliteit", NPS),)),
    Bad("a formula with an error",
        lambda: raw("Kwaliteit", "C7", '<c r="C7" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
        (answer("cell-formula", "Kwaliteit", NPS),)),
    Bad("an error", lambda: _set("Kwaliteit", C7="#REF!"), (answer("cell-error", "Kwaliteit", NPS),)),
    Bad("2 MB in a text", lambda: raw("Minimumeisen", "C9",
        f'<c r="C9" t="inlineStr"><is><t>{"x" * 2_000_000}</t></is></c>'),
        (answer("cell-too-long", "Minimumeisen", REMARKS),)),
    Bad("2 MB in a number", lambda: raw("Kwaliteit", "C7",
        f'<c r="C7" t="inlineStr"><is><t>{"9" * 2_000_000}</t></is></c>'),
        (answer("cell-type", "Kwaliteit", NPS),)),
    Bad("a text that is a formula to some", lambda: form(remarks="=cmd|'/C calc'!A0"), ()),
    Bad("a BSN in a text", lambda: form(remarks=f"over cliënt {BSN}"),
        (answer("cell-bsn", "Minimumeisen", REMARKS),)),
    Bad("a BSN with points", lambda: form(remarks="999.99.0019"),
        (answer("cell-bsn", "Minimumeisen", REMARKS),)),
    Bad("not one of the choices", lambda: form(classification_system="Omahaa"),
        (answer("cell-choice", "Minimumeisen", 7),)),
    Bad("neither ja nor nee", lambda: form(governance_code="misschien"),
        (answer("cell-choice", "Minimumeisen", 4),)),
    Bad("a truth of the spreadsheet", lambda: raw("Minimumeisen", "C4", '<c r="C4" t="b"><v>1</v></c>'), ()),
    Bad("empty", lambda: form(clients=None), (answer("cell-empty", "Kwaliteit", CLIENTS),)),
    Bad("only spaces", lambda: form(clients="   "), (answer("cell-empty", "Kwaliteit", CLIENTS),)),
)  # fmt: skip

SHAPE = (
    Bad("another form", lambda: xlsx(("Omzet", "2026"), ("januari", 1), sheet="Omzet"),
        refused("form-unknown")),
    Bad("without the heading Antwoord", lambda: _set("Kwaliteit", C1="Antwrd"),
        (("column-missing", "error", "Kwaliteit", 1, "Antwoord"),)),
    Bad("the heading Antwoord twice", lambda: _set("Kwaliteit", D1="Antwoord"),
        (("column-twice", "error", "Kwaliteit", 1, "Antwoord"),)),
    Bad("merged headings", _merged_headings, ()),
    Bad("a sheet with another name", _renamed, ()),
    Bad("a sheet of the form hidden", lambda: edited(_hidden),
        (told("sheet-hidden", "Kwaliteit"), *_missing("Kwaliteit", 7))),
    Bad("a sheet of the form away", lambda: edited(lambda workbook: workbook.remove(workbook["Kwaliteit"])),
        _missing("Kwaliteit", 7)),
    Bad("a question away", lambda: _set("Kwaliteit", A7=None, B7=None, C7=None, E7=None, D7=None),
        _missing("Kwaliteit", 1)),
    Bad("a question twice", lambda: _set("Kwaliteit", A9="nps", C9=41),
        (("question-twice", "error", "Kwaliteit", 9, "Code"),)),
    Bad("a question of its own", lambda: _set("Kwaliteit", A9="verzuim", C9=4),
        (("question-unknown", "warning", "Kwaliteit", 9, "Code"),)),
    Bad("behind prefixes", _with_prefixes, ()),
    Bad("a path with capitals", lambda: replaced(RELATIONS, "worksheets/sheet2", "Worksheets/Sheet2"), ()),
    Bad("everything at once", lambda: form(contract_year=2026, agb="1", professionals="veel", nps=101,
        continuity=""),
        (answer("round-other", "Algemeen", 2), answer("cell-type", "Algemeen", 3),
         answer("cell-type", "Kwaliteit", 2), answer("cell-range", "Kwaliteit", NPS),
         answer("cell-empty", "Minimumeisen", 2))),
    Bad("the form empty", lambda: saved(_one_word()), refused("form-unknown")),
)  # fmt: skip


ANSWERS = NUMBERS + DATES + WHOSE + CELLS + SHAPE
