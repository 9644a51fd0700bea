"""Renders the templates of pages: strict about missing facts, everything escaped, Dutch numbers at hand."""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from inkoopkalender.content.root import content_root
from inkoopkalender.domain.dutch import counted, number


def render_page(template: str, facts: Mapping[str, object]) -> str:
    """Return the page; `template` is a file below `templates/web`. Raises jinja2.UndefinedError."""
    return _environment().get_template(template).render(facts)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(content_root() / "templates" / "web"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": number}
    environment.globals |= {"counted": counted}
    return environment
