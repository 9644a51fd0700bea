"""How wide a text will be in a picture, so that it can be broken into lines where no browser breaks it.

The widths are those of a plain sans serif (Arial and its like), a little on the wide side: a line that fits
here fits in the fonts that the picture names.
"""

_THOUSANDTHS = {
    **dict.fromkeys("ijl'|", 240),
    **dict.fromkeys('ftIr.,:;!/[]()-·" \N{NO-BREAK SPACE}', 320),
    **dict.fromkeys("ckszJvxy", 510),
    **dict.fromkeys("mw", 840),
    **dict.fromkeys("MW%@…→", 960),
    **dict.fromkeys("ABDEFGHKLNOPQRSTUVXYZ&C", 730),
}
_OTHER = 570


def text_width(text: str, size: float) -> float:
    """Return how wide the text is, in the unit of `size` (the height of the font)."""
    return sum(_THOUSANDTHS.get(letter, _OTHER) for letter in text) * size / 1000


def wrap_text(text: str, width: float, size: float) -> tuple[str, ...]:
    """Break the text at spaces into lines of at most `width`; a longer word is broken within itself."""
    lines, line = [], ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, size) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = _pieces(word, width, size)
        lines += whole
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, width: float, size: float) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and text_width(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
