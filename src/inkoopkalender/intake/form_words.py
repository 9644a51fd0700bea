"""What a form tells the provider in Dutch: when and how to hand it in, which documents, when it asks.

The same for a form and for a table; where it stands in the workbook is for `forms` and `row_templates`.
"""

from collections.abc import Mapping
from typing import Final

from inkoopkalender.content.hand_in import Channel
from inkoopkalender.content.submission_documents import DocumentShape
from inkoopkalender.content.submission_fields import ColumnShape
from inkoopkalender.content.submission_tables import TableShape
from inkoopkalender.content.submissions import SubmissionKind

PROPOSED: Final = "Voorstel: niet in het beleid."
"""What stands at each question that the policy does not ask."""
_PROPOSED_DOCUMENT: Final = "Voorstel: het beleid noemt dit bestand, zijn soort of zijn grootte niet."
_CHANNELS: Final[Mapping[Channel, str]] = {
    "vecozo": "via VECOZO",
    "upload": "door dit bestand te uploaden",
    "mail": "per e-mail",
    "portal": "via de website of het portaal van de verzekeraar",
}


def hand_in_lines(kind: SubmissionKind, period: str) -> list[str]:
    """Say when, where and how it is handed in, and what the board declares.

    `period` is when, in the calendar's Dutch words; empty when the kind names no event.
    """
    lines = [f"Inleveren: {period}."] if period else []
    if kind.hand_in is not None:
        address = f" ({kind.hand_in.address})" if kind.hand_in.address else ""
        channel = kind.hand_in.channel
        said = f"vraagt dit {_CHANNELS[channel]}{address}" if channel else "zegt niet hoe u dit inlevert"
        lines.append(f"Het beleid {said}.")
        lines += [line for line in (kind.hand_in.late_means, kind.hand_in.amend) if line]
    if kind.declaration is not None:
        lines.append(f"Het bestuur verklaart: {kind.declaration.text}")
    return lines


def table_lines(kind: SubmissionKind) -> list[str]:
    """Say which sheets take a line for each case, in the kind's order, and their conditions."""
    return [_table_line(kind, table) for table in kind.tables.values()]


def _table_line(kind: SubmissionKind, table: TableShape) -> str:
    may = table.required_when is None and not table.least
    first = f"{'U kunt' if may else 'Vul'} op het blad '{table.sheet}' {table.title}"
    start = f"{first} {'invullen' if may else 'in'}, een regel elk; laat de koppen staan."
    proposed = PROPOSED if table.proposed else ""
    return " ".join(text for text in (start, condition_words(kind, table), table.help, proposed) if text)


def document_lines(kind: SubmissionKind) -> list[str]:
    """Say which documents come with it, in the kind's order: their types, sizes and conditions."""
    return [_document_line(kind, document) for document in kind.documents.values()]


def _document_line(kind: SubmissionKind, document: DocumentShape) -> str:
    may = document.required_when is None and not document.required
    start = "U kunt toevoegen" if may else "Voeg toe"
    types = " of ".join(each.upper() for each in document.types)
    files = "bestand" if document.at_most == 1 else "bestanden"
    size = f"hooguit {document.at_most} {files} van {document.largest_mb} MB"
    proposed = _PROPOSED_DOCUMENT if document.proposed else ""
    said = f"{start}: {document.title} ({types}, {size})."
    texts = (said, condition_words(kind, document), document.help, proposed)
    return " ".join(text for text in texts if text)


def condition_words(kind: SubmissionKind, asked: ColumnShape | DocumentShape | TableShape) -> str:
    """Say at which answer it is asked; empty when that depends on no answer."""
    when = asked.required_when
    if when is None:
        return ""
    return f"Alleen bij {' of '.join(when.answers)} op de vraag '{kind.fields[when.field].label}'."
