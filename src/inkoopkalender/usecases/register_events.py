"""Records a merger, a takeover, a code that moves and a code that is replaced; codes go, history stays.

Who goes up in another takes its place in running rounds along, unless that contradicts what the other has
there. A code alone goes to another organisation only when its giver takes part in no running round.
What was agreed in earlier years is not added up: no policy says how.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from inkoopkalender.domain.codes import AgbCode, KvkNumber
from inkoopkalender.domain.register import Organisation
from inkoopkalender.domain.register_events import EventKind, RegisterEvent
from inkoopkalender.errors import MisuseError
from inkoopkalender.storage.areas import list_area_insurers, move_area_clients
from inkoopkalender.storage.database import Connection, Database
from inkoopkalender.storage.register import find_organisation_by_agb, list_past_contracts_of
from inkoopkalender.storage.register_events import (
    add_code,
    add_event,
    end_organisation,
    make_main,
    move_codes,
)
from inkoopkalender.storage.users import get_actor
from inkoopkalender.usecases.register_event_checks import (
    check_asked,
    check_rounds,
    check_two,
    need_organisation,
)
from inkoopkalender.usecases.round_moves import (
    MovedPlace,
    PlannedMove,
    carry_out_moves,
    plan_moves,
    take_turns,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What happened, when and why; `by` records it at the moment `at`."""

    on: date
    reason: str
    by: str
    at: datetime
    dry_run: bool = False
    content: Path | None = None
    """The team's own content folder: it names the kinds of submission of running rounds."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded, or would be. Codes: the main one first.

    `main_after` is the main code that the organisation has afterwards, None when it is no more.
    `past_contracts` counts what was agreed with it in earlier years; that stays with it.
    """

    kind: EventKind
    kvk: KvkNumber
    name: str
    other_kvk: KvkNumber | None
    other_name: str | None
    on: date
    codes: tuple[AgbCode, ...]
    main_after: AgbCode | None
    past_contracts: int
    reason: str
    stored: bool = True
    rounds: tuple[MovedPlace, ...] = ()
    """What went along in each running round, by its key."""
    areas: tuple[str, ...] = ()
    """Insurers whose clients per area went along, and, next, those of which both have any: they stay."""
    areas_left: tuple[str, ...] = ()


def merge_organisations(
    database: Database, agb: AgbCode, into: AgbCode, asked: Asked, *, kind: EventKind = "merger"
) -> Recorded:
    """Let the organisation of one code go up in that of another: all its codes go there.

    Its place in running rounds goes along. Raises MisuseError for what cannot be, FindingsError for an
    unknown code, OpenRoundError with every reason for which a place cannot go along.
    """

    def plan(connection: Connection) -> _Plan:
        gone, stays = need_organisation(connection, agb), need_organisation(connection, into)
        check_two(gone, stays)
        moves = plan_moves(connection, gone, stays, asked.at)
        mine, other = (list_area_insurers(connection, one.id) for one in (gone, stays))
        areas = tuple(one for one in mine if one not in other)
        left = tuple(one for one in mine if one in other)
        return _Plan(kind, gone, stays, gone.codes, None, moves, areas, left)

    def apply(connection: Connection, planned: _Plan, event: RegisterEvent) -> None:
        move_codes(connection, planned.codes, _id_of(planned.other))
        move_area_clients(connection, planned.organisation.id, _id_of(planned.other), planned.areas)
        end_organisation(connection, planned.organisation.id, event)

    return _record(database, asked, plan, apply)


def move_code(database: Database, agb: AgbCode, to: AgbCode, asked: Asked) -> Recorded:
    """Let one code go to the organisation of another code. Was it the main one, the lowest left is now.

    Raises MisuseError for what cannot be (also for an only code), FindingsError, OpenRoundError.
    """

    def plan(connection: Connection) -> _Plan:
        giver, taker = need_organisation(connection, agb), need_organisation(connection, to)
        check_two(giver, taker)
        left = [code for code in giver.codes if code != agb]
        if not left:
            raise MisuseError(
                f"{agb} is de enige AGB-code van {giver.name}; zonder kan zij niet bestaan.\n"
                "Gaat zij helemaal op in de andere, gebruik dan: inkoopkalender providers merge"
            )
        check_rounds(connection, giver, asked.at)
        return _Plan("code-moved", giver, taker, (agb,), left[0])

    def apply(connection: Connection, planned: _Plan, _: RegisterEvent) -> None:
        move_codes(connection, planned.codes, _id_of(planned.other))
        assert planned.main_after is not None, "the giver has a code left"
        make_main(connection, planned.main_after, planned.organisation.id)

    return _record(database, asked, plan, apply)


def replace_code(database: Database, agb: AgbCode, new: AgbCode, asked: Asked) -> Recorded:
    """Give an organisation a new code in place of an old one; the old stays known, for what still names it.

    The new one is the main code when the old one was. Raises MisuseError, FindingsError.
    """

    def plan(connection: Connection) -> _Plan:
        organisation = need_organisation(connection, agb)
        holder = find_organisation_by_agb(connection, new)
        if holder is not None:
            raise MisuseError(
                f"AGB-code {new} staat al in het register, bij {holder.name} (KvK {holder.kvk}).\n"
                "Noem een code die nog van niemand is, of gebruik: inkoopkalender providers move-code"
            )
        main = new if organisation.main_agb == agb else organisation.main_agb
        return _Plan("code-replaced", organisation, None, (agb, new), main)

    def apply(connection: Connection, planned: _Plan, _: RegisterEvent) -> None:
        add_code(connection, new, planned.organisation.id)
        assert planned.main_after is not None, "the organisation stays"
        make_main(connection, planned.main_after, planned.organisation.id)

    return _record(database, asked, plan, apply)


@dataclass(frozen=True, slots=True)
class _Plan:
    kind: EventKind
    organisation: Organisation
    other: Organisation | None
    codes: tuple[AgbCode, ...]
    main_after: AgbCode | None
    moves: tuple[PlannedMove, ...] = ()
    areas: tuple[str, ...] = ()
    areas_left: tuple[str, ...] = ()


class _NotStoredError(Exception):
    """Takes the transaction of a dry run back."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        super().__init__()


def _record(
    database: Database,
    asked: Asked,
    plan: Callable[[Connection], _Plan],
    apply: Callable[[Connection, _Plan, RegisterEvent], None],
) -> Recorded:
    check_asked(asked.on, asked.reason, asked.at)
    try:
        with database.changing(actor=asked.by, at=asked.at, why=asked.reason.strip()) as change:
            get_actor(change.connection, asked.by, asked.at)
            take_turns(change.connection, asked.at, asked.content)
            planned = plan(change.connection)
            one, other = planned.organisation, planned.other
            event = RegisterEvent(
                planned.kind,
                one.kvk,
                None if other is None else other.kvk,
                asked.on,
                planned.codes,
                asked.reason.strip(),
                asked.by,
                asked.at,
            )
            recorded = _told(change.connection, planned, event, stored=not asked.dry_run)
            apply(change.connection, planned, event)
            number = add_event(change.connection, event, one.id, None if other is None else other.id)
            facts: dict[str, object] = {"event": number, "organisation": one.id, "codes": len(planned.codes)}
            if planned.areas:
                facts["areas"] = list(planned.areas)
            change.record(planned.kind, facts | ({} if other is None else {"other": other.id}))
            if other is not None:
                carry_out_moves(change, planned.moves, one, other, number)
            _keep(recorded)
    except _NotStoredError as end:
        return end.recorded
    return recorded


def _keep(recorded: Recorded) -> None:
    if not recorded.stored:
        raise _NotStoredError(recorded)


def _told(connection: Connection, planned: _Plan, event: RegisterEvent, *, stored: bool) -> Recorded:
    one, other = planned.organisation, planned.other
    return Recorded(
        event.kind,
        one.kvk,
        one.name,
        event.other_kvk,
        None if other is None else other.name,
        event.on,
        event.codes,
        planned.main_after,
        len(list_past_contracts_of(connection, one.id)),
        event.reason,
        stored,
        tuple(move.place for move in planned.moves),
        planned.areas,
        planned.areas_left,
    )


def _id_of(organisation: Organisation | None) -> int:
    assert organisation is not None, "the plan names who it goes to"
    return organisation.id
