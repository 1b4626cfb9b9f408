"""What may change since the last release, tried on copies of the schema that really are changed."""

import re
from datetime import date

import pytest

from schema import build_schema
from schema.promises import Deprecation, Unclear, changes, deprecations, hasty

SDL = build_schema().as_str()
TODAY = date(2027, 6, 1)
PASSED, LEFT = "2027-05-31", "2027-06-01"
DESCRIPTION = r' *"""[^"]*"""\n'
B_AND_C = "type B { c: C } type C { d: Int }"

# What is changed of the schema: the text, what it becomes, and what front ends are told of it.
BREAKING = {
    "a field is gone": (
        '  """What it is about; at most 200 characters."""\n  title: String!\n',
        "",
        "Field Case.title was removed.",
    ),
    "a field is of another type": (
        "  maxSessions: Int\n\n",
        "  maxSessions: Float\n\n",
        "Field Case.maxSessions changed type from Int to Float.",
    ),
    "a field may be null": (
        '  organization: Organization!\n\n  """What the viewer may do.',
        '  organization: Organization\n\n  """What the viewer may do.',
        "Field Viewer.organization changed type from Organization! to Organization.",
    ),
    "an argument is required": (
        '"""Only this member\'s items."""\n    clinicianId: ID = null',
        '"""Only this member\'s items."""\n    clinicianId: ID!',
        "Argument Query.calendar(clinicianId:) has changed type from ID to ID!.",
    ),
    "an argument is new and required": (
        '"""The span\'s begin."""\n    from: DateTime!',
        '"""The span\'s begin."""\n    from: DateTime!\n    zone: String!',
        "A required argument Query.calendar(zone:) was added.",
    ),
    "an argument is gone": (
        '    """By the scheduled time, completed or not."""\n    scope: SessionScope! = ALL\n',
        "",
        "Argument Query.sessions(scope:) was removed.",
    ),
    "an input field is required": (
        '  """The client that it is about."""\n  clientId: ID = null\n',
        "  clientId: ID!\n",
        "Field TodoCreateInput.clientId changed type from ID to ID!.",
    ),
    "a value of an enum is gone": (
        '  """Not to be done."""\n  DISMISSED\n',
        "",
        "Enum value TodoStatus.DISMISSED was removed.",
    ),
    "a type is not of its interface": (
        "type Todo implements Node {",
        "type Todo {",
        "Todo no longer implements interface Node.",
    ),
}


def turned(sdl: str, old: str, new: str) -> str:
    """The SDL with that changed."""
    assert old in sdl, old
    return sdl.replace(old, new)


def deprecated(field: str, last: str, sdl: str = SDL) -> str:
    """The SDL with a field, argument or value deprecated until a day."""
    reason = f'@deprecated(reason: "Use `Case.status` instead; removed after {last}.")'
    return turned(sdl, field, f"{field} {reason}")


def test_nothing_is_told_of_a_schema_that_is_as_it_was() -> None:
    found = changes(SDL, SDL, TODAY)

    assert (found.refused, found.announced, found.dangerous) == ([], [], [])


@pytest.mark.parametrize("change", BREAKING)
def test_what_breaks_a_front_end_is_refused(change: str) -> None:
    old, new, told = BREAKING[change]

    found = changes(SDL, turned(SDL, old, new), TODAY)

    assert told in found.refused
    assert found.announced == []


def test_a_new_value_of_an_enum_is_told_as_dangerous_and_a_new_field_is_not() -> None:
    value = turned(SDL, "enum TodoStatus {\n", "enum TodoStatus {\n  PARKED\n")
    field = turned(SDL, "type Todo implements Node {\n", "type Todo implements Node {\n  is: Int\n")

    assert changes(SDL, value, TODAY).dangerous == ["Enum value TodoStatus.PARKED was added."]
    assert changes(SDL, field, TODAY).dangerous == []


REMOVABLE = {
    "a field": ("  whyNotConsuming: NotConsuming", "Field Attendance.whyNotConsuming"),
    "an argument": ("    scope: SessionScope! = ALL", "Argument Query.sessions(scope:)"),
    "an input field": ("  acceptOrphans: Boolean! = false", "Field CycleAmendInput.acceptOrphans"),
    "a value": ("  DISMISSED", "Enum value TodoStatus.DISMISSED"),
}


@pytest.mark.parametrize("part", REMOVABLE)
def test_what_was_announced_may_go_once_its_day_has_passed(part: str) -> None:
    line, named = REMOVABLE[part]
    gone = re.sub(DESCRIPTION + re.escape(line) + "\n", "", SDL)
    passed, left = deprecated(line, PASSED), deprecated(line, LEFT)

    allowed, early, unannounced = (changes(sdl, gone, TODAY) for sdl in (passed, left, SDL))

    assert f"{named} was removed." in allowed.announced
    assert allowed.refused == []
    for refused in (early, unannounced):
        assert f"{named} was removed." in refused.refused
        assert refused.announced == []


def test_with_the_last_field_that_led_to_it_a_type_may_go_and_no_sooner() -> None:
    reason = f"Use `Query.a` instead; removed after {PASSED}."
    released = f'type Query {{ a: Int b: B @deprecated(reason: "{reason}") }} {B_AND_C}'
    kept = released.replace(PASSED, LEFT)
    now = "type Query { a: Int }"

    assert changes(released, now, TODAY).refused == []
    assert "C was removed." in changes(released, now, TODAY).announced
    assert "C was removed." in changes(kept, now, TODAY).refused


@pytest.mark.parametrize(
    "reason",
    [
        "No longer supported",
        "Use `Case.status` instead.",
        "Use something else; removed after 2027-05-31.",
        "Use `Case.state` instead; removed after 2027-05-31.",
        "Use `Kase.status` instead; removed after 2027-05-31.",
        "Use `Case.` instead; removed after 2027-05-31.",
        "Use `Query.sessions(span:)` instead; removed after 2027-05-31.",
    ],
)
def test_a_deprecation_names_what_the_schema_has_instead_and_a_day(reason: str) -> None:
    line = "  maxSessions: Int\n\n"

    with pytest.raises(Unclear, match=r"Case\.maxSessions"):
        deprecations(turned(SDL, line, f'  maxSessions: Int @deprecated(reason: "{reason}")\n\n'))


def test_a_deprecation_is_announced_90_days_ahead() -> None:
    field = "  whyNotConsuming: NotConsuming"
    early, late = deprecated(field, "2027-08-30"), deprecated(field, "2027-08-29")
    told = Deprecation("Attendance.whyNotConsuming", "Case.status", date(2027, 8, 29))

    assert hasty(SDL, early, TODAY) == []
    assert hasty(SDL, late, TODAY) == [told]
    assert hasty(early, late, TODAY) == [told]
    assert hasty(late, late, TODAY) == []
