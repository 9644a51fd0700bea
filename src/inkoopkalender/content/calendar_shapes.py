"""The form of `calendar.yaml`: which keys there are and what each may hold.

The JSON Schema for editors is made from these shapes. Values arrive as text and are converted here;
what the words of an event mean is not looked at.
"""

import re
from datetime import time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from inkoopkalender.domain.calendar import Actor, Phase, Release, Roll, Status
from inkoopkalender.domain.known_years import FIRST_YEAR, LAST_YEAR
from inkoopkalender.domain.working_days import PROFILES

_KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LEAD = r"^[1-9][0-9]? (days?|weeks?|working days?)$"
_CATALOGUE = r"^[A-Z]+(-[A-Z0-9]+)+$"
_AMBIGUITY = r"^A-[A-Z]+-[0-9]+$"


def truth(value: object) -> object:
    """Take only the words true and false; 1, yes and on are not words of ours."""
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError(f"'{value}' is niet true of false")
    return value == "true" if isinstance(value, str) else value


def _nothing(value: object) -> object:
    return None if value == "none" else value


def _clock(value: object) -> object:
    """Take only 09:00; a bare number would be read as seconds."""
    if isinstance(value, str) and not re.fullmatch(r"\d\d:\d\d", value):
        raise ValueError(f"'{value}' is geen kloktijd; schrijf die als 09:00")
    return value


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:  # OSError: a folder of zones, as Europe is
        raise ValueError(f"'{name}' is geen tijdzone; Europe/Amsterdam is er een") from fault
    return name


def _profile(name: str) -> str:
    if name not in PROFILES:
        raise ValueError(f"'{name}' is geen werkdagenprofiel; kies uit {', '.join(PROFILES)}")
    return name


Key = Annotated[str, StringConstraints(pattern=_KEY)]
Text = Annotated[str, StringConstraints(min_length=1)]
LeadText = Annotated[str, StringConstraints(pattern=_LEAD)]
CatalogueId = Annotated[str, StringConstraints(pattern=_CATALOGUE)]
AmbiguityId = Annotated[str, StringConstraints(pattern=_AMBIGUITY)]


class Shape(BaseModel):
    """Keys that are not named are refused; the validators are built when a calendar is first read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class SourceShape(Shape):
    """The policy document."""

    document: Text = Field(description="File name of the policy's text")
    title: Text


class TrackShape(Shape):
    """A group of providers with events of its own."""

    title: Text
    applies: Text | None = Field(None, alias="for", description="The rule that says who belongs to it")
    catalogue: tuple[CatalogueId, ...] = Field((), description="The catalogue's numbers of this track")


class FactShape(Shape):
    """Something that happens per case, from which words may count."""

    subject: Key
    title: Text


class RemindShape(Shape):
    """When those who still owe are reminded."""

    open: Annotated[bool, BeforeValidator(truth)] = False
    before_end: tuple[LeadText, ...] = ()


class EventShape(Shape):
    """One event in the policy's words."""

    track: Key = "all"
    when: Text = Field(description="The words, in the calendar language")
    quote: Text | None = Field(None, description="The policy's own words, where they differ from `when`")
    section: str = Field("", description='Where the policy says it: a number ("4.1") or a heading')
    actor: Actor
    does: Text = Field(description="What the actor does, short, in our own Dutch words")
    channel: Key | None = None
    submission: Key | None = None
    phase: Phase | None = None
    remind: Annotated[RemindShape | None, BeforeValidator(_nothing)] = None
    release: Release | None = None
    act: Text | None = Field(None, description="When the insurer plans to do it, in the calendar language")
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = Field(
        None, description="A year the words leave out"
    )
    end: Literal["inclusive", "exclusive"] | None = Field(
        None, description="The reading of 'tussen A en B' or 'A tot B'"
    )
    roll: Roll | None = Field(None, description="Move an end on a day off; left out, it stays where it is")
    owner: Text | None = Field(None, description="Who at the insurer answers for it, when not the calendar's")
    ambiguities: tuple[AmbiguityId, ...] = ()


class AmbiguityShape(Shape):
    """What the policy leaves unclear, and how it is read here."""

    question: Text = Field(description="What is unclear, in a short Dutch sentence of our own")
    reading: Text = Field(description="The reading chosen here")
    alternatives: tuple[Text, ...] = Field(min_length=1, description="Other defensible readings")
    sections: tuple[Text, ...] = Field(min_length=1, description="Where the policy is unclear")


class CalendarShape(Shape):
    """A round's calendar; insurer, sector and contract year come from its folder."""

    source: SourceShape
    timezone: Annotated[str, AfterValidator(_zone)] = "Europe/Amsterdam"
    working_days: Annotated[str, AfterValidator(_profile)] = Field(description="kantoor, atw or atw+bridge")
    letters_at: Annotated[time, BeforeValidator(_clock)] = Field(
        time(9), description="The local hour at which letters leave"
    )
    status: Status = Field("confirmed", description="expected: nothing fires until it is confirmed")
    owner: Text | None = Field(None, description="Who at the insurer answers for the events")
    roll: Roll | None = Field(None, description="Move every end on a day off; left out, none is moved")
    tracks: dict[Key, TrackShape] = Field(default_factory=dict)
    facts: dict[Key, FactShape] = Field(default_factory=dict)
    events: dict[Key, EventShape] = Field(min_length=1)
    ambiguities: dict[AmbiguityId, AmbiguityShape] = Field(
        default_factory=dict, description="What the policy leaves unclear, by the catalogue's number"
    )
