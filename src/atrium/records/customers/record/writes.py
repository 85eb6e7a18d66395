"""A customer's rows written, its tags and workers too. Nothing is read again that the database just said."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Text, Uuid, any_, bindparam, false, func, select, text, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, Insert, insert
from sqlalchemy.orm import aliased
from sqlalchemy.orm.attributes import instance_dict, set_committed_value

from atrium.kernel.context import Ctx
from atrium.kernel.kept import Kept
from atrium.records.customers.record.identifiers import identifiers_in, taken
from atrium.records.customers.record.models import Customer, CustomerIdentifier, CustomerVisit
from atrium.records.customers.record.rendering import COLUMNS, with_names

_TABLE: Any = Customer.__table__


async def insert_customer(ctx: Ctx, row: Mapping[str, Any]) -> Row[Any]:
    """A new customer with its identifiers, seen by the member who makes it. Raises ``IdentifierTaken`` (409)."""
    wanted = sorted(set(identifiers_in(row)))
    values = {f"new_{name}": value for name, value in row.items() if name != "workspace_id"}
    identifiers = {"schemes": [scheme for scheme, _ in wanted], "values": [value for _, value in wanted]}
    names = tuple(sorted(name for name in row if name != "workspace_id"))
    found: Row[Any] = (await _INSERTED.run(ctx, names, **values, **identifiers)).one()
    missing = set(wanted) - {(scheme, value) for scheme, value in found.known or ()}
    if missing:
        raise await taken(ctx, *min(missing))
    return found


def _given(name: str) -> Any:
    return bindparam(f"new_{name}", type_=_TABLE.c[name].type)


def _inserted(ctx: Ctx, names: tuple[str, ...]) -> Select[Any]:
    given = {name: _given(name) for name in names}
    made = insert(_TABLE).values(workspace_id=ctx.workspace_id, **given).returning(*_TABLE.c).cte("written")
    schemes, values = (bindparam(name, type_=ARRAY(Text)) for name in ("schemes", "values"))
    pairs = func.unnest(schemes, values).table_valued("scheme", "value").render_derived(name="pairs")
    mine: list[Any] = [ctx.workspace_id, pairs.c.scheme, pairs.c.value, given["id"]]
    columns = ["workspace_id", "scheme", "value", "customer_id"]
    known = insert(CustomerIdentifier.__table__).from_select(columns, select(*mine))  # type: ignore[arg-type]  # a table
    of_it: Any = CustomerIdentifier.__table__
    added = known.on_conflict_do_nothing().returning(of_it.c.scheme, of_it.c.value).cte("known")
    pair = func.json_build_array(added.c.scheme, added.c.value)
    query = _shown(made).add_columns(select(func.json_agg(pair)).scalar_subquery().label("known"))
    if ctx.actor.type != "member":
        return query
    visit = {"workspace_id": ctx.workspace_id, "member_id": ctx.member_id, "customer_id": given["id"]}
    return query.add_cte(insert(CustomerVisit).values(visit).cte("visit"))


def _shown(written: Any) -> Select[Any]:
    """No news: whoever wrote it has seen it."""
    return with_names(aliased(Customer, written, adapt_on_names=True)).add_columns(false().label("unread"))


_INSERTED = Kept(_inserted)


async def update_alike(
    ctx: Ctx, rows: Sequence[Customer], values: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]
) -> Row[Any] | None:
    """Write the same to locked rows, which then hold what was written. ``documents``: keys of JSONB columns to set or,
    given as None, to remove; key by key in SQL, so that parallel edits of other keys survive. No news to the acting
    member. The row with names, if it is a single one."""
    given: dict[str, Any] = {f"new_{name}": value for name, value in values.items()}
    for name, document in documents.items():
        given[f"set_{name}"] = {key: value for key, value in document.items() if value is not None}
        given[f"gone_{name}"] = [key for key, value in document.items() if value is None]
    variant = tuple(sorted(values)), tuple(sorted(documents)), len(rows) > 1
    ids = {"customer_ids": [row.id for row in rows]} if len(rows) > 1 else {"customer_id": rows[0].id}
    written = {row.id: row for row in await _UPDATED.run(ctx, *variant, **given, **ids)}
    for row in rows:
        held = instance_dict(row)
        for name in COLUMNS:
            value = getattr(written[row.id], name)
            if name not in held or held[name] != value:
                set_committed_value(row, name, value)
    return written[rows[0].id] if len(rows) == 1 else None


def _updated(ctx: Ctx, names: tuple[str, ...], documents: tuple[str, ...], several: bool) -> Select[Any]:
    one, many = bindparam("customer_id", type_=Uuid), bindparam("customer_ids", type_=ARRAY(Uuid))
    now = func.statement_timestamp()
    values = {name: _given(name) for name in names} | {name: _merged(name) for name in documents}
    statement = (
        update(_TABLE)
        .where(_TABLE.c.workspace_id == ctx.workspace_id, _TABLE.c.id == any_(many) if several else _TABLE.c.id == one)
        .values(**values, version=_TABLE.c.version + 1, updated_at=now, last_activity_at=now)
        .returning(*_TABLE.c)
        .cte("written")
    )
    shown = select(statement) if several else _shown(statement)
    return shown.add_cte(seen(ctx, select(statement.c.id)).cte("visit")) if ctx.actor.type == "member" else shown


def seen(ctx: Ctx, customer_ids: Select[Any]) -> Insert:
    """Whatever happened so far with these customers is no news to the acting member."""
    ids = customer_ids.subquery()
    mine: list[Any] = [ctx.workspace_id, ctx.member_id]
    keys = [CustomerVisit.workspace_id, CustomerVisit.member_id, CustomerVisit.customer_id]
    visits = insert(CustomerVisit).from_select(["workspace_id", "member_id", "customer_id"], select(*mine, *ids.c))
    return visits.on_conflict_do_update(index_elements=keys, set_={"seen_at": func.clock_timestamp()})


def _merged(name: str) -> Any:
    kept = _TABLE.c[name].op("||")(bindparam(f"set_{name}", type_=JSONB))
    return sql_cast(kept, JSONB).op("-")(bindparam(f"gone_{name}", type_=ARRAY(Text)))


_UPDATED = Kept(_updated)


async def link_tags(ctx: Ctx, customer_ids: Iterable[UUID], tag_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Add tags. Returns the ones that each customer did not have yet."""
    wanted = {"customers": list(customer_ids), "tags": list(tag_ids)}
    added: dict[UUID, list[UUID]] = {}
    if all(wanted.values()):
        for row in await ctx.session.execute(_LINK_TAGS, {"workspace_id": ctx.workspace_id, **wanted}):
            added.setdefault(row.customer_id, []).append(row.tag_id)
    return added


_LINK_TAGS = text("""
INSERT INTO customer_tags (workspace_id, customer_id, tag_id)
SELECT DISTINCT CAST(:workspace_id AS uuid), customer_id, tag_id
FROM unnest(CAST(:customers AS uuid[])) AS customer_id CROSS JOIN unnest(CAST(:tags AS uuid[])) AS tag_id ORDER BY 2, 3
ON CONFLICT DO NOTHING RETURNING customer_id, tag_id
""")


async def link_workers(ctx: Ctx, pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    """Assign members, given as pairs of a customer and a member. Returns those who were not assigned to each yet."""
    given = list(dict.fromkeys(pairs))
    added: dict[UUID, list[UUID]] = {}
    if given:
        customers, members = map(list, zip(*given, strict=True))
        values = {"workspace_id": ctx.workspace_id, "customers": customers, "members": members}
        for row in await ctx.session.execute(_LINK_WORKERS, values):
            added.setdefault(row.customer_id, []).append(row.member_id)
    return added


_LINK_WORKERS = text("""
INSERT INTO customer_workers (workspace_id, customer_id, member_id)
SELECT :workspace_id, customer_id, member_id
FROM unnest(CAST(:customers AS uuid[]), CAST(:members AS uuid[])) WITH ORDINALITY AS given (customer_id, member_id,
  place)
ORDER BY place
ON CONFLICT DO NOTHING RETURNING customer_id, member_id
""")
