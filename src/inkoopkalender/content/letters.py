"""Reads a round's `letters.yaml` and the brand in `insurer.yaml`: which letters there are, and whose.

What a letter says stands in its templates; when it is sent is decided by the duties of the round.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from inkoopkalender.content.national_shapes import InsurerParametersShape, IsoDay
from inkoopkalender.content.root import calendar_folders, laid_over
from inkoopkalender.content.round_content import LETTERS_FILE, SUBMISSIONS_FILE
from inkoopkalender.content.shape_findings import findings_of, keys_of
from inkoopkalender.content.yaml_text import read_yaml
from inkoopkalender.domain.rounds import RoundKey
from inkoopkalender.errors import ContentError

Text = Annotated[str, StringConstraints(min_length=1)]
Mailbox = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+@[a-z0-9.-]+$")]

_PURPOSE_WORDS = {
    "formal": "Dit is een formeel bericht over de zorginkoop.",
    "courtesy": "Dit bericht is een service. De termijnen gelden ook als u dit bericht niet krijgt.",
    "receipt": "Dit bericht is automatisch gemaakt na ontvangst.",
    "decision": "We hebben dit besluit voor uw organisatie genomen. Bewaar dit bericht.",
}


class Shape(BaseModel):
    """Keys that are not named are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LetterShape(Shape):
    """One letter of a round, as letters.yaml has it."""

    title: Text
    catalogue: Annotated[str, StringConstraints(pattern=r"^C-[A-Z]+-[0-9]+( C-[A-Z]+-[0-9]+)*$")] | None = (
        Field(None, description="The message in the catalogue of messages; several are separated by a space")
    )
    purpose: Literal["formal", "courtesy", "receipt", "decision"]
    basis: Literal["explicit", "implied", "courtesy", "proposed"]
    release: Literal["automatic", "person"] = "automatic"
    channel: Literal["mail", "vecozo-notice"] = "mail"
    section: Text
    recipients: Text = "contractering"
    facts: tuple[Text, ...] = Field((), description="What its templates need besides the common facts")


class LetterKind(LetterShape):
    """One letter of a round; `name` is its folder below templates/mail."""

    name: str

    @property
    def section_words(self) -> str:
        """Where in the policy it stands, in words: `paragraaf 4.1`, or the heading's own words."""
        return f"paragraaf {self.section}" if self.section[0].isdigit() else self.section

    @property
    def purpose_words(self) -> str:
        """Say what kind of message this is."""
        return _PURPOSE_WORDS[self.purpose]


class LettersShape(Shape):
    """letters.yaml."""

    letters: dict[Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")], LetterShape]


class BrandNameShape(Shape):
    """A brand under which an insurer sells; `basis` says where it and its code come from."""

    name: Text
    uzovi: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] | None = Field(
        None, description="Its UZOVI code, four digits; left out when no source gives it"
    )
    care_finder: Annotated[str, StringConstraints(pattern=r"^https://[!-~]+$")] | None = Field(
        None, description="The page on which its insured look for contracted providers"
    )
    basis: Literal["policy", "register", "proposed"]
    source: Text


class InsurerShape(Shape):
    """insurer.yaml."""

    name: Text
    website: Text
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
    message_domain: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+$")]
    mailboxes: dict[str, Mailbox] = Field(description="Sector -> the address that its letters come from")
    certificate_address: Text
    parameters: InsurerParametersShape | None = Field(
        None, description="What the checks of its calendars ask for, in place of the national parameters"
    )
    closing_days: tuple[IsoDay, ...] = Field(
        (), description="Days on which it is closed besides the holidays"
    )
    brands: tuple[BrandNameShape, ...] = Field(
        (), description="The insurers and labels for which it buys, with their UZOVI codes"
    )


class Brand(Shape):
    """Who writes: the insurer with the mailbox of one sector."""

    key: str
    name: str
    mailbox: str
    colour: str
    message_domain: str
    website: str
    certificate_address: str

    @property
    def sender(self) -> str:
        """The mailbox with the insurer's name, as it goes into From."""
        return f"{self.name} <{self.mailbox}>"


AnyShape = TypeVar("AnyShape", LettersShape, InsurerShape)


def load_letters(key: RoundKey, root: Path | None = None) -> Mapping[str, LetterKind]:
    """Return the letters of a round by name: its own in the file's order, then those of every round.

    What `calendars/letters.yaml` holds every round has, unless its own file names the letter too; a round
    without a file of its own has only those. Raises ContentError with all findings.
    """
    own = laid_over(f"{key}/{LETTERS_FILE}", calendar_folders(root))
    general = [folder / LETTERS_FILE for folder in calendar_folders(root)]
    letters: dict[str, LetterKind] = {}
    for file in (own, *general):
        if file.is_file():
            shape = _read(file, LettersShape, keys_of(LettersShape, LetterShape))
            for name, letter in shape.letters.items():
                letters.setdefault(name, LetterKind(name=name, **letter.model_dump()))
    return letters


def receives_only(key: RoundKey, root: Path | None = None) -> bool:
    """Say whether a round has no letters of its own: it answers what comes in, and tells of a moved date.

    A round has a form at least; without one it does nothing at all.
    """
    names = (LETTERS_FILE, SUBMISSIONS_FILE)
    letters, forms = (laid_over(f"{key}/{name}", calendar_folders(root)).is_file() for name in names)
    return forms and not letters


def find_insurer(insurer: str, root: Path | None = None) -> InsurerShape | None:
    """Return an insurer's insurer.yaml; None when it has none. Raises ContentError for one with findings."""
    file = insurer_file(insurer, root)
    return _read(file, InsurerShape, keys_of(InsurerShape, BrandNameShape)) if file.is_file() else None


def insurer_file(insurer: str, root: Path | None = None) -> Path:
    """Say which file describes an insurer; it need not be there."""
    return laid_over(f"{insurer}/insurer.yaml", calendar_folders(root))


def load_brand(key: RoundKey, root: Path | None = None) -> Brand:
    """Return the insurer's brand for the round's sector. Raises ContentError."""
    file = insurer_file(key.insurer, root)
    insurer = _read(file, InsurerShape, keys_of(InsurerShape, InsurerParametersShape, BrandNameShape))
    if key.sector not in insurer.mailboxes:
        raise ContentError(
            f"{file}: er is geen postbus voor de sector {key.sector}.\n"
            "Zet de sector met zijn mailadres onder 'mailboxes:'."
        )
    return Brand(
        key=key.insurer,
        mailbox=insurer.mailboxes[key.sector],
        **insurer.model_dump(exclude={"mailboxes", "parameters", "closing_days", "brands"}),
    )


def _read(file: Path, shape: type[AnyShape], known: list[str]) -> AnyShape:
    if not file.is_file():
        raise ContentError(f"{file} bestaat niet.\nBegin met een kopie uit een andere ronde.")
    text = read_yaml(file)
    findings = text.findings
    if not findings:
        try:
            return shape.model_validate(text.tree)
        except ValidationError as fault:
            findings = findings_of(fault, text, known)
    lines = (f"{file}:{each.line}:{each.column}: {each.message} {each.next_step}" for each in findings)
    raise ContentError("\n".join(lines))
