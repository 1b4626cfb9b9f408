"""Plans and answers of a document with one root field, as the owner sees it."""

import json
from typing import Any

from db.reading.asked import Shape
from db.reading.plan import Plan
from domain.access import Role, Viewer
from tests.practice import Practice
from tests.reading.agreement import Side

OWNER = Shape(Role.OWNER, located=False)


def planned(side: Side, query: str, shape: Shape = OWNER, **variables: Any) -> Plan:
    """The plan of the document's only root field."""
    operation = side.documents.operation(query, None)
    given = side.documents.variables(operation, variables)
    (plan,) = side.documents.plans_of(operation, given, shape)
    return plan


async def answered(side: Side, practice: Practice, query: str, **variables: Any) -> Any:
    """What the document's only root field answers."""
    viewer = Viewer(practice.people["owner"], Role.OWNER, practice.organization)
    operation = side.documents.operation(query, None)
    (value,) = json.loads(await side.ask(viewer, operation, variables)).values()
    return value
