"""CSV text: how it is decoded, what parts its cells, and its rows as Python's csv reads them.

What the cells mean is not known here.
"""

import csv
import io
import re
from typing import Final

from inkoopkalender.intake.preflight import LARGEST_FILE

csv.field_size_limit(LARGEST_FILE)  # a long cell is a fault of that cell, told by its field

_SEP: Final = re.compile('sep=([^"\r\n])(?:\r\n|\r|\n)', re.IGNORECASE)
"""The line by which a file tells Excel its delimiter; Excel does not show it."""
_LINE: Final = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_END: Final = "\n\x00"
"""Stands below the text while it is read: when it is not the last row, a quote was left open."""


class OpenQuoteError(Exception):
    """A quote was left open; its argument is the row."""


def delimited(text: str) -> tuple[str, str]:
    """Return the delimiter and the text without the line that names it, and without what is empty below."""
    named = _SEP.match(text)
    if named:
        text = text[named.end() :]
    delimiter = named[1] if named else _delimiter(text)
    return delimiter, text.rstrip(f" \t\r\n{delimiter}")


def decoded(content: bytes) -> str:
    """Return text that may be UTF-8, UTF-16 with its mark, or what Excel writes in Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return what parts the first line that holds something; a semicolon when nothing does."""
    heading = next((line[0] for line in _LINE.finditer(text) if line[0].strip()), "")
    return max(";,\t", key=lambda mark: (heading.count(mark), mark == ";"))


def csv_rows(text: str, delimiter: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows. Raises csv.Error, OpenQuoteError."""
    reader = csv.reader(io.StringIO(text + _END, newline=""), delimiter=delimiter)
    rows = [tuple(row) for row in reader]
    if rows.pop() != (_END.strip("\n"),):
        raise OpenQuoteError(len(rows) + 1)
    return tuple(rows)
