"""Rows that the parser is spared are told of as if it had parsed them: held against the parser alone."""

from collections.abc import Callable, Iterator
from xml.parsers import expat

import pytest

from inkoopkalender.intake.sheet_xml import MarkedCell, SheetScan, XmlRefusedError, _parser, _Scan, scan_sheet

HEAD = '<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns:x="urn:x"><sheetData>'
FOOT = "</sheetData></worksheet>"
PLAIN = '<row r="{n}"><c r="A{n}" t="s"><v>{n}</v></c><c r="C{n}"><v>1.5</v></c></row>'
ODD = (
    PLAIN,
    PLAIN.replace("1.5", "#"),
    PLAIN.replace("C{n}", "D{n}"),
    PLAIN.replace("C{n}", "C1{n}"),
    PLAIN.replace("C{n}", "C{m}"),
    PLAIN.replace("A{n}", "A1"),
    PLAIN.replace("A{n}", "#"),
    PLAIN.replace("A{n}", "A\x00"),
    PLAIN.replace("A{n}", "A4"),
    PLAIN.replace('r="{n}"', ""),
    PLAIN.replace("<row ", '<row hidden="1" '),
    PLAIN.replace("<row ", '<row hidden="0" spans="1:3" x:height="12.5" '),
    PLAIN.replace("<row ", '<row x="1" x="1" '),
    PLAIN.replace("</row>", "</row>\n"),
    PLAIN.replace("<row ", "\n <row "),
    PLAIN.replace("<v>1.5</v>", "<f>A1+1</f><v>2</v>"),
    PLAIN.replace('t="s"', 't="e"'),
    PLAIN.replace('t="s"', 't="inlineStr"').replace("<v>1.5</v>", "<is><t>Zorg {m}</t></is>"),
    PLAIN.replace("1.5", "caf\u00e9 &amp; &#233;"),
    PLAIN.replace("1.5", "&#0;"),
    PLAIN.replace("1.5", "]]>"),
    PLAIN.replace("<v>1.5</v>", "<v>1.5<v>"),
    PLAIN.replace("<v>1.5</v>", "<v>1.5"),
    PLAIN.replace("</row>", '<x a="</row>">'),
    PLAIN.replace("</row>", "<!-- </row>"),
    "<!-- " + PLAIN + " -->",
    "<![CDATA[" + PLAIN + "]]>",
    "<?x " + PLAIN + "?>",
    '<row r="{n}"/>',
    '<row r="{n}"/><!-- ',
    '<row r="{n}"/><![CDATA[',
    " -->",
    "]]>",
    '<row r="{n}"></row>',
    '<row r="{n}" hidden="1"/>',
    '<row r="{n}" hidden="1"></row>',
    '<row r="{n}">' + PLAIN,
    PLAIN + "</row>",
    '<row r="{n}"><c/><c><v>1</v></c></row>',
    "<x:row><x:c><x:f>1</x:f></x:c></x:row>",
    '<row r="{n}"><c r="GR{n}"/></row>',
    '<row r="{n}"><c r="GS{n}"/></row>',
    '<c r="A{n}"><f>1</f></c>',
    "&x;",
    "<",
)


def parser_alone(xml: bytes) -> SheetScan:
    scan, parser = _Scan(), _parser()
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    parser.Parse(xml, True)  # noqa: FBT003 -- expat takes no name here
    return SheetScan(scan.rows, scan.columns, tuple(scan.marked), scan.hidden_rows, scan.first_hidden)


def outcome(scan: Callable[[], SheetScan]) -> SheetScan | tuple[str, str] | None:
    """What a scan says, why it refuses, or None for XML that is not well-formed."""
    try:
        return scan()
    except XmlRefusedError as refused:
        return refused.code, str(refused)
    except expat.ExpatError:
        return None


def told(xml: bytes, size: int) -> tuple[object, object]:
    """What the scan says, and what the parser alone says."""
    return outcome(lambda: scan_sheet(_pieces(xml, size))), outcome(lambda: parser_alone(xml))


def _pieces(xml: bytes, size: int) -> Iterator[bytes]:
    return (xml[at : at + size] for at in range(0, len(xml), size))


def sheet(rows: list[tuple[str, int]]) -> bytes:
    number, written = 0, []
    for row, step in rows:
        number += step
        written.append(row.replace("{n}", str(number)).replace("{m}", str(number % 3)))
    return (HEAD + "".join(written) + FOOT).encode()


@pytest.mark.parametrize("size", [7, 100_000])
@pytest.mark.parametrize("odd", ODD)
def test_the_parser_alone_says_the_same(odd: str, size: int) -> None:
    """Whatever the row is, before and behind rows alike, and beside every other."""
    mixed = [
        [PLAIN, PLAIN, odd, PLAIN, *others, odd, PLAIN, other, PLAIN]
        for other in ODD
        for others in ([other], [odd, odd, other, other])
    ]
    found = [told(sheet([(row, 1) for row in rows]), size) for rows in mixed]

    assert [scanned for scanned, _ in found] == [parsed for _, parsed in found]


@pytest.mark.parametrize("step", [0, -1, 2, 90, 24_000, 400_000, 2_000_000])
def test_whatever_the_numbers_of_the_rows_are(step: int) -> None:
    late = [told(sheet([(PLAIN, 1), (odd, step), (odd, 1), (odd, 1)]), 64) for odd in ODD]
    found = late + [told(sheet([(PLAIN, 1), (odd, 1), (odd, 1), (odd, step)]), 64) for odd in ODD]

    assert [scanned for scanned, _ in found] == [parsed for _, parsed in found]


def test_a_formula_after_a_thousand_rows_alike_is_found() -> None:
    rows = [(PLAIN, 1)] * 1_000 + [(PLAIN.replace("<v>1.5</v>", "<f>A1+1</f><v>2</v>"), 1)]

    assert scan_sheet([sheet(rows)]) == SheetScan(1_001, 3, (MarkedCell(1_001, 3, "formula", "=A1+1"),))


def test_a_row_that_is_known_and_stands_too_low_is_refused() -> None:
    wide = '<row r="{n}"><c r="GR{n}"/></row>'

    scanned, parsed = told(sheet([(wide, 1), (wide, 1), (wide, 25_000)]), 64)

    assert scanned == parsed
    assert "file-sheet-size" in str(scanned)
    assert "cel GR25002;" in str(scanned)
