"""Who takes part: organisations (the contract party), their AGB codes, contacts and past contracts.

`…Facts` is what a file or a person says; the other classes are what the register holds, with its own
number. Nothing is looked up here.
"""

from dataclasses import dataclass

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register_facts import NOTHING_KNOWN, Known


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """A person or desk of an organisation; one per role. `language` is `nl` or `en`."""

    role: str
    name: str
    email: str
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """What a register file says about one organisation. The first code is the main one."""

    kvk: KvkNumber
    name: str
    place: str
    postcode: str
    codes: tuple[AgbCode, ...]
    contacts: tuple[ContactFacts, ...]
    known: Known = NOTHING_KNOWN
    """What else the file says: facts and relations."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation of the register. Codes: the main one first, then in order."""

    id: int
    kvk: KvkNumber
    name: str
    place: str
    postcode: str
    codes: tuple[AgbCode, ...]

    @property
    def main_agb(self) -> AgbCode:
        """The code that a letter's subject names."""
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact of an organisation of the register."""

    id: int
    organisation_id: int
    role: str
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class PastContract:
    """What an organisation had agreed with an insurer for a year, and what it declared on it."""

    organisation_id: int
    insurer: str
    sector: str
    contract_year: int
    agreement_cents: int
    claimed_cents: int


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may change things; the audit names them."""

    id: int
    name: str
    role: str
