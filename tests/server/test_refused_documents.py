"""Bad documents and bad variables: what is wrong is told, what was sent is not."""

from domain.ids import Noun, public_id
from tests.api import Api, Json
from tests.practice import Practice
from tests.schema.rows import nothing_written
from tests.schema.ways import both, codes, over_http
from tests.server.conftest import Logged

WORD = "Zanzibar"
OPEN = "mutation($i: CaseOpenInput!) { caseOpen(input: $i) { errors { code message } } }"
BOOK = "mutation($i: SessionBookInput!) { sessionBook(input: $i) { errors { code message } } }"
SPAN = "query($d: DateTime!) { calendar(from: $d, until: $d) { id } }"
CLIENTS = "query($n: Int, $f: ClientFilter) { clients(first: $n, filter: $f) { nodes { id } } }"
SORTED = "query($o: [ClientOrder!]) { clients(orderBy: $o) { nodes { id } } }"

# What is sent, with the word as a literal or a variable's value, and a part of what is told.
DOCUMENTS: list[tuple[str, Json | None, str]] = [
    ("{", None, "Syntax Error"),
    ("", None, "`query`"),
    ("# only a remark", None, "Syntax Error"),
    (f'{{ viewer "{WORD}" }}', None, "Syntax Error"),
    (f'{{ viewer """{WORD}""" }}', None, "Syntax Error"),
    (f'{{ viewer {{ role }} }} "{WORD}', None, "Syntax Error"),
    ("{ viewer { role }", None, "Syntax Error"),
    ("{ viewer { roles } }", None, "Cannot query field 'roles'"),
    ("{ viewer }", None, "must have a selection of subfields"),
    ("{ viewer { role { name } } }", None, "must not have a selection"),
    (f'{{ viewer(who: "{WORD}") {{ role }} }}', None, "Unknown argument 'who'"),
    ("{ viewer { ...Missing } }", None, "Unknown fragment"),
    ("{ viewer { ...A } } fragment A on Viewer { ...A }", None, "itself"),
    ("query A { viewer { role } } query B { viewer { role } }", None, "operationName"),
    ("query A { viewer { role } } query A { viewer { role } }", None, "only one operation"),
    ("fragment A on Viewer { role }", None, "never used"),
    ("{ a: viewer { role } a: organization { id } }", None, "conflict"),
    ("{ viewer @later { role } }", None, "Unknown directive"),
    (f'{{ viewer @skip(if: "{WORD}") {{ role }} }}', None, "Boolean"),
    ("{ case { id } }", None, "is required"),
    ("{ case(id: null) { id } }", None, "non-null"),
    (f'{{ case(id: ["{WORD}"]) {{ id }} }}', None, "ID cannot represent"),
    (f'{{ clients(first: "{WORD}") {{ totalCount }} }}', None, "Int cannot represent"),
    (f"{{ sessions(scope: {WORD}) {{ totalCount }} }}", None, "SessionScope"),
    (f'{{ sessions(scope: "{WORD}") {{ totalCount }} }}', None, "SessionScope"),
    (f"{{ clients(orderBy: {{by: {WORD}}}) {{ totalCount }} }}", None, "ClientSort"),
    (SORTED, {"o": [{"by": "NAME"}, {"by": WORD}]}, "ClientSort"),
    (SORTED, {"o": [{"by": "NAME", "direction": WORD}]}, "Direction"),
    (SORTED, {"o": [{"direction": "ASC"}]}, "required field"),
    (f'{{ clients(filter: "{WORD}") {{ totalCount }} }}', None, "ClientFilter"),
    (f'{{ clients(filter: {{beard: "{WORD}"}}) {{ totalCount }} }}', None, "unknown field"),
    (f'{{ calendar(from: "{WORD}", until: "{WORD}") {{ id }} }}', None, "offset"),
    (CLIENTS, {"n": WORD}, "Int cannot represent"),
    (CLIENTS, {"n": 2**40}, "32-bit"),
    (CLIENTS, {"f": WORD}, "ClientFilter"),
    (CLIENTS, {"f": {"search": {"text": WORD}}}, "String cannot represent"),
    (CLIENTS, {"f": {"search": "a", "beard": WORD}}, "unknown field 'beard'"),
    (CLIENTS, {"f": {"cases": {"status": [WORD]}}}, "CaseStatus"),
    (CLIENTS, {"f": {"cases": {"issuedOn": {"from": WORD}}}}, "2026-11-22"),
    (CLIENTS, {"f": {"isArchived": WORD}}, "Boolean"),
    (SPAN, {"d": WORD}, "offset"),
    (SPAN, {"d": {"day": WORD}}, "offset"),
    (SPAN, {}, "non-null"),
    (OPEN, {"i": {"title": WORD}}, "required field"),
    (OPEN, {"i": {"title": [WORD], "clientId": "x", "locationId": "x"}}, "String"),
    (OPEN, {"i": {"title": WORD, "clientId": {"id": WORD}, "locationId": "x"}}, "ID"),
    (OPEN, {"i": WORD}, "CaseOpenInput"),
    (BOOK, {"i": {"locationId": "x", "items": WORD, "attendees": []}}, "to be an object"),
    (
        BOOK,
        {"i": {"locationId": "x", "items": [{"serviceId": WORD, "x": 1}], "attendees": []}},
        "x",
    ),
    ("subscription { viewer { role } organization { id } }", None, "only one top level field"),
    ("subscription { a: viewer { role } b: viewer { role } }", None, "only one top level field"),
    (
        "subscription { ...A } fragment A on Subscription { viewer { role } organization { id } }",
        None,
        "only one",
    ),
    ("subscription { __typename }", None, "introspection"),
]

# What no type forbids, and rules do: told at the top of a question, inside a change's payload.
RULES: list[tuple[str, Json | None]] = [
    (CLIENTS.replace("$n: Int", "$a: String").replace("first: $n", "after: $a"), {"a": WORD}),
    (CLIENTS, {"n": 0}),
    (CLIENTS, {"n": 101}),
    (CLIENTS, {"n": -1}),
    (CLIENTS, {"f": {"search": WORD * 100}}),
    (CLIENTS, {"f": {"ids": [WORD] * 101}}),
    (SPAN, {"d": "2026-11-22T00:00:00Z"}),
    ('{ calendar(from: "2026-01-01T00:00:00Z", until: "2026-12-31T00:00:00Z") { id } }', None),
    ("{ clients(first: 1, last: 1) { nodes { id } } }", None),
]


async def test_a_bad_document_is_told_what_is_wrong_alike_by_http_and_on_a_socket(
    logged: Logged, api: Api, practice: Practice
) -> None:
    told = []

    async with nothing_written(practice):
        for query, variables, part in DOCUMENTS:
            if query.startswith("subscription"):
                answer = await over_http(api, query, variables)
            else:
                answer = await both(api, query, variables)
            message = " ".join(error["message"] for error in answer["errors"])
            told.append((query, answer["data"], {*codes(answer)}, part in message))
            assert WORD not in str(answer), (query, message)

    assert told == [(query, None, {"BAD_USER_INPUT"}, True) for query, _, _ in DOCUMENTS]
    assert WORD not in (said := logged.text())
    assert "fault" not in said
    assert "Traceback" not in said


async def test_a_value_out_of_bounds_is_told_what_would_be_right(logged: Logged, api: Api) -> None:
    answers = {str(asked): await both(api, *asked) for asked in RULES}

    assert {asked: codes(answer) for asked, answer in answers.items()} == {
        asked: ["BAD_USER_INPUT"] for asked in answers
    }
    assert WORD not in str([*answers.values()]) + logged.text()


async def test_what_a_change_is_refused_for_is_not_quoted_either(
    logged: Logged, api: Api, practice: Practice
) -> None:
    clients = public_id(Noun.CLIENT, practice.client)
    inputs = [
        {"title": f"{WORD}\n", "clientId": clients, "locationId": WORD},
        {"title": WORD * 100, "clientId": WORD, "locationId": WORD},
        {"title": WORD, "clientId": f"client_{WORD}", "locationId": WORD, "maxSessions": 0},
    ]

    answers = [await both(api, OPEN, {"i": input}) for input in inputs]

    assert all(answer["data"]["caseOpen"]["errors"] for answer in answers)
    assert WORD not in str(answers) + logged.text()


async def test_of_several_operations_the_named_one_is_run(api: Api) -> None:
    query = "query A { viewer { role } } query B { organization { name } }"

    answers = [
        (
            await api.http.post(
                "/graphql",
                json={"query": query, "operationName": name},
                headers={"authorization": f"Bearer {api.token}"},
            )
        ).json()
        for name in ("A", "B", "C", "")
    ]

    assert answers[0] == {"data": {"viewer": {"role": "CLINIC_MANAGER"}}}
    assert answers[1] == {"data": {"organization": {"name": "Harbor"}}}
    assert codes(answers[2]) == ["BAD_USER_INPUT"]
    assert codes(answers[3]) == ["BAD_USER_INPUT"]
