"""Who may do what: the whole table, written out."""

import pytest

from domain.access import ALLOWED, Act, Role, Viewer, demand, limit, may
from domain.errors import Forbidden
from domain.ids import new_key

#                              OWNER ADMIN MANAGER CLINICIAN STAFF CLIENT
TABLE: dict[Act, str] = {
    Act.OPEN_CASE: "                   yes yes yes yes yes no",
    Act.UPDATE_CASE: "                 yes yes yes yes yes no",
    Act.SET_BOOKING_POLICY: "          yes yes yes no  no  no",
    Act.CLOSE_CASE: "                  yes yes yes no  yes no",
    Act.REOPEN_CASE: "                 yes yes yes no  yes no",
    Act.CREATE_CYCLE: "                yes yes yes no  no  no",
    Act.ACTIVATE_CYCLE: "              yes yes yes no  no  no",
    Act.AMEND_CYCLE: "                 yes yes yes no  no  no",
    Act.COMPLETE_CYCLE: "              yes yes yes no  no  no",
    Act.DISCONTINUE_CYCLE: "           yes yes yes no  no  no",
    Act.REOPEN_CYCLE: "                yes yes yes no  no  no",
    Act.BOOK_SESSION: "                yes yes yes yes yes no",
    Act.OVERRIDE_CONFLICT: "           yes yes yes no  no  no",
    Act.COMPLETE_ATTENDANCE: "         yes yes yes yes yes no",
    Act.COMPLETE_WITHOUT_CONSUMING: "  yes yes yes no  no  no",
    Act.REOPEN_ATTENDANCE: "           yes yes yes yes yes no",
    Act.RELINK_ATTENDANCE: "           yes yes yes no  no  no",
    Act.CANCEL_SESSION: "              yes yes yes yes yes no",
    Act.CHANGE_SESSION: "              yes yes yes yes yes no",
    Act.CLOSE_TODO: "                  yes yes yes yes yes no",
    Act.CREATE_TODO: "                 yes yes yes yes yes no",
    Act.UPDATE_TODO: "                 yes yes yes yes yes no",
    Act.REASSIGN_TODO: "               yes yes yes yes yes no",
    Act.REOPEN_TODO: "                 yes yes yes yes yes no",
    Act.REGISTER_CLIENT: "             yes yes yes yes yes no",
    Act.UPDATE_CONTACT: "              yes yes yes yes yes yes",
    Act.UPDATE_CLIENT: "               yes yes yes yes yes no",
    Act.ARCHIVE_CLIENT: "              yes yes yes no  no  no",
    Act.MANAGE_MEMBERS: "              yes yes no  no  no  no",
    Act.CHANGE_OWNER: "                yes no  no  no  no  no",
    Act.MANAGE_LOCATIONS: "            yes yes no  no  no  no",
    Act.MANAGE_SERVICES: "             yes yes no  no  no  no",
    Act.UPDATE_ORGANIZATION: "         yes yes no  no  no  no",
    Act.READ_AUDIT: "                  yes yes no  no  no  no",
}
ROLES = (Role.OWNER, Role.ADMIN, Role.CLINIC_MANAGER, Role.CLINICIAN, Role.STAFF, Role.CLIENT)
ANSWERS = {
    (role, act): word
    for act, words in TABLE.items()
    for role, word in zip(ROLES, words.split(), strict=True)
}
PERMITTED = [pair for pair, word in ANSWERS.items() if word == "yes"]
FORBIDDEN = [pair for pair, word in ANSWERS.items() if word == "no"]


def test_the_table_names_every_act_and_role() -> None:
    assert set(TABLE) == set(ALLOWED) == set(Act)
    assert set(ROLES) == set(Role)
    assert len(PERMITTED) + len(FORBIDDEN) == len(Role) * len(Act)


@pytest.mark.parametrize(("role", "act"), PERMITTED)
def test_a_role_may_do_what_the_table_says(role: Role, act: Act) -> None:
    assert may(role, act)

    demand(Viewer(new_key(), role, new_key()), act)


@pytest.mark.parametrize(("role", "act"), FORBIDDEN)
def test_all_else_is_forbidden_and_the_message_names_role_and_act(role: Role, act: Act) -> None:
    assert not may(role, act)

    with pytest.raises(Forbidden, match=f"^A {role} may not {act}"):
        demand(Viewer(new_key(), role, new_key()), act)


def test_owners_and_admins_see_every_location_and_the_others_theirs() -> None:
    clinic = new_key()

    limited = {role for role in Role if limit(role, clinic) == clinic}

    assert limited == set(Role) - {Role.OWNER, Role.ADMIN}
    assert {limit(role, None) for role in Role} == {None}
    assert limit(Role.OWNER, clinic) is None
