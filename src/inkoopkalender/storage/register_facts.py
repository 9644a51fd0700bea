"""Facts and relations of organisations in the database: rows are added; a relation has one row.

Which fact counts is said by `domain.register_facts.current_facts`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from inkoopkalender.domain.codes import KvkNumber
from inkoopkalender.domain.register_difference import OrganisationDifference
from inkoopkalender.domain.register_facts import COUNTED, Fact, Known, Relation
from inkoopkalender.storage.statements import in_parts
from inkoopkalender.storage.tables import organisation_facts, organisations, relations


def list_known(connection: Connection, organisation_id: int | None = None) -> dict[int, Known]:
    """Return the facts and relations of each organisation that has any (None: of all organisations).

    Facts stand in the order in which they were recorded, relations by kind and the other's KvK number.
    """
    facts: dict[int, list[Fact]] = defaultdict(list)
    related: dict[int, list[Relation]] = defaultdict(list)
    fact_query = select(organisation_facts).order_by(organisation_facts.c.id)
    relation_query = (
        select(relations, organisations.c.kvk.label("related_kvk"))
        .join(organisations, organisations.c.id == relations.c.related_id)
        .order_by(relations.c.kind, organisations.c.kvk)
    )
    if organisation_id is not None:
        fact_query = fact_query.where(organisation_facts.c.organisation_id == organisation_id)
        relation_query = relation_query.where(relations.c.organisation_id == organisation_id)
    for row in connection.execute(fact_query):
        value = int(row.value) if row.kind in COUNTED else row.value
        facts[row.organisation_id].append(Fact(row.kind, row.insurer, value, row.as_of, row.source))
    for row in connection.execute(relation_query):
        one = Relation(row.kind, KvkNumber(row.related_kvk), row.as_of, row.source)
        related[row.organisation_id].append(one)
    return {
        owner: Known(tuple(facts.get(owner, ())), tuple(related.get(owner, ())))
        for owner in sorted({*facts, *related})
    }


def list_relations_of_others(connection: Connection) -> dict[int, tuple[Relation, ...]]:
    """Return the relations that others have with each organisation; `related_kvk` is then the other's."""
    query = (
        select(relations, organisations.c.kvk)
        .join(organisations, organisations.c.id == relations.c.organisation_id)
        .order_by(relations.c.kind, organisations.c.kvk)
    )
    found: dict[int, list[Relation]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.related_id].append(Relation(row.kind, KvkNumber(row.kvk), row.as_of, row.source))
    return {owner: tuple(told) for owner, told in found.items()}


def store_known(
    connection: Connection,
    differences: Sequence[OrganisationDifference],
    ids: Mapping[KvkNumber, int],
    at: datetime,
) -> None:
    """Store the facts and relations that the differences add; both parties of a relation are in `ids`."""
    facts = [
        {
            "organisation_id": ids[one.kvk],
            "kind": change.after.kind,
            "insurer": change.after.insurer,
            "value": str(change.after.value),
            "as_of": change.after.as_of,
            "source": change.after.source,
            "recorded_at": at,
        }
        for one in differences
        for change in one.facts_added
    ]
    for part in in_parts(facts):
        connection.execute(insert(organisation_facts), part)
    _store_relations(connection, differences, ids, at)


def _store_relations(
    connection: Connection,
    differences: Sequence[OrganisationDifference],
    ids: Mapping[KvkNumber, int],
    at: datetime,
) -> None:
    """Insert the relations that are new, and give a known one its new day and source."""
    query = select(relations.c.organisation_id, relations.c.related_id, relations.c.kind)
    held = {tuple(row) for row in connection.execute(query.order_by(relations.c.id))}
    fresh: list[dict[str, object]] = []
    known: list[dict[str, object]] = []
    for one in differences:
        for relation in one.relations_added:
            key = (ids[one.kvk], ids[relation.related_kvk], relation.kind)
            values = {"as_of": relation.as_of, "source": relation.source, "recorded_at": at}
            names = _OWN_NAMES if key in held else _COLUMN_NAMES
            (known if key in held else fresh).append(dict(zip(names, key, strict=True)) | values)
    for part in in_parts(fresh):
        connection.execute(insert(relations), part)
    for part in in_parts(known):
        connection.execute(_UPDATE_RELATION, part)


_COLUMN_NAMES = ("organisation_id", "related_id", "kind")
_OWN_NAMES = ("owner", "other", "this_kind")
_UPDATE_RELATION = (
    update(relations)
    .where(relations.c.organisation_id == bindparam("owner"))
    .where(relations.c.related_id == bindparam("other"))
    .where(relations.c.kind == bindparam("this_kind"))
    .values(as_of=bindparam("as_of"), source=bindparam("source"), recorded_at=bindparam("recorded_at"))
)
