"""The four questions: as a front end asks them, and as a careful hand writes them in SQL."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bench.data import CASE, MEMBER, MONDAY, ORGANIZATION, key
from domain.ids import Noun, public_id

NESTED = """query Nested($first: Int!) { clients(first: $first) { nodes { id name
  cases { id title status supervisingClinician { id name } cycles { id status authorized consumed }
    sessions(first: 6) { nodes { id startsAt endsAt items { service { name } clinician { id name } } } } } } } }"""

ONE_CASE = """query OneCase($id: ID!) { case(id: $id) { id title status client { id name }
  supervisingClinician { id name } cycles { id status authorized consumed services { id name } }
  todos { id title status } sessions(first: 20) { nodes { id startsAt endsAt
    items { service { name } clinician { name } } attendances { id status client { name } } } } } }"""

CALENDAR = """query Calendar($from: DateTime!, $until: DateTime!, $clinicianId: ID) {
  calendar(from: $from, until: $until, clinicianId: $clinicianId) { id startsAt endsAt
    service { name color } location { name }
    session { id attendances { status client { id name } } } } }"""

TODOS = """query Todos($status: [TodoStatus!]) { todos(filter: {status: $status}, first: 50) {
  nodes { id title status createdAt assignee { name } client { id name } case { id title } } } }"""

FULL = "given_name || ' ' || {0}.family_name"


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the document with its variables, and the statement with its values."""

    name: str
    document: str
    variables: dict[str, Any]
    statement: str
    values: tuple[Any, ...]


def _id(noun: Noun, column: str, postgres: bool) -> str:
    digits = f"replace({column}::text, '-', '')" if postgres else column
    return f"'{noun}_' || {digits}"


class Hand:
    """Writes the statements for one database: the same shapes, in its own functions."""

    def __init__(self, postgres: bool) -> None:
        self.postgres = postgres
        self.object = "json_build_object" if postgres else "json_object"

    def id(self, noun: Noun, column: str) -> str:
        """A public id."""
        return _id(noun, column, self.postgres)

    def list(self, element: str, rest: str) -> str:
        """A JSON list of a subquery's rows, in its order."""
        if self.postgres:
            return (
                f"(SELECT coalesce(json_agg(o), '[]'::json) FROM (SELECT {element} AS o {rest}) x)"
            )
        return f"(SELECT json_group_array(json(o)) FROM (SELECT {element} AS o {rest}) x)"

    def one(self, element: str, rest: str) -> str:
        """A JSON object of a subquery's only row."""
        return f"(SELECT {element} {rest})" if self.postgres else f"json((SELECT {element} {rest}))"

    def keyed(self, **parts: str) -> str:
        """A JSON object."""
        return self.object + "(" + ", ".join(f"'{k}', {v}" for k, v in parts.items()) + ")"

    def json(self, value: str) -> str:
        """A JSON value from a subquery."""
        return value if self.postgres else f"json({value})"

    def v(self, number: int) -> str:
        """A placeholder."""
        return f"${number}" if self.postgres else f"?{number}"

    def named(self, noun: Noun, table: str, alias: str, column: str) -> str:
        """Id and name of the row that a column names."""
        parts = self.keyed(id=self.id(noun, f"{alias}.id"), name=f"{alias}.name")
        return self.one(
            parts,
            f"FROM {table} {alias} WHERE {alias}.organization_id = {self.v(1)} AND {alias}.id = {column}",
        )

    def name_of(self, table: str, alias: str, column: str, **more: str) -> str:
        """The name of the row that a column names, and more."""
        parts = self.keyed(name=f"{alias}.name", **more)
        return self.one(
            parts,
            f"FROM {table} {alias} WHERE {alias}.organization_id = {self.v(1)} AND {alias}.id = {column}",
        )

    def client(self, column: str, id: bool = True) -> str:
        """The client that a column names."""
        name = "cl.given_name || ' ' || cl.family_name"
        parts = {"id": self.id(Noun.CLIENT, "cl.id"), "name": name} if id else {"name": name}
        return self.one(
            self.keyed(**parts),
            f"FROM clients cl WHERE cl.organization_id = {self.v(1)} AND cl.id = {column}",
        )

    def cycles(self, **more: str) -> str:
        """The cycles of a case `k`."""
        consumed = "(SELECT coalesce(sum(e.delta), 0) FROM entries e WHERE e.organization_id = y.organization_id AND e.cycle_id = y.id)"
        parts = self.keyed(
            id=self.id(Noun.CYCLE, "y.id"),
            status="y.status",
            authorized="y.authorized",
            consumed=consumed,
            **more,
        )
        return self.json(
            self.list(
                parts,
                f"FROM cycles y WHERE y.organization_id = {self.v(1)} AND y.case_id = k.id ORDER BY y.created_at, y.id",
            )
        )

    def sessions(self, limit: int, clinician: str, **more: str) -> str:
        """The newest sessions of a case `k`."""
        items = self.json(
            self.list(
                self.keyed(
                    service=self.name_of("services", "sv", "i.service_id"), clinician=clinician
                ),
                f"FROM items i WHERE i.organization_id = {self.v(1)} AND i.session_id = s.id ORDER BY i.position",
            )
        )
        parts = self.keyed(
            id=self.id(Noun.SESSION, "s.id"),
            startsAt="s.starts_at",
            endsAt="s.ends_at",
            items=items,
            **more,
        )
        of_case = f"SELECT a.session_id FROM attendances a WHERE a.organization_id = {self.v(1)} AND a.case_id = k.id"
        plus = "" if self.postgres else "+"
        latest = f"FROM sessions s WHERE s.organization_id = {self.v(1)} AND s.id IN ({of_case}) ORDER BY {plus}s.starts_at DESC NULLS FIRST, {plus}s.id DESC LIMIT {limit}"
        return self.keyed(nodes=self.json(self.list(parts, latest)))

    def nested(self) -> str:
        """(a) 20 clients with cases, cycles, sessions, clinician."""
        sessions = self.sessions(6, self.named(Noun.MEMBER, "members", "m", "i.clinician_id"))
        case = self.keyed(
            id=self.id(Noun.CASE, "k.id"),
            title="k.title",
            status="k.status",
            supervisingClinician=self.named(Noun.MEMBER, "members", "m", "k.supervisor_id"),
            cycles=self.cycles(),
            sessions=sessions,
        )
        cases = self.json(
            self.list(
                case,
                f"FROM cases k WHERE k.organization_id = {self.v(1)} AND k.client_id = c.id ORDER BY k.created_at, k.id",
            )
        )
        client = self.keyed(
            id=self.id(Noun.CLIENT, "c.id"),
            name="c.given_name || ' ' || c.family_name",
            cases=cases,
        )
        page = f"FROM clients c WHERE c.organization_id = {self.v(1)} ORDER BY c.family_name, c.given_name, c.id LIMIT {self.v(2)}"
        return "SELECT " + self.keyed(clients=self.keyed(nodes=self.json(self.list(client, page))))

    def mix(self) -> str:
        """A cycle's services."""
        return self.json(
            self.list(
                self.keyed(id=self.id(Noun.SERVICE, "v.id"), name="v.name"),
                f"FROM services v WHERE v.organization_id = {self.v(1)} AND v.id IN (SELECT cs.service_id FROM cycle_services cs WHERE cs.organization_id = {self.v(1)} AND cs.cycle_id = y.id) ORDER BY v.name, v.id",
            )
        )

    def todos_of_case(self) -> str:
        """A case's todos."""
        return self.json(
            self.list(
                self.keyed(id=self.id(Noun.TODO, "t.id"), title="t.title", status="t.status"),
                f"FROM todos t WHERE t.organization_id = {self.v(1)} AND t.case_id = k.id ORDER BY t.created_at, t.id",
            )
        )

    def attending(self) -> str:
        """A session's attendances."""
        return self.json(
            self.list(
                self.keyed(
                    id=self.id(Noun.ATTENDANCE, "p.id"),
                    status="p.status",
                    client=self.client("p.client_id", id=False),
                ),
                f"FROM attendances p WHERE p.organization_id = {self.v(1)} AND p.session_id = s.id ORDER BY p.created_at, p.id",
            )
        )

    def one_case(self) -> str:
        """(b) One case whole."""
        sessions = self.sessions(
            20, self.name_of("members", "m", "i.clinician_id"), attendances=self.attending()
        )
        case = self.keyed(
            id=self.id(Noun.CASE, "k.id"),
            title="k.title",
            status="k.status",
            client=self.client("k.client_id"),
            supervisingClinician=self.named(Noun.MEMBER, "members", "m", "k.supervisor_id"),
            cycles=self.cycles(services=self.mix()),
            todos=self.todos_of_case(),
            sessions=sessions,
        )
        return "SELECT " + self.keyed(
            case=self.one(
                case, f"FROM cases k WHERE k.organization_id = {self.v(1)} AND k.id = {self.v(2)}"
            )
        )

    def calendar(self) -> str:
        """(c) A clinician's week."""
        attending = self.json(
            self.list(
                self.keyed(status="p.status", client=self.client("p.client_id")),
                f"FROM attendances p WHERE p.organization_id = {self.v(1)} AND p.session_id = s.id ORDER BY p.created_at, p.id",
            )
        )
        session = self.one(
            self.keyed(id=self.id(Noun.SESSION, "s.id"), attendances=attending),
            f"FROM sessions s WHERE s.organization_id = {self.v(1)} AND s.id = i.session_id",
        )
        item = self.keyed(
            id=self.id(Noun.ITEM, "i.id"),
            startsAt="i.starts_at",
            endsAt="i.ends_at",
            service=self.name_of("services", "sv", "i.service_id", color="sv.color"),
            location=self.name_of("locations", "l", "i.location_id"),
            session=session,
        )
        week = f"FROM items i WHERE i.organization_id = {self.v(1)} AND i.clinician_id = {self.v(2)} AND i.starts_at >= {self.v(3)} AND i.starts_at < {self.v(4)} ORDER BY i.starts_at, i.id"
        return "SELECT " + self.keyed(calendar=self.json(self.list(item, week)))

    def todos(self) -> str:
        """(d) 50 todos with client and case."""
        case = self.one(
            self.keyed(id=self.id(Noun.CASE, "k.id"), title="k.title"),
            f"FROM cases k WHERE k.organization_id = {self.v(1)} AND k.id = t.case_id",
        )
        todo = self.keyed(
            id=self.id(Noun.TODO, "t.id"),
            title="t.title",
            status="t.status",
            createdAt="t.created_at",
            assignee=self.name_of("members", "m", "t.assignee_id"),
            client=self.client("t.client_id"),
            case=case,
        )
        page = f"FROM (SELECT * FROM todos t WHERE t.organization_id = {self.v(1)} AND t.status = {self.v(2)} ORDER BY t.created_at DESC, t.id DESC LIMIT 50) t"
        return "SELECT " + self.keyed(todos=self.keyed(nodes=self.json(self.list(todo, page))))


def questions(postgres: bool) -> list[Question]:
    """All four, for one database."""
    hand = Hand(postgres)
    organization, case, clinician = key(ORGANIZATION, 0, 0), key(CASE, 0, 7), key(MEMBER, 0, 3)
    until = MONDAY + timedelta(days=5)
    bound: Any = (
        (lambda v: v)
        if postgres
        else (lambda v: v.isoformat() if hasattr(v, "isoformat") else v.hex)
    )
    span = {"from": MONDAY.isoformat(), "until": until.isoformat()}
    of = public_id(Noun.MEMBER, clinician)
    o = bound(organization)
    return [
        Question("nested", NESTED, {"first": 20}, hand.nested(), (o, 20)),
        Question(
            "case", ONE_CASE, {"id": public_id(Noun.CASE, case)}, hand.one_case(), (o, bound(case))
        ),
        Question(
            "calendar",
            CALENDAR,
            {**span, "clinicianId": of},
            hand.calendar(),
            (o, bound(clinician), bound(MONDAY), bound(until)),
        ),
        Question("todos", TODOS, {"status": ["OPEN"]}, hand.todos(), (o, "OPEN")),
    ]
