"""The audits of GraphQL over HTTP, by the ids of the `graphql-http` package: what is sent, and what
has to come back. Written anew from what each audit says that it holds.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
ASKED = "{ __typename }"
NAMED = "query Type($name: String!) { __type(name: $name) { name } }"
RUN = '{ __type(name: "Run🏃Swim🏊") { name } }'
TORN = '{ "not a JSON'
UNKNOWN = "{ noSuchFieldHere }"
UNCOERCED = {"query": "query Failing($id: ID!) { __typename }", "variables": {"id": None}}
WELL = range(200, 300)
REFUSED = range(400, 500)


@dataclass(frozen=True)
class Audit:
    """One request and what is asked of its answer. `accept` None: without the header."""

    body: dict[str, Any] | str | None = field(default_factory=lambda: {"query": ASKED})
    accept: str | None = None
    type: str | None = JSON
    url: dict[str, str] | None = None
    status: int | range = 200
    kind: str = ""
    has_errors: bool | None = None
    has_data: bool | None = None

    @property
    def content(self) -> bytes | None:
        """What is sent by POST."""
        text = self.body if isinstance(self.body, str | None) else json.dumps(self.body)
        return None if text is None else text.encode()

    def is_answered(self, status: int) -> bool:
        """Whether the status is what it should be."""
        return status in self.status if isinstance(self.status, range) else status == self.status


def with_(name: str, value: Any, **more: Any) -> Audit:
    """A good request but for one parameter."""
    return Audit({"query": ASKED, name: value}, **more)


def misshapen(prefix: str, name: str, *values: Any) -> Iterator[tuple[str, Audit]]:
    """A parameter that is none of the kinds that it may be."""
    for number, value in enumerate(values):
        yield f"{prefix}{number}", with_(name, value, status=400)


def null(name: str, number: int) -> Iterator[tuple[str, Audit]]:
    """A parameter that is null, which is the same as absent."""
    yield f"94B{number}", with_(name, None, accept=GRAPHQL, has_errors=False)
    yield f"022{number}", with_(name, None, accept=JSON, has_errors=False)


MEDIA_TYPES = {
    "22EB": Audit(accept=GRAPHQL, kind=GRAPHQL),
    "4655": Audit(accept=JSON, kind=JSON),
    "47DE": Audit(accept="*/*", kind=JSON),
    "80D8": Audit(kind=JSON),
    "82A3": Audit(kind="charset=utf-8"),
    "BF61": Audit(
        {"query": '{ __type(name: "Run🏃Swim🏊") { name } }'}, type=f"{JSON}; charset=utf-8"
    ),
    "78D5": Audit(),
}
METHODS = {
    "2C94": Audit(),
    "5A70": Audit(url={"query": ASKED}),
    "9C48": Audit(url={"query": "mutation { __typename }"}, accept=GRAPHQL, status=REFUSED),
    "9ABE": Audit(type=None, status=REFUSED),
    "03D4": Audit(),
    "A5BF": Audit(None, status=400),
}
PARAMETERS = {
    "423L": Audit({"notquery": ASKED}, accept=GRAPHQL, status=400),
    **dict(misshapen("LKJ", "query", {"obj": "ect"}, 0, False, ["array"])),
    "34A2": Audit(accept=GRAPHQL),
    "13EE": Audit(accept=JSON, has_errors=False),
    **dict(misshapen("6C0", "operationName", {"obj": "ect"}, 0, False, ["array"])),
    "8161": Audit({"query": "query Query { __typename }", "operationName": "Query"}, GRAPHQL),
    "B8B3": Audit(
        {"query": "query Query { __typename }", "operationName": "Query"}, JSON, has_errors=False
    ),
    **dict(null("variables", 0)),
    **dict(null("operationName", 1)),
    **dict(null("extensions", 2)),
    **dict(misshapen("476", "variables", "string", 0, False, ["array"])),
    "2EA1": Audit({"query": NAMED, "variables": {"name": "sometype"}}, GRAPHQL),
    "28B9": Audit({"query": NAMED, "variables": {"name": "sometype"}}, JSON, has_errors=False),
    "D6D5": Audit(url={"query": NAMED, "variables": '{"name":"sometype"}'}, accept=GRAPHQL),
    "6A70": Audit(
        url={"query": NAMED, "variables": '{"name":"sometype"}'}, accept=JSON, has_errors=False
    ),
    **dict(misshapen("58B", "extensions", "string", 0, False, ["array"])),
    "428F": with_("extensions", {"some": "value"}, accept=GRAPHQL),
    "1B7A": with_("extensions", {"some": "value"}, accept=JSON, has_errors=False),
}
FAILURES = {
    "B6DC": Audit(TORN, JSON, status=REFUSED),
    "BCF8": Audit(TORN, JSON, status=400),
    "B7N8": Audit(TORN, GRAPHQL, status=400),
    "8764": Audit({"qeury": ASKED}, status=REFUSED),
    "3E3A": Audit({"qeury": ASKED}, status=400),
    "572B": Audit({"query": "{"}, JSON, status=200),
    "FDE2": Audit({"query": UNKNOWN}, JSON, status=200),
    "7B9B": Audit(UNCOERCED, JSON, status=200),
    "865D": Audit({"query": "{"}, GRAPHQL, status=REFUSED),
    "556A": Audit({"query": "{"}, GRAPHQL, status=400),
    "D586": Audit({"query": "{"}, GRAPHQL, status=400, has_data=False),
    "51FE": Audit({"query": UNKNOWN}, GRAPHQL, status=REFUSED),
    "74FF": Audit({"query": UNKNOWN}, GRAPHQL, status=400),
    "5E5B": Audit({"query": UNKNOWN}, GRAPHQL, status=400, has_data=False),
    "86EE": Audit(UNCOERCED, GRAPHQL, status=400),
}
AUDITS = {**MEDIA_TYPES, **METHODS, **PARAMETERS, **FAILURES}
