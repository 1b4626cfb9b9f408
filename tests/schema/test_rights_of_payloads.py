"""What a change shows is what a question would: nothing of elsewhere, or of anybody else."""

from collections.abc import Iterator
from uuid import UUID

from graphql import GraphQLObjectType, get_named_type

from domain.access import Role
from domain.ids import Noun
from tests.api import Api, Json
from tests.practice import NOON, TOMORROW, Practice
from tests.schema.care import Care, furnish, note, session_of
from tests.schema.inputs import accepted
from tests.schema.test_rights_of_clients import Group, group
from tests.schema.test_rights_of_places import HERE, WORD, Places, places
from tests.schema.walker import SCHEMA, pieces
from tests.schema.ways import over_http

__all__ = ["group", "places"]


def whole(name: str) -> Iterator[str]:
    """The mutation, asked for each part of all that its payload shows, and what lies around it."""
    mutation = SCHEMA.mutation_type
    assert mutation is not None
    field = name[0].lower() + name[1:]
    payload = get_named_type(mutation.fields[field].type)
    assert isinstance(payload, GraphQLObjectType)
    for shown, part in payload.fields.items():
        kind = get_named_type(part.type)
        for piece in pieces(kind, 1) if isinstance(kind, GraphQLObjectType) else ():
            asked = f"{shown} {{ {piece} }} errors {{ code message }}"
            yield f"mutation($i: {name}Input!) {{ {field}(input: $i) {{ {asked} }} }}"


async def told(api: Api, name: str, input: Json) -> str:
    """Everything that the change shows; made once, and shown part by part under its key."""
    texts = []
    for document in whole(name):
        answer = await over_http(api, document, {"i": {**input, "idempotencyKey": name}})
        assert "errors" not in answer, (document, answer)
        (payload,) = answer["data"].values()
        assert payload["errors"] == []
        texts.append(str(payload))
    return "\n".join(texts)


async def tangled(practice: Practice, here: Care, away: Care) -> list[str]:
    """A case of here is treated elsewhere, too, and one of elsewhere here; the ids of elsewhere."""
    case, cycle, theirs, drawn = (_key(id) for id in (here.case, here.cycle, away.case, away.cycle))
    there = await practice.add_attendance(
        case, cycle, NOON + TOMORROW * 3, location_id=_key(away.location)
    )
    await note(practice, session := await session_of(practice, there), WORD)
    await practice.add_attendance(theirs, drawn, NOON + TOMORROW * 4, location_id=practice.location)
    return [there.hex, session.hex]


def _key(id: str) -> UUID:
    return UUID(id.rpartition("_")[2])


async def test_no_change_shows_anything_of_elsewhere_to_who_is_limited_to_a_location(
    api: Api, practice: Practice, places: Places
) -> None:
    local = api.as_(f"local {Role.CLINIC_MANAGER}")
    leaked: dict[str, list[str]] = {}

    for name in HERE:
        care = await furnish(practice)
        secrets = [*places.secrets(), *await tangled(practice, care, places.elsewhere)]
        shown = await told(local, name, accepted(name, care))
        leaked[name] = [secret for secret in secrets if secret in shown]

    assert {name for name, secrets in leaked.items() if secrets} == set()
    assert len(leaked) == len(HERE)


async def test_a_clients_change_shows_nothing_of_others(
    api: Api, practice: Practice, care: Care, group: Group
) -> None:
    id = practice.id_of(Noun.CLIENT, practice.client)

    shown = await told(api.as_("client"), "ClientUpdate", {"clientId": id, "phone": "+12125550123"})

    assert "+12125550123" in shown
    assert group.own in shown
    assert [secret for secret in group.secrets(care) if secret in shown] == []
