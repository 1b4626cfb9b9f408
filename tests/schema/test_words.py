"""What a front end says with an enum is what the use cases hear."""

from enum import StrEnum

import pytest
from graphql import GraphQLEnumType, is_introspection_type

from schema import build_schema
from tests.api import Api
from tests.schema.care import Care


def test_every_enum_value_reaches_a_resolver_as_a_word_of_the_domain() -> None:
    enums = [
        kind
        for kind in build_schema().core.type_map.values()
        if isinstance(kind, GraphQLEnumType) and not is_introspection_type(kind)
    ]

    heard = {kind.name: [kind.coerce_input_value(name) for name in kind.values] for kind in enums}

    assert heard["AttendanceStatus"]
    assert all(isinstance(word, StrEnum) for words in heard.values() for word in words)


async def test_saying_completed_consumes_as_saying_nothing_does(api: Api, care: Care) -> None:
    said = await api.run("AttendanceComplete", attendanceId=care.attendance, outcome="COMPLETED")

    assert said["errors"] == []
    assert said["attendance"]["isConsuming"] is True
    assert said["cycle"]["consumed"] == 2


@pytest.mark.parametrize("outcome", ["CANCELED", "MISSED"])
async def test_canceled_and_missed_consume_nothing(api: Api, care: Care, outcome: str) -> None:
    ended = await api.run("AttendanceComplete", attendanceId=care.attendance, outcome=outcome)

    assert ended["errors"] == []
    assert ended["attendance"]["status"] == outcome
    assert ended["attendance"]["whyNotConsuming"] == "NOT_TREATED"
    assert ended["cycle"]["consumed"] == 1


async def test_a_literal_outcome_is_heard_like_a_variable(api: Api, care: Care) -> None:
    input = f'{{attendanceId: "{care.attendance}", outcome: COMPLETED}}'

    answer = await api.post(
        f"mutation {{ attendanceComplete(input: {input}) {{ cycle {{ consumed }} }} }}"
    )

    assert answer.json() == {"data": {"attendanceComplete": {"cycle": {"consumed": 2}}}}
