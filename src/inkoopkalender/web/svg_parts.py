"""The few elements of which a sheet's SVG is made; text is escaped here."""

from html import escape


def rect(
    x: float, y: float, width: float, height: float, name: str = "", *, fill: str = "", inside: str = ""
) -> str:
    """Return a rectangle; `name` is its class, `fill` an address of a pattern, `inside` what it holds."""
    place = f'x="{x:.5g}" y="{y:.5g}" width="{max(0.0, width):.5g}" height="{height:.5g}"'
    filled = f' fill="url(#{fill})"' if fill else ""
    return f"<rect{_class(name)}{filled} {place}" + (f">{inside}</rect>" if inside else "/>")


def path(drawn: str, name: str) -> str:
    """Return a path."""
    return f'<path{_class(name)} d="{drawn}"/>'


def words(x: float, y: float, text: str, name: str = "", *, ends: bool = False) -> str:
    """Return text that begins at x, or ends there."""
    anchor = ' text-anchor="end"' if ends else ""
    return f'<text{_class(name)}{anchor} x="{x:.5g}" y="{y:.5g}">{escape(text)}</text>'


def title(text: str) -> str:
    """Return what a pointer and a screen reader are told."""
    return f"<title>{escape(text)}</title>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""
