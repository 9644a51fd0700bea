"""Hands a sheet's XML to the parser, and spares it each row that differs from one it saw in plain text only.

What a sheet's scan says of a row follows from its tags, its attributes and its number. So a row is known by
its shape: itself, without the text between tags and with a mark for its number. A shape that the parser met
without anything to tell needs no parsing again, only its number looked at. In a table of 100,000 rows there
are some ten shapes. Where XML could hide a row from the parser (comments, CDATA, instructions), nothing is
spared any more.
"""

import re
from collections.abc import Callable
from typing import Final, Protocol

_END: Final = b"</row>"
_TEXT: Final = re.compile(rb">[\t\n\r\x20-\x25\x27-\x3b\x3d\x3f-\x7e]+<")
"""Text that is nothing else: no reference (&), no tag, and ASCII."""
_ROW: Final = re.compile(rb'\s*<row (?:[^<>]*? )?r="([1-9][0-9]{0,6})"')
_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^?<>]*\?>")
_HIDES: Final = (b"<!", b"<?")
_MARK: Final = b"\x00"
"""Stands for the row's number; no XML holds it."""
_LONGEST_ROW: Final = 1 << 20
"""Bytes without the end of a row after which nothing is spared any more."""
_MOST_SHAPES: Final = 5_000


class RowScan(Protocol):
    """What is told of the rows that the parser saw."""

    def columns_of(self, row: int) -> tuple[int, int] | None:
        """Return the first and last column of the row just parsed, if there is nothing else to tell of it."""

    def take(self, row: int, columns: tuple[int, int]) -> bool:
        """Take in a row without parsing it; False when it must be parsed after all."""


class SeenRows:
    """Stands between the pieces of a sheet and its parser."""

    def __init__(self, parse: Callable[[bytes], object], scan: RowScan) -> None:
        self._parse = parse
        self._scan = scan
        self._rest = b""
        self._begun = self._spares_none = False
        self._known: dict[bytes, tuple[int, int]] = {}

    def feed(self, piece: bytes) -> None:
        """Take the next piece. Raises what the parser raises."""
        block = self._rest + piece
        if not self._begun:
            self._begun = True
            declaration = _DECLARATION.match(block)
            if declaration:
                self._parse(declaration[0])
                block = block[declaration.end() :]
        end = block.rfind(_END) + len(_END)
        self._spares_none |= _MARK in block or (end < len(_END) and len(block) > _LONGEST_ROW)
        if self._spares_none:
            self._rest = b""
            self._parse(block)
        elif end < len(_END):
            self._rest = block
        else:
            self._rest = block[end:]
            self._take(block[:end])

    def close(self) -> None:
        """Hand over what is left. Raises what the parser raises."""
        self._parse(self._rest)

    def _take(self, block: bytes) -> None:
        """Take whole rows, with whatever stands before the first."""
        rows, shapes = block.split(_END), _TEXT.sub(b"><", block).split(_END)
        for row, shape in zip(rows[:-1], shapes[:-1], strict=True):
            found = _ROW.match(shape)
            if found is None or self._spares_none:
                self._hand_over(row)
            else:
                self._take_row(row, int(found[1]), shape.replace(found[1] + b'"', _MARK + b'"'))

    def _take_row(self, row: bytes, number: int, shape: bytes) -> None:
        columns = self._known.get(shape)
        if columns is not None and self._scan.take(number, columns):
            return
        self._hand_over(row)
        columns = None if self._spares_none else self._scan.columns_of(number)
        if columns is not None and len(self._known) < _MOST_SHAPES and shape.count(b"<row") == 1:
            self._known[shape] = columns

    def _hand_over(self, row: bytes) -> None:
        self._spares_none |= any(mark in row for mark in _HIDES)
        self._parse(row + _END)
