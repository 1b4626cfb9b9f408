"""What `caseload demo` loads, and what it says to open and paste."""

import json

from db.addresses import reached_by
from db.demo import DemoPractice, has_practice, load_demo, look_up
from db.store import Store
from domain.ids import Noun, public_id
from resolvers.house import utc_now
from server.guests import TOKEN_LASTS
from server.tokens import Tokens

MANAGER = "manager@demo.example"

GREETING = """\
Caseload is at http://{address}/graphql (HTTP and SSE)
           and ws://{address}/graphql (graphql-transport-ws).
Open the first in a browser: GraphiQL asks as any of the demo's people, no token needed.

A token for {email}, valid for 12 hours (another: ./caseload token --as owner@demo.example):

  export TOKEN={token}
"""

WATCH = """
José Álvarez has a cycle of {authorized} authorized sessions, and {consumed} of them are used. In
one terminal, watch it and its todos:

  curl -sN http://{address}/graphql -H "Authorization: Bearer $TOKEN" \\
    -H 'Content-Type: application/json' -H 'Accept: text/event-stream' \\
    -d '{watch}'

In another (with the same TOKEN), complete a session, which the first shows by itself. Once 80 % of
them are used, somebody gets a todo, and once 90 % are, another; beyond the last it is refused:

  curl -s http://{address}/graphql -H "Authorization: Bearer $TOKEN" \\
    -H 'Content-Type: application/json' \\
    -d '{complete}'
"""

WATCHED = (
    "subscription($case: ID!) { case(id: $case) { title cycles { status consumed authorized } "
    "todos { title status assignee { name } } } }"
)
COMPLETED = (
    "mutation($id: ID!) { attendanceComplete(input: {attendanceId: $id}) "
    "{ cycle { consumed } todosCreated { title } errors { code message } } }"
)

NEXT = """
Then, for the same command, the next ones:
{rest}
"""


async def offer(store: Store, tokens: Tokens, address: str) -> str:
    """Load the demo into an empty database; what to open and paste."""
    async with store.transaction() as tx:
        if not await has_practice(tx):
            await load_demo(tx, utc_now())
        edge, met = await look_up(tx), await reached_by(tx, [MANAGER])
    signed = [tokens.sign(each.noun, each.key, utc_now(), TOKEN_LASTS) for each in met]
    token = signed[0] if signed else "(none)"
    said = GREETING.format(address=address, email=MANAGER, token=token)
    return said + (_watched(edge, address) if edge else "")


def _watched(edge: DemoPractice, address: str) -> str:
    if not edge.attendances:
        return "\nAll of José Álvarez's sessions are completed: remove var/ to begin anew.\n"
    first, *rest = [public_id(Noun.ATTENDANCE, key) for key in edge.attendances]
    case = public_id(Noun.CASE, edge.case)
    watch = json.dumps({"query": WATCHED, "variables": {"case": case}})
    complete = json.dumps({"query": COMPLETED, "variables": {"id": first}})
    counts = {"consumed": edge.consumed, "authorized": edge.authorized}
    said = WATCH.format(address=address, watch=watch, complete=complete, **counts)
    return said + (NEXT.format(rest="\n".join(f"  {id}" for id in rest)) if rest else "")
