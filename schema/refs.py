"""Types by name, for modules that refer to each other in circles."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from schema.attendance import Attendance
    from schema.case import Case
    from schema.client import Client
    from schema.cycle import ConsumptionEntry, Cycle, Milestone
    from schema.practice import Location, Member, Organization, Service
    from schema.session import Session
    from schema.todo import Todo

AttendanceRef = Annotated["Attendance", strawberry.lazy("schema.attendance")]
CaseRef = Annotated["Case", strawberry.lazy("schema.case")]
ClientRef = Annotated["Client", strawberry.lazy("schema.client")]
ConsumptionEntryRef = Annotated["ConsumptionEntry", strawberry.lazy("schema.cycle")]
CycleRef = Annotated["Cycle", strawberry.lazy("schema.cycle")]
LocationRef = Annotated["Location", strawberry.lazy("schema.practice")]
MemberRef = Annotated["Member", strawberry.lazy("schema.practice")]
MilestoneRef = Annotated["Milestone", strawberry.lazy("schema.cycle")]
OrganizationRef = Annotated["Organization", strawberry.lazy("schema.practice")]
ServiceRef = Annotated["Service", strawberry.lazy("schema.practice")]
SessionRef = Annotated["Session", strawberry.lazy("schema.session")]
TodoRef = Annotated["Todo", strawberry.lazy("schema.todo")]
