"""`__typename` everywhere, and questions about the schema beside questions about records."""

from tests.api import Api, document
from tests.schema.care import Care
from tests.schema.inputs import accepted
from tests.schema.ways import both, over_http, over_socket

ROWS = "edges { __typename node { __typename } } nodes { __typename }"
PAGE = f"__typename {ROWS} pageInfo {{ __typename }}"
EVERYWHERE = f"""query($id: ID!, $session: ID!) {{
  __typename
  own: __typename
  viewer {{ __typename member {{ __typename }} organization {{ __typename }} }}
  case(id: $id) {{
    __typename client {{ __typename }} location {{ __typename }} todos {{ __typename }}
    cycles {{ __typename entries {{ __typename }} services {{ __typename }} }}
    sessions(first: 1) {{ {PAGE} }} attendances(first: 1) {{ {PAGE} }}
  }}
  session(id: $session) {{ __typename items {{ __typename session {{ __typename }} }} }}
  clients(first: 1) {{ {PAGE} }}
  node(id: $id) {{ __typename ... on Case {{ kind: __typename }} }}
}}"""


def page(name: str) -> dict[str, object]:
    """A page of one row, by the names of its types."""
    return {
        "__typename": f"{name}Connection",
        "edges": [{"__typename": f"{name}Edge", "node": {"__typename": name}}],
        "pageInfo": {"__typename": "PageInfo"},
        "nodes": [{"__typename": name}],
    }


async def test_everything_tells_its_type(api: Api, care: Care) -> None:
    answer = await both(api, EVERYWHERE, {"id": care.case, "session": care.session})

    entry, service = {"__typename": "ConsumptionEntry"}, {"__typename": "Service"}
    cycle = {"__typename": "Cycle", "services": [service]}
    assert answer == {
        "data": {
            "__typename": "Query",
            "own": "Query",
            "viewer": {
                "__typename": "Viewer",
                "member": {"__typename": "Member"},
                "organization": {"__typename": "Organization"},
            },
            "case": {
                "__typename": "Case",
                "client": {"__typename": "Client"},
                "location": {"__typename": "Location"},
                "todos": [{"__typename": "Todo"}],
                "cycles": [{**cycle, "entries": [entry]}, {**cycle, "entries": []}],
                "sessions": page("Session"),
                "attendances": page("Attendance"),
            },
            "session": {
                "__typename": "Session",
                "items": [{"__typename": "SessionItem", "session": {"__typename": "Session"}}],
            },
            "clients": page("Client"),
            "node": {"__typename": "Case", "kind": "Case"},
        }
    }


async def test_a_change_tells_its_types(api: Api, care: Care) -> None:
    query = """mutation($i: TodoCompleteInput!) {
      __typename
      todoComplete(input: $i) {
        __typename todo { __typename case { __typename } } errors { __typename code }
        ... on Payload { errors { message } }
      }
    }"""

    done = (await api.post(query, {"i": accepted("TodoComplete", care)})).json()["data"]
    again = await both(api, query, {"i": accepted("TodoComplete", care)})

    todo = {"__typename": "Todo", "case": {"__typename": "Case"}}
    shown = {"__typename": "TodoCompletePayload", "todo": todo, "errors": []}
    assert done == {"__typename": "Mutation", "todoComplete": shown}
    (error,) = again["data"]["todoComplete"]["errors"]
    assert [*error] == ["__typename", "code", "message"]
    assert error["__typename"] == "Refusal"


async def test_the_schema_may_be_asked_about_beside_records(api: Api, care: Care) -> None:
    query = """query($id: ID!, $name: String!) {
      case(id: $id) { id }
      __type(name: $name) { name kind fields { name } ...Values }
      missing: __type(name: "Nothing") { name }
      __schema { mutationType { name } queryType { ...Name } }
      viewer { role }
    }
    fragment Values on __Type { enumValues { name } }
    fragment Name on __Type { name }"""

    answer = await both(api, query, {"id": care.case, "name": "CaseStatus"})

    assert answer == {
        "data": {
            "case": {"id": care.case},
            "__type": {
                "name": "CaseStatus",
                "kind": "ENUM",
                "fields": None,
                "enumValues": [{"name": "CLOSED"}, {"name": "OPEN"}],
            },
            "missing": None,
            "__schema": {"mutationType": {"name": "Mutation"}, "queryType": {"name": "Query"}},
            "viewer": {"role": "CLINIC_MANAGER"},
        }
    }


async def test_records_are_kept_from_nobody_signed_in_however_they_are_wrapped(
    api: Api, care: Care
) -> None:
    nobody = api.with_token(None)
    query = f'{{ __schema {{ queryType {{ name }} }} __typename case(id: "{care.case}") {{ id }} }}'

    answers = [await over_http(nobody, query), await over_socket(nobody, query)]

    assert [answer["data"] for answer in answers] == [None, None]
    assert care.case not in str(answers)
    assert "errors" not in await over_http(api, document("Viewer"))


async def test_a_question_about_the_schema_stands_beside_variables_of_any_type(api: Api) -> None:
    query = """query(
      $day: Date, $at: DateTime, $filter: CaseFilter, $usual: [CaseStatus!] = [OPEN]
    ) {
      __type(name: "Case") { name }
      days: cases(filter: {issuedOn: {from: $day}, createdAt: {until: $at}}) { totalCount }
      found: cases(filter: $filter) { totalCount }
      usual: cases(filter: {status: $usual}) { totalCount }
    }"""
    variables = {
        "day": "2026-01-01",
        "at": "2026-11-29T00:00:00Z",
        "filter": {"status": ["OPEN"], "issuedOn": {"from": "2026-01-01"}},
    }

    answer = (await api.post(query, variables)).json()

    assert "errors" not in answer
    assert answer["data"]["__type"] == {"name": "Case"}
