"""What may be kept of a file about people: which finding, and at which cell, but nothing that a cell said.

Who hands a file in sees its findings whole, at once. What is stored, and what a letter repeats, has another
text: findings quote cells, and a text that is made from a cell (a window that follows from a quit date) gives
it away as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from inkoopkalender.content.submissions import SubmissionKind
from inkoopkalender.intake.findings import FileFinding, without_bsn
from inkoopkalender.intake.kind_columns import columns_of

_SUFFIXES: Final = (".xlsx", ".csv", ".json")
_OF_A_DOCUMENT: Final = (".pdf", ".docx", ".xlsx", ".jpg", ".jpeg", ".png")
_OF_DOCUMENTS: Final = (
    "document-missing", "document-too-many", "document-empty", "document-too-large", "document-type",
    "document-not-whole",
)  # fmt: skip
"""What these say is made of the kind, not of a file."""


def findings_to_keep(kind: SubmissionKind, findings: Iterable[FileFinding]) -> tuple[FileFinding, ...]:
    """Return the findings as they may be stored and written about; those of other kinds unchanged."""
    if not kind.patient_level:
        return tuple(findings)
    columns = {column.name for column in columns_of(kind)} | set(kind.documents)
    sheets = set(kind.sheets)
    return tuple(
        replace(
            one,
            value="",
            column=one.column if one.column in columns else "",
            sheet=one.sheet if one.sheet in sheets else "",
            message=one.message if one.code in _OF_DOCUMENTS else _SAID.get(one.code, _OTHERWISE),
        )
        for one in findings
    )


def filename_to_keep(kind: SubmissionKind, filename: str, document: str = "") -> str:
    """Return the name to store of its file, or of a document with it.

    That of a file about people may name one of them, and none may hold a BSN.
    """
    if not kind.patient_level:
        return without_bsn(filename)
    suffix = PurePath(filename).suffix.lower()
    known = _OF_A_DOCUMENT if document else _SUFFIXES
    return (document or kind.name) + (suffix if suffix in known else "")


_OTHERWISE: Final = (
    "Hier klopt iets niet. Wat er staat, bewaren wij niet: kijk in uw eigen bestand, of laat het nog eens "
    "controleren."
)
_SAID: Final[Mapping[str, str]] = {
    "cell-empty": "Hier staat niets, en dat moet wel. Vul de cel in.",
    "cell-bsn": "Hier staat iets dat een burgerservicenummer kan zijn. Haal het weg.",
    "agb-other": "Dit is de AGB-code van een andere zorgaanbieder. Controleer haar.",
    "client-twice": "Deze deelnemer staat er met dezelfde eerste dag al. Laat er een staan.",
    "end-before-start": "Het einde van de begeleiding ligt vóór het begin. Verbeter een van beide datums.",
    "sessions-after-quit": "De begeleiding begon na de stopdatum. Verbeter het aantal sessies of een datum.",
    "answer-without-contact": "Er staat een meting, maar niet dat de deelnemer bereikt is.",
    "answer-incomplete": "De deelnemer is bereikt, maar een gegeven van de meting ontbreekt.",
    "follow-up-before-quit": "Een meting ligt vóór de stopdatum. Verbeter een van beide datums.",
    "follow-up-outside-window": "Een meting valt buiten de termijn en telt niet mee.",
    "co-undated": "Er staat een CO-waarde zonder datum. Vul de dag van de meting in.",
    "co-missing": "Er staat een datum van een CO-meting, maar geen waarde.",
    "co-without-report": "Er staat een CO-waarde zonder eigen verklaring van de deelnemer.",
    "co-contradicts": "De CO-waarde bevestigt de verklaring niet. Controleer haar.",
    "medicine-alone": "Farmacologische ondersteuning hoort bij begeleiding. Verbeter een van beide.",
    "medicine-kind-missing": "De soort farmacologische ondersteuning ontbreekt. Vul haar in.",
    "medicine-contradicts": "Er staat een soort, maar geen farmacologische ondersteuning.",
    "moment-empty": "Een moment van meten is voorbij, en er staat niets. Vul aan wat u weet.",
    "mds-period": "De begeleiding begon buiten de maanden waarover deze aanlevering gaat.",
    "date-in-future": "Een datum ligt na de dag van ontvangst. Wat nog moet gebeuren, blijft leeg.",
}
"""By code, what can be said without the cell."""
