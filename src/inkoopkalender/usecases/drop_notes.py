"""What became of a file in the drop folder, in Dutch, for whoever put it there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from inkoopkalender.clock import HOME
from inkoopkalender.domain.keepable import BSN_FOUND
from inkoopkalender.intake.findings import FileFinding, shown

_IN_WORDS: Final[Mapping[str, str]] = {
    "accepted": "aangenomen",
    "rejected": "niet goedgekeurd: verbeter de fouten en lever het opnieuw in",
    "refused": "te laat: geweigerd",
    "late": "te laat",
}
_NOT_TAKEN: Final = "niet ingenomen"
_SEALED: Final = (
    "Dit bestand gaat over mensen. Het is versleuteld bewaard en staat niet meer in deze map; wat er in een "
    "cel stond, staat hier daarom niet bij."
)
_BSN: Final = (
    "In dit bestand kan een burgerservicenummer staan. Het is niet bewaard in de administratie, maar staat "
    "nog wel in deze map: verwijder het hier zelf."
)
_PLAIN: Final = (
    "Dit bestand hoort over mensen te gaan. Het is niet bewaard in de administratie, maar staat nog wel "
    "onversleuteld in deze map: verwijder het hier zelf."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one file: its place in the folder, and whether and how it was taken in.

    `state` is that of the stored revision, empty when nothing was stored; `reason` says why not.
    """

    file: str
    outcome: str
    state: str = ""
    revision: int = 0
    sha256: str = ""
    findings: int = 0
    reason: str = ""
    sealed: bool = False
    """Whether it is about people and kept sealed: then it does not stay in the folder."""
    documents: tuple[str, ...] = ()
    """The names of the documents' files that came with it."""
    plain: bool = False
    """Whether it is about people and not kept: then it stays in the folder as it came."""


def write_notes(fate: Fate, received_at: datetime | None, findings: Sequence[FileFinding]) -> str:
    """Return the text that is laid beside a file, each finding with its place and what to do."""
    lines = [f"Bestand    {shown(fate.file)}"]
    lines += [f"Document   {shown(one)}" for one in fate.documents]
    if received_at is not None:
        lines.append(f"Ontvangen  {received_at.astimezone(HOME):%d-%m-%Y %H:%M:%S} (Nederlandse tijd)")
    lines.append(f"Uitkomst   {_IN_WORDS.get(fate.state, _NOT_TAKEN)}")
    if fate.revision:
        lines += [f"Versie     {fate.revision}", f"SHA-256    {fate.sha256}"]
    if fate.reason:
        lines += ["", fate.reason]
    if fate.sealed:
        lines += ["", _SEALED]
    if any(one.code == BSN_FOUND for one in findings):
        lines += ["", _BSN]
    elif fate.plain:
        lines += ["", _PLAIN]
    if findings:
        errors = sum(one.severity == "error" for one in findings)
        lines += ["", f"{errors} keer een fout, {len(findings) - errors} keer iets om op te letten:"]
    lines += [f"{number:>4}. {_line(one)}" for number, one in enumerate(findings, start=1)]
    return "\n".join(lines) + "\n"


def _line(finding: FileFinding) -> str:
    place = [finding.sheet, f"regel {finding.row}" if finding.row else "", finding.column]
    where = " · ".join(part for part in place if part) or "bestand"
    return f"{'fout' if finding.severity == 'error' else 'let op'} [{where}] {finding.message}"
