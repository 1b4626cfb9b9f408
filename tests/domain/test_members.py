"""What nobody may do to the owners of a practice, or to themselves."""

import pytest

from domain.access import ALLOWED, Act, Role, Viewer
from domain.errors import LastOwner, OwnRights
from domain.ids import new_key
from domain.members import (
    Member,
    Standing,
    faults_in_role,
    must_leave_an_owner,
    must_stay_signed_in,
    touching,
)

PATH = ("input", "memberId")
OWNER = Member(new_key(), 1, Standing.ACTIVE, Role.OWNER, {})


def test_only_an_owner_touches_an_owner() -> None:
    assert touching(Role.ADMIN, None) == frozenset()
    assert touching(Role.STAFF, Role.OWNER) == {Act.CHANGE_OWNER}
    assert ALLOWED[Act.CHANGE_OWNER] == {Role.OWNER}


def test_the_last_active_owner_stays() -> None:
    must_leave_an_owner(OWNER, {OWNER.key, new_key()}, PATH)
    must_leave_an_owner(OWNER, {new_key()}, PATH)

    with pytest.raises(LastOwner):
        must_leave_an_owner(OWNER, {OWNER.key}, PATH)


def test_nobody_locks_themselves_out() -> None:
    must_stay_signed_in(Viewer(new_key(), Role.OWNER, new_key()), OWNER, PATH)

    with pytest.raises(OwnRights):
        must_stay_signed_in(Viewer(OWNER.key, Role.OWNER, new_key()), OWNER, PATH)


def test_a_member_is_no_client() -> None:
    assert [role for role in Role if faults_in_role(role, PATH)] == [Role.CLIENT]
