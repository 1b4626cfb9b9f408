"""The practice: organization, locations, members, services, and who is asking."""

import strawberry

from schema import lists
from schema.basics import Node, described
from schema.pages import Connection
from schema.refs import CaseRef, ClientRef, CycleRef, SessionRef, TodoRef
from schema.words import BookingPolicy, Role


@strawberry.type(description="One practice or clinic business; nothing crosses its border.")
class Organization(Node):
    """The tenant."""

    name: str = described("What the practice is called: at most 200 characters.")
    time_zone: str = described("IANA name, such as America/New_York. Its days are this zone's.")
    currency: str = described("ISO 4217 code, such as USD; all its amounts are in it.")
    booking_policy: BookingPolicy = described("What booking beyond a cycle's count does.")
    progress_summary_percent: int = described(
        "Share of a cycle, in % (1 to 100), at which a summary is due."
    )
    renewal_percent: int = described("Share of a cycle, in % (1 to 100), at which renewal is due.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    locations: list["Location"] = described("Its clinics, by name.")
    members: list["Member"] = described("Who works there, by name.")
    services: list["Service"] = described("What it gives, by name.")


@strawberry.type(description="A clinic of the practice.")
class Location(Node):
    """Where sessions take place."""

    name: str = described("What the clinic is called: at most 200 characters.")
    time_zone: str | None = described("IANA name; null where it is the practice's.")
    is_retired: bool = described("Whether nothing new takes place there.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    manager: "Member | None" = described("Its clinic manager, who gets renewal todos.")
    members: list["Member"] = described("Who is limited to it, by name.")
    cases: Connection[CaseRef] = lists.cases("What is treated there, newest first.")
    sessions: Connection[SessionRef] = lists.sessions("What takes place there, latest first.")
    todos: Connection[TodoRef] = lists.todos("Work there, newest first.")


@strawberry.type(description="A person who works in the practice.")
class Member(Node):
    """Who treats, books or manages."""

    name: str = described("What the person is called: at most 200 characters.")
    email: str | None = described("E-mail address; no two members share one. Null for clients.")
    role: Role = described("What the person may do.")
    color: str = described("Calendar color, as #rrggbb.")
    is_active: bool = described("Whether the person still works there.")
    location: Location | None = described("The one clinic that the person is limited to, if any.")
    managed_locations: list[Location] = described("Clinics that the person manages, by name.")
    version: int = described("Goes up with each change; see `expectedVersion`.")
    supervised_cases: Connection[CaseRef] = lists.cases("Cases that the person supervises.")
    sessions: Connection[SessionRef] = lists.sessions("What the person gives, latest first.")
    todos: Connection[TodoRef] = lists.todos("Work assigned to the person, newest first.")


@strawberry.type(description="What is given in a session.")
class Service(Node):
    """A treatment with its length and price."""

    name: str = described("What it is called: at most 200 characters.")
    minutes: int = described("Usual length in minutes: 1 to 1,440.")
    color: str = described("Calendar color, as #rrggbb.")
    fee_minor: int = described("What a client pays, in minor units of the practice's currency.")
    wage_minor: int | None = described(
        "What a clinician earns, in minor units; hidden from clients."
    )
    is_retired: bool = described("Whether it can no longer be booked.")
    cycles: Connection[CycleRef] = lists.cycles("Cycles whose mix holds it, newest first.")
    sessions: Connection[SessionRef] = lists.sessions("Sessions that give it, latest first.")
    version: int = described("Goes up with each change; see `expectedVersion`.")


@strawberry.type(description="Who is asking.")
class Viewer:
    """The person that the token names."""

    role: Role = described("What the viewer may do.")
    member: Member | None = described("The viewer as a member; null for a client.")
    client: ClientRef | None = described("The viewer as a client; null for a member.")
    organization: Organization = described("The viewer's practice.")
