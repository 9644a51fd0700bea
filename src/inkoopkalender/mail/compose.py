"""Templates and facts → the subject, text and HTML of a letter.

A letter is a folder below `templates/mail/`: subject.txt.j2, body.txt.j2 and body.html.j2. A fact that a
template needs and nobody gave is an error, never an empty place. Who gets a letter, and when, is decided
in `usecases`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from textwrap import TextWrapper

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    UndefinedError,
    select_autoescape,
)

from inkoopkalender.content.letters import Brand, LetterKind, load_brand, load_letters
from inkoopkalender.content.root import content_folders
from inkoopkalender.domain import dutch
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

WIDTH = 72
"""Columns of the text part: quoted twice, a line still fits a terminal."""
PARTS = ("subject.txt.j2", "body.txt.j2", "body.html.j2")


class UnknownLetterError(ContentError):
    """The round has no letter of this name."""


class MissingFactError(ContentError):
    """A letter's template needs a fact that it was not given."""


class BrokenTemplateError(ContentError):
    """A letter's template cannot be read or does not make a letter."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter in words."""

    subject: str
    text: str
    html: str


_WRAPPER = TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
_ITEM = TextWrapper(WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


@lru_cache(maxsize=1024)
def wrap_text(text: str) -> str:
    """Return text in lines of at most 72 columns: paragraphs filled, each `- ` item hanging on its own.

    Most sections are the same for every recipient, and wrapping costs as much as rendering: kept.
    """
    lines: list[str] = []
    for filled, group in groupby(text.strip().splitlines(), key=lambda line: bool(line.strip())):
        lines += _fill(list(group)) if filled else [""]
    return "\n".join(lines)


def _fill(paragraph: list[str]) -> list[str]:
    items: list[str] = []
    for line in paragraph:
        if items and not line.startswith("- "):
            items[-1] += f" {line.strip()}"
        else:
            items.append(line.strip())
    return [part for item in items for part in (_ITEM if item.startswith("- ") else _WRAPPER).wrap(item)]


class Composer:
    """Composes the letters of one round; reads each template once."""

    def __init__(self, key: RoundKey, root: Path | None = None) -> None:
        """Read the round's letters and the insurer's brand. Raises ContentError."""
        self.letters: Mapping[str, LetterKind] = load_letters(key, root)
        self.brand: Brand = load_brand(key, root)
        self._templates: dict[str, Template] = {}
        self._environment = Environment(
            loader=FileSystemLoader([folder / "templates" / "mail" for folder in content_folders(root)]),
            autoescape=select_autoescape(("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {
            "listed": dutch.listed,
            "long_date": dutch.long_date,
            "wrapped": wrap_text,
        }
        self._environment.globals |= {"counted": dutch.counted}

    def compose(self, letter: str, facts: Mapping[str, object]) -> Composed:
        """Return the letter in words.

        Raises UnknownLetterError, MissingFactError (letter, template, fact) or BrokenTemplateError.
        """
        context = {"insurer": self.brand, "letter": self.get_kind(letter), **facts}
        subject, text, html = (self._render(letter, part, context) for part in PARTS)
        return Composed(" ".join(subject.split()), text.strip() + "\n", html.strip() + "\n")

    def get_kind(self, letter: str) -> LetterKind:
        """Return what is known of a letter. Raises UnknownLetterError, which names those there are."""
        if letter not in self.letters:
            raise UnknownLetterError(
                f"Er is geen brief '{letter}'.\nKies uit: {', '.join(sorted(self.letters))}."
            )
        return self.letters[letter]

    def _render(self, letter: str, part: str, context: Mapping[str, object]) -> str:
        name = f"{letter}/{part}"
        try:
            if name not in self._templates:
                self._templates[name] = self._environment.get_template(name)
            return self._templates[name].render(context)
        except UndefinedError as error:
            raise MissingFactError(
                f"Brief '{letter}', sjabloon templates/mail/{name}: er ontbreekt iets ({error.message}).\n"
                "Welke gegevens een brief heeft, staat in docs/reference/letters.md."
            ) from error
        except TemplateError as error:
            raise BrokenTemplateError(
                f"Brief '{letter}', sjabloon templates/mail/{name}: fout in het sjabloon ({error.message}).\n"
                "Verbeter het sjabloon."
            ) from error
