"""Finds citizen service numbers (BSN) in the parts of a workbook that are no cells, while they are read past.

Comments, headers and footers, names, text boxes, properties, drop-downs, links, cached values: everything in
which somebody can type. What stands in the cells of a sheet is not looked at here. The bytes are drawn from
the archive once, by the preflight.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from inkoopkalender.domain.keepable import BLANKED
from inkoopkalender.intake.findings import FileFinding, holds_bsn, shown

_TEXTS: Final = "sharedstrings.xml"
_SHEET_DATA: Final = re.compile(rb"<(?:[\w.-]+:)?sheetData(?:\s[^<>]*)?(?<!/)>")
_END_OF_DATA: Final = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_LONGEST_MARK: Final = 200
_TYPED: Final = frozenset(
    {"name", "descr", "title", "display", "tooltip", "location", "prompt", "promptTitle", "error",
     "errorTitle", "comment", "description", "help", "statusBar", "alt", "caption", "displayName", "Target",
     "text", "string"}
)  # fmt: skip
"""Attributes that hold what somebody typed; the others are numbers and names of the program's own."""
_VALUES: Final = ("xl/worksheets/", "xl/pivotcache/", "xl/tables/")
"""Where `v` and `val` are values too: of a filter, of a pivot table."""
_PLACES: Final = frozenset({"colOff", "rowOff", "col", "row", "posOffset", "Anchor", "SizeWithCells"})
"""Elements whose text is where something is drawn."""
_WHOLE: Final = frozenset({"si", "is", "p", "comment", "threadedComment"})
"""Elements whose pieces of text belong together, however they are formatted."""
_IDENTIFIER: Final = re.compile(
    r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|\b0x[0-9A-Fa-f]+", re.ASCII
)
_NINE_DIGITS: Final = re.compile(r"(?:[0-9][^0-9]*+){9}")
"""Most texts have fewer, and need no closer look."""
_CELL: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", re.ASCII)
_TAG: Final = re.compile(r"<[^>]*>")
_KINDS: Final = (
    ("xl/comments", "een opmerking"),
    ("xl/threadedcomments", "een opmerking"),
    ("xl/drawings", "een tekstvak of vorm"),
    ("xl/charts", "een grafiek"),
    ("xl/worksheets", "een kop- of voettekst, keuzelijst, filter of koppeling van het blad"),
    ("xl/workbook.xml", "de naam van een blad of een gedefinieerde naam"),
    ("xl/tables", "een tabel"),
    ("xl/pivot", "een draaitabel"),
    ("xl/externallinks", "een koppeling met een ander bestand"),
    ("docprops", "de eigenschappen van het bestand"),
)
_FOUND: Final = (
    "In dit bestand staat, buiten de zichtbare cellen, een getal dat een burgerservicenummer kan zijn: in "
    "{what}. Haal het weg, ook als u het niet ziet (Bestand, Info, Document controleren helpt), en lever het "
    "opnieuw in."
)


@dataclass(slots=True)
class BsnParts:
    """What was met in the members of one archive so far."""

    _found: list[tuple[str, str]] = field(default_factory=list)
    """The member and the cell it names, of each text with a BSN."""
    _owner: dict[str, str] = field(default_factory=dict)
    """By member the sheet's own member that refers to it."""
    texts: list[str] = field(default_factory=list)
    """The shared texts that hold a BSN; most are those of cells."""

    def past(self, member: str, pieces: Iterator[bytes], *, sheet: bool = False) -> Iterator[bytes]:
        """Give the pieces on as they come, and look at what they hold; of a sheet at all but its cells."""
        name = member.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            yield from pieces
            return
        look, around = _Look(self, name), _Around() if sheet else None
        for piece in pieces:
            look.at(piece if around is None else around.without_cells(piece))
            yield piece
        if around is not None:
            look.at(around.rest())
        look.end()

    def findings(self, titles: Mapping[str, str]) -> tuple[FileFinding, ...]:
        """Return a finding for each text with a BSN, by member; `titles` are the sheets' by their member."""
        return tuple(self._finding(member, cell, titles) for member, cell in sorted(set(self._found)))

    def _finding(self, member: str, cell: str, titles: Mapping[str, str]) -> FileFinding:
        what = next((words for start, words in _KINDS if member.startswith(start)), "een onderdeel ervan")
        owner = self._owner.get(member, "")
        sheet = titles.get(member) or titles.get(owner) or titles.get(self._owner.get(owner, ""), "")
        place = _CELL.fullmatch(cell)
        row = int(place[2]) if place else None
        what += f" bij cel {cell}" if place else ""
        return FileFinding(
            "cell-bsn", "error", shown(sheet), row, shown(what), BLANKED, _FOUND.format(what=what)
        )

    def note(self, member: str, text: str, cell: str) -> None:
        """Take in a text; `cell` is the cell that it is about, or empty."""
        if not _NINE_DIGITS.search(text) or not holds_bsn(_IDENTIFIER.sub(" ", text)):
            return
        if member.endswith(_TEXTS):
            self.texts.append(text)
        else:
            self._found.append((member, cell))

    def refers(self, member: str, target: str) -> None:
        """Take in that a sheet or drawing refers to another member; `member` is its list of relations."""
        folder, _, file = member.partition("_rels/")
        self._owner[posixpath.normpath(posixpath.join(folder, target)).lower().lstrip("/")] = (
            folder + file.removesuffix(".rels")
        )


class _Around:
    """Leaves the cells out of the bytes of a sheet."""

    def __init__(self) -> None:
        self._held = b""
        self._in_cells = self._behind = False

    def without_cells(self, piece: bytes) -> bytes:
        """Return what of this piece, and of what was held back before it, stands outside the cells."""
        if self._behind:
            return piece
        self._held += piece
        outside = b""
        if not self._in_cells:
            start = _SHEET_DATA.search(self._held)
            cut = len(self._held) - _LONGEST_MARK if start is None else start.end()
            outside, self._held = self._held[: max(cut, 0)], self._held[max(cut, 0) :]
            self._in_cells = start is not None
        if self._in_cells:
            end = _END_OF_DATA.search(self._held)
            if end is None:
                self._held = self._held[-_LONGEST_MARK:]
            else:
                self._behind, outside = True, outside + self._held[end.start() :]
        return outside

    def rest(self) -> bytes:
        """Return what is still held back."""
        return b"" if self._in_cells else self._held


class _Look:
    """Goes through the XML of one member."""

    def __init__(self, parts: BsnParts, member: str) -> None:
        self._parts = parts
        self._member = member
        self._values = member.startswith(_VALUES)
        self._text: list[str] = []
        self._whole = 0
        self._skip = ""
        self._cell = ""

        self._broken = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text.append

    def at(self, piece: bytes) -> None:
        """Look at all texts of the next piece; what is no XML is looked at without its tags. Never raises."""
        if not self._broken:
            try:
                self._parser.Parse(piece)
            except expat.ExpatError:
                self._broken = True
        if self._broken:
            self._parts.note(self._member, _TAG.sub("\n", piece.decode("utf-8", "replace")), "")

    def end(self) -> None:
        """Look at what has no end tag."""
        self._flush()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name[name.rfind(" ") + 1 :]
        if self._whole == 0:
            self._flush()
        elif tag == "br":
            self._text.append("\n")
        if tag in _WHOLE:
            self._whole += 1
        self._skip = tag if tag in _PLACES else ""
        if "ref" in attributes and tag in {"comment", "threadedComment"}:
            self._cell = attributes["ref"]
        for key, value in attributes.items():
            self._take(tag, key[key.rfind(" ") + 1 :], value)

    def _take(self, tag: str, key: str, value: str) -> None:
        if tag == "Relationship" and key == "Target":
            self._parts.refers(self._member, value)
        if key in _TYPED or (self._values and key in {"v", "val"}):
            self._parts.note(self._member, value, "")

    def _end(self, name: str) -> None:
        tag = name[name.rfind(" ") + 1 :]
        if tag in _WHOLE:
            self._whole -= 1
        if self._skip:
            self._text.clear()
        if self._whole == 0:
            self._flush()
        self._skip = ""
        if tag in {"comment", "threadedComment"}:
            self._cell = ""

    def _flush(self) -> None:
        if self._text:
            self._parts.note(self._member, "".join(self._text), self._cell)
            self._text.clear()
