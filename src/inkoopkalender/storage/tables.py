"""Every table, in the order of the round: who, which round, what is due, what came in, what follows, letters.

Moments are UTC, euros integer cents, codes text. Every constraint has a name, so that one alembic
history serves SQLite and PostgreSQL. Only `storage` reads this module.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from inkoopkalender.storage.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _to(table: str, *, name: str | None = None, nullable: bool = False) -> Column[int]:
    column = name or f"{table.removesuffix('s')}_id"
    return Column(column, Integer, ForeignKey(f"{table}.id"), nullable=nullable, index=True)


# --- this database and its people -----------------------------------------------------------------
installation = Table(  # name/value facts of this database: mode (demo | production), clock_offset_seconds
    "installation",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
users = Table(
    "users",
    metadata,
    _id(),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
)

# --- the register ---------------------------------------------------------------------------------
organisations = Table(  # the contract party
    "organisations",
    metadata,
    _id(),
    Column("kvk", String(8), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("place", String(80), nullable=False),
    Column("postcode", String(6), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("ended_on", Date),  # it went up in another one: register_events says which
)
provider_codes = Table(
    "provider_codes",
    metadata,
    _id(),
    _to("organisations"),
    Column("agb", String(8), nullable=False, unique=True),
    Column("main", Boolean, nullable=False),  # the code a letter's subject names
)
contacts = Table(
    "contacts",
    metadata,
    _id(),
    _to("organisations"),
    Column("role", String(40), nullable=False),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column("language", String(2), nullable=False),
    UniqueConstraint("organisation_id", "role"),
)
organisation_facts = Table(  # append-only: per kind and insurer the latest day, then the last row counts
    "organisation_facts",
    metadata,
    _id(),
    _to("organisations"),
    Column("kind", String(20), nullable=False),
    Column("insurer", String(40), nullable=False),  # "" = with all insurers together, and for other kinds
    Column("value", String(200), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("source", String(200), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    CheckConstraint("kind IN ('sectors','core_region','clients','turnover_cents')", name="kind"),
)
relations = Table(  # what an organisation is of another one
    "relations",
    metadata,
    _id(),
    _to("organisations"),
    _to("organisations", name="related_id"),
    Column("kind", String(20), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("source", String(200), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    CheckConstraint("kind IN ('group','full-subsidiary','cooperative-member')", name="kind"),
    UniqueConstraint("organisation_id", "related_id", "kind"),
)
area_clients = Table(  # append-only: per insurer the latest day counts whole, of an area its last row
    "area_clients",
    metadata,
    _id(),
    _to("organisations"),
    Column("insurer", String(40), nullable=False),
    Column("area", String(4), nullable=False),  # four-digit postcode area
    Column("clients", Integer, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("source", String(200), nullable=False),
    Column("recorded_at", Moment, nullable=False),
)
register_events = Table(  # append-only: what happened to an organisation, and who its codes went to
    "register_events",
    metadata,
    _id(),
    _to("organisations"),
    _to("organisations", name="other_id", nullable=True),
    Column("kind", String(20), nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("codes", JSON, nullable=False),  # those that went, the main one first; replaced: old and new
    Column("reason", Text, nullable=False),
    Column("recorded_by", String(80), nullable=False),
    Column("recorded_at", Moment, nullable=False),
    CheckConstraint("kind IN ('merger','takeover','code-moved','code-replaced')", name="kind"),
)
past_contracts = Table(
    "past_contracts",
    metadata,
    _id(),
    _to("organisations"),
    Column("insurer", String(40), nullable=False),
    Column("sector", String(60), nullable=False),
    Column("contract_year", Integer, nullable=False),
    Column("agreement_cents", BigInteger, nullable=False),  # production agreement (productieafspraak)
    Column("claimed_cents", BigInteger, nullable=False),  # what was declared on it; 0 = nothing
    UniqueConstraint("organisation_id", "insurer", "sector", "contract_year"),
)

# --- the round ------------------------------------------------------------------------------------
rounds = Table(
    "rounds",
    metadata,
    _id(),
    Column("key", String(120), nullable=False, unique=True),
    Column("opened_at", Moment, nullable=False),
    Column("since", Moment, nullable=False),  # actions due before this are for a person to mark
)
calendar_revisions = Table(  # which words each event had, under which number
    "calendar_revisions",
    metadata,
    _id(),
    _to("rounds"),
    Column("number", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("events", JSON, nullable=False),  # event key -> {digest, revision}
    Column("recorded_at", Moment, nullable=False),
    UniqueConstraint("round_id", "number"),
)
participations = Table(
    "participations",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("track", String(40), nullable=False),
    Column("standing", String(20), nullable=False),
    Column("joined_at", Moment, nullable=False),
    UniqueConstraint("round_id", "organisation_id"),
)
participation_tracks = Table(  # the tracks beside the main one of a participation
    "participation_tracks",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("track", String(40), nullable=False),
    Column("placed_at", Moment, nullable=False),
    UniqueConstraint("round_id", "organisation_id", "track"),
)
track_choices = Table(  # append-only: a person's word over the rule of a track; the last one counts
    "track_choices",
    metadata,
    _id(),
    _to("organisations"),
    Column("round_key", String(120), nullable=False, index=True),  # the round need not be open yet
    Column("catalogue", String(40), nullable=False),
    Column("verdict", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("chosen_by", String(80), nullable=False),
    Column("chosen_at", Moment, nullable=False),
    CheckConstraint("verdict IN ('in','not','rule')", name="verdict"),
)
parameters = Table(  # history: the newest row of a name counts
    "parameters",
    metadata,
    _id(),
    _to("rounds"),
    Column("name", String(80), nullable=False),
    Column("value", JSON, nullable=False),
    Column("reason", Text, nullable=False),
    Column("invented", Boolean, nullable=False),  # laid over by a rehearsal
    Column("set_by", String(80), nullable=False),
    Column("set_at", Moment, nullable=False),
)

amendments = Table(  # a date moved by `calendar change`: it lies over the calendar's file
    "amendments",
    metadata,
    _id(),
    _to("rounds"),
    Column("number", Integer, nullable=False),
    Column("event", String(80), nullable=False),
    Column("words", Text, nullable=False),
    Column("year", Integer),
    Column("file_words", Text, nullable=False),  # what the file said then: another edit of it is told
    Column("before_words", Text, nullable=False),
    Column("before_start", Moment),
    Column("before_end", Moment),
    Column("told_words", Text, nullable=False),  # the words that providers knew last
    Column("told_start", Moment),
    Column("told_end", Moment),
    Column("touched", JSON, nullable=False),  # the events whose actions got a new revision with it
    Column("reason", Text, nullable=False),
    Column("changed_by", String(80), nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("announced_at", Moment, nullable=False),
    UniqueConstraint("round_id", "number"),
)
waivers = Table(  # a later end of one window for one organisation; the latest end counts
    "waivers",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("kind", String(40), nullable=False),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("granted_by", String(80), nullable=False),
    Column("granted_at", Moment, nullable=False),
    UniqueConstraint("round_id", "organisation_id", "kind", "until"),
)

waiver_requests = Table(  # asked by one person; `waivers` gets a row when another one approves
    "waiver_requests",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("kind", String(40), nullable=False),
    Column("until", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", String(80), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("decision", String(10)),
    Column("decided_reason", Text),
    Column("decided_by", String(80)),
    Column("decided_at", Moment),
    CheckConstraint("decision IN ('approved','refused')", name="decision"),
)

# --- the ledger of due actions --------------------------------------------------------------------
actions = Table(
    "actions",
    metadata,
    _id(),
    _to("rounds"),
    Column("key", String(300), nullable=False, unique=True),
    Column("track", String(40), nullable=False),
    Column("event", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("occurrence", String(40), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("claimed_at", Moment, nullable=False),
    Column("beat_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("run_id", String(80), nullable=False),
    Column("waits_for", Text, nullable=False),  # what a waiting action waits for, in words
    Column("counts", JSON, nullable=False),
    Column("superseded_at", Moment),  # its date was moved: the action is due again under a later revision
    CheckConstraint("state IN ('due','claimed','done','lapsed','failed','waiting')", name="state"),
)
flow_runs = Table(  # the flow runs that were asked for: one per round, event and kind at a time
    "flow_runs",
    metadata,
    _id(),
    _to("rounds"),
    Column("event", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("number", Integer, nullable=False),
    Column("run_id", String(80), nullable=False),  # Prefect's; empty until it answered
    Column("asked_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("ended_as", String(20), nullable=False),  # how it ended, in Prefect's words; empty while open
    UniqueConstraint("round_id", "event", "kind", "number"),
)
action_batches = Table(  # a batch's effect and this marker are stored in one transaction
    "action_batches",
    metadata,
    _id(),
    _to("actions"),
    Column("batch", String(80), nullable=False),
    Column("organisations", JSON, nullable=False),  # the ids it was done for
    Column("attempt", Integer, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("done_at", Moment, nullable=False),
    UniqueConstraint("action_id", "batch"),
)
tasks = Table(  # what waits for a person
    "tasks",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations", nullable=True),
    Column("kind", String(40), nullable=False),
    Column("subject", String(120), nullable=False),  # with kind and round: opened once
    Column("question", Text, nullable=False),
    Column("ambiguity", String(12), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("decision", String(40)),
    Column("reason", Text),
    Column("decided_by", String(80)),
    Column("decided_at", Moment),
    UniqueConstraint("round_id", "kind", "subject"),
)

# --- what comes in --------------------------------------------------------------------------------
documents = Table(  # the bytes as they came, by their hash; those of patient-level kinds sealed
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),  # of the plain bytes
    Column("content", LargeBinary, nullable=False),
    Column("key_id", String(16), index=True),  # the key that sealed `content`; none: plain
)
deletions = Table(  # append-only: bytes that were deleted after their term, and why
    "deletions",
    metadata,
    _id(),
    _to("rounds"),
    _to("submissions", nullable=True),
    _to("imports", nullable=True),
    Column("kind", String(40), nullable=False),
    Column("sha256", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),  # bytes as they were kept
    Column("months", Integer, nullable=False),  # the term, and what it counted from
    Column("after", String(80), nullable=False),
    Column("ended_at", Moment, nullable=False),
    Column("reason", Text, nullable=False),
    Column("deleted_by", String(80), nullable=False),
    Column("deleted_at", Moment, nullable=False),
)
holds = Table(  # as long as it is not lifted, nothing of this round or organisation is deleted
    "holds",
    metadata,
    _id(),
    _to("rounds", nullable=True),  # none: in every round
    _to("organisations", nullable=True),  # none: everybody
    Column("reason", Text, nullable=False),
    Column("set_by", String(80), nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("lifted_reason", Text),
    Column("lifted_by", String(80)),
    Column("lifted_at", Moment),
    CheckConstraint("round_id IS NOT NULL OR organisation_id IS NOT NULL", name="whose"),
)
imports = Table(
    "imports",
    metadata,
    _id(),
    _to("rounds"),
    Column("kind", String(40), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("complete_until", Moment),
    Column("imported_at", Moment, nullable=False),
    Column("counts", JSON, nullable=False),
)
submissions = Table(  # one row per revision
    "submissions",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("kind", String(40), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("state", String(12), nullable=False),  # accepted | rejected | late | refused
    Column("filename", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("content", JSON, nullable=False),
    _to("imports", nullable=True),
    Column("late", String(20), nullable=False, server_default=""),  # by which rule; "" = in time
    CheckConstraint("state IN ('accepted','rejected','late','refused')", name="state"),
    UniqueConstraint("round_id", "organisation_id", "kind", "revision"),
)
submission_documents = Table(  # what came with a submission, in the order in which it was given
    "submission_documents",
    metadata,
    _id(),
    _to("submissions"),
    Column("name", String(80), nullable=False),  # which document of its kind it is meant to be
    Column("filename", String(200), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes
)
findings = Table(
    "findings",
    metadata,
    _id(),
    _to("submissions", nullable=True),
    _to("imports", nullable=True),
    Column("code", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("sheet", String(60), nullable=False),
    Column("row", Integer),
    Column("column", String(80), nullable=False),
    Column("value", Text, nullable=False),
    Column("message", Text, nullable=False),
)
cases = Table(  # enrolments, questions, objections: each starts a promise clock of its own
    "cases",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations", nullable=True),
    Column("reference", String(40), nullable=False, unique=True),
    Column("kind", String(60), nullable=False),  # the fact that the calendar's promises count from
    Column("received_at", Moment, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("content", JSON, nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("decision", String(40)),
    Column("reason", Text),
    Column("decided_by", String(80)),
    Column("decided_at", Moment),
)

# --- what follows ---------------------------------------------------------------------------------
scores = Table(
    "scores",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("quality_points", Integer, nullable=False),
    Column("cost_points", Integer, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    UniqueConstraint("round_id", "organisation_id"),
)
outcomes = Table(  # a rule's outcome for an organisation, with what it rests on
    "outcomes",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("rule", String(40), nullable=False),
    Column("outcome", String(20), nullable=False),  # met | not_met | not_applicable | human
    Column("value", String(40), nullable=False),
    Column("because", JSON, nullable=False),  # facts, parameters, reading, section, calendar revision
    Column("decided_by", String(80), nullable=False),
    Column("decided_at", Moment, nullable=False),
    UniqueConstraint("round_id", "organisation_id", "rule"),
)
offers = Table(
    "offers",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("kind", String(20), nullable=False),  # proposal | contract
    Column("omzetplafond_cents", BigInteger),  # none: a price agreement only
    Column("composed_at", Moment, nullable=False),
    Column("released_at", Moment),
    Column("reaction", String(20)),  # agrees | counters | declines
    Column("reacted_at", Moment),
    UniqueConstraint("round_id", "organisation_id", "kind"),
)
contracts = Table(
    "contracts",
    metadata,
    _id(),
    _to("rounds"),
    _to("organisations"),
    Column("signed_at", Moment, nullable=False),
    Column("signed_by", String(120), nullable=False),
    Column("in_time", Boolean, nullable=False),
    Column("starts_on", Date, nullable=False),
    _to("imports", nullable=True),
    UniqueConstraint("round_id", "organisation_id"),
)
publications = Table(
    "publications",
    metadata,
    _id(),
    _to("rounds"),
    Column("kind", String(20), nullable=False),  # policy | contracted-care
    Column("published_at", Moment, nullable=False),
    Column("address", String(300), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("counts", JSON, nullable=False),
    UniqueConstraint("round_id", "kind", "sha256"),
)

# --- letters --------------------------------------------------------------------------------------
outbox = Table(
    "outbox",
    metadata,
    _id(),
    _to("rounds"),
    Column("origin", String(300), nullable=False),  # the action's key, or the submission or case it answers
    _to("organisations"),
    _to("contacts"),
    Column("letter", String(60), nullable=False),
    Column("channel", String(20), nullable=False),  # mail | vecozo-notice
    Column("message_id", String(120), nullable=False, unique=True),
    Column("sender", String(254), nullable=False),
    Column("recipient", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("attachments", JSON, nullable=False),  # [{filename, media_type, content}]
    Column("state", String(12), nullable=False),
    Column("composed_at", Moment, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("useful_until", Moment),  # a courtesy letter lapses then
    Column("leased_until", Moment),
    Column("claimed_by", String(40)),  # the journal of the delivery that has it, or last had it
    Column("attempts", Integer, nullable=False),
    Column("last_reply", Text, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("origin", "organisation_id", "contact_id", "letter"),
    CheckConstraint(
        "state IN ('composed','queued','sending','sent','retry','failed',"
        "'unknown','withdrawn','lapsed','recorded')",
        name="state",
    ),
    Index("ix_outbox_waiting", "state", "not_before", "id"),
)
deliveries = Table(  # one row per try
    "deliveries",
    metadata,
    _id(),
    _to("outbox", name="outbox_id"),
    Column("attempt", Integer, nullable=False),
    Column("tried_at", Moment, nullable=False),
    Column("result", String(12), nullable=False),
    Column("reply", Text, nullable=False),
)
releases = Table(  # a person's word that an action's letters and consequences may go
    "releases",
    metadata,
    _id(),
    _to("rounds"),
    Column("action_key", String(300), nullable=False, unique=True),
    Column("released_by", String(80), nullable=False),
    Column("released_at", Moment, nullable=False),
    Column("letters", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)

# --- audit ----------------------------------------------------------------------------------------
audit = Table(  # append-only; one link per transaction in a chain per round ("" = the register)
    "audit",
    metadata,
    _id(),
    Column("chain", String(120), nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("why", Text, nullable=False),
    Column("changes", JSON, nullable=False),  # [[what, {facts without personal data}], ...]
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    UniqueConstraint("chain", "sequence"),
)
