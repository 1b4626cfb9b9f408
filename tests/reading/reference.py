"""The slow, obvious answer: graphql-core's own executor over rows in memory. It knows the schema's
text and the domain's rules, and nothing of `db/reading/` or `schema/`.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from graphql import GraphQLResolveInfo, build_schema, execute_sync, get_named_type, parse

from domain.access import Role
from domain.ids import key_of
from tests.reading.facts import fact, shown
from tests.reading.paging import page
from tests.reading.relations import RELATIONS, related, subject
from tests.reading.world import NOUNS, Seen, World

SDL = build_schema((Path(__file__).parents[2] / "graphql" / "schema.graphql").read_text())
LISTED = {
    "attendances": "Attendance",
    "cases": "Case",
    "clients": "Client",
    "cycles": "Cycle",
    "sessions": "Session",
    "todos": "Todo",
    "audit": "AuditEntry",
}
Root = Callable[[World, Mapping[str, Any]], Any]


def reference(world: World, text: str, variables: Mapping[str, Any]) -> Any:
    """The data that the document asks for, as JSON has it."""
    answer = execute_sync(
        SDL,
        parse(text),
        context_value=world,
        variable_values=dict(variables),
        field_resolver=resolve,
        type_resolver=lambda seen, info, kind: seen.typename,
    )
    assert answer.errors is None, answer.errors
    return answer.data


def resolve(source: Any, info: GraphQLResolveInfo[World], **args: Any) -> Any:
    """Any field of any object; what has a value is noted as shown."""
    value = answer(source, info, args)
    if value not in (None, []):
        info.context.shown.add(f"{info.parent_type.name}.{info.field_name}")
    return value


def answer(source: Any, info: GraphQLResolveInfo[World], args: Mapping[str, Any]) -> Any:
    """The field's value, as a row, a list of rows, or JSON."""
    world, name = info.context, info.field_name
    if source is None:
        return root(world, name, args)
    if not isinstance(source, Seen):
        return source[name]
    if name == "id":
        return source.id
    if (source.typename, name) == ("Todo", "subject"):
        return subject(world, source)
    if name not in RELATIONS.get(source.typename, {}):
        return shown(fact(world, source, name))
    found, kind = related(world, source, name), str(info.return_type)
    if kind.rstrip("!").endswith("Connection"):
        return page(world, get_named_type(info.return_type).name[: -len("Connection")], found, args)
    return found if kind.startswith("[") else next(iter(found), None)


def root(world: World, name: str, args: Mapping[str, Any]) -> Any:
    """Any field of Query and Subscription."""
    if name in LISTED:
        return page(world, LISTED[name], world.all(LISTED[name]), args)
    if name in ("node", "client", "case", "cycle", "session"):
        return by_id(world, args["id"], None if name == "node" else name.title())
    match name:
        case "nodes":
            return [by_id(world, each, None) for each in args["ids"]]
        case "calendar":
            return calendar(world, args)
        case "organization":
            return organization(world)
        case _:
            return viewer(world)


def by_id(world: World, text: str, typename: str | None) -> Seen | None:
    """What has the id, of that type or of any."""
    kinds = NOUNS if typename is None else {typename: NOUNS[typename]}
    found = [world.one(kind, key_of(noun, text)) for kind, noun in kinds.items()]
    return next((seen for seen in found if seen), None)


def organization(world: World) -> Seen | None:
    """The viewer's practice."""
    return world.one("Organization", world.viewer.organization)


def viewer(world: World) -> dict[str, Any]:
    """Who is asking."""
    is_client = world.viewer.role is Role.CLIENT
    me = world.one("Client" if is_client else "Member", world.viewer.key)
    return {
        "role": world.viewer.role.value,
        "member": None if is_client else me,
        "client": me if is_client else None,
        "organization": organization(world),
    }


def calendar(world: World, args: Mapping[str, Any]) -> list[Seen]:
    """Items that overlap the span, by start."""
    begin = datetime.fromisoformat(args["from"]).replace(microsecond=0)
    until = datetime.fromisoformat(args["until"]).replace(microsecond=0)
    found = [
        item
        for item in world.all("SessionItem", lambda row: row["starts_at"] is not None)
        if item.row["starts_at"] < until and item.row["ends_at"] > begin
    ]
    for name, field in (("clinicianId", "clinician"), ("locationId", "location")):
        wanted = args.get(name)
        if wanted is not None:
            found = [i for i in found if wanted in [s.id for s in related(world, i, field)]]
    return sorted(found, key=lambda item: (item.row["starts_at"], item.row["id"]))
