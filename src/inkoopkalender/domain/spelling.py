"""What policies spell in more ways, made one: white space, words broken over lines, composed letters.

Only spelling: nothing is left out that means something. Columns in messages are those of the mended words,
which the message shows.
"""

import re
import unicodedata

_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010] *\n\s*(?=[^\W\d_])")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACE = re.compile(r"\s")


def plain_words(words: str) -> str:
    """Give the words on one line, with composed letters; a word that a hyphen broke over lines is whole."""
    composed = unicodedata.normalize("NFC", words)
    if not composed.isprintable():
        composed = _INVISIBLE.sub("", _BROKEN.sub("", composed))
        composed = _SPACE.sub(" ", composed)
    return composed.rstrip()
