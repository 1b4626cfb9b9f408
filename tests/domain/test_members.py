"""What nobody may do to the owners of a practice, or to themselves."""

import pytest

from domain.access import Role, Viewer
from domain.errors import Forbidden, LastOwner, OwnRights
from domain.ids import new_key
from domain.members import (
    Member,
    Standing,
    faults_in_role,
    may_touch,
    must_leave_an_owner,
    must_stay_signed_in,
)

PATH = ("input", "memberId")
OWNER = Member(new_key(), 1, Standing.ACTIVE, Role.OWNER, {})


def viewer(role: Role) -> Viewer:
    """Somebody of the role."""
    return Viewer(new_key(), role, new_key())


def test_only_an_owner_touches_an_owner() -> None:
    may_touch(viewer(Role.OWNER), Role.OWNER)
    may_touch(viewer(Role.ADMIN), Role.ADMIN, None)

    with pytest.raises(Forbidden):
        may_touch(viewer(Role.ADMIN), Role.STAFF, Role.OWNER)


def test_the_last_active_owner_stays() -> None:
    must_leave_an_owner(OWNER, {OWNER.key, new_key()}, PATH)
    must_leave_an_owner(OWNER, {new_key()}, PATH)

    with pytest.raises(LastOwner):
        must_leave_an_owner(OWNER, {OWNER.key}, PATH)


def test_nobody_locks_themselves_out() -> None:
    must_stay_signed_in(viewer(Role.OWNER), OWNER, PATH)

    with pytest.raises(OwnRights):
        must_stay_signed_in(Viewer(OWNER.key, Role.OWNER, new_key()), OWNER, PATH)


def test_a_member_is_no_client() -> None:
    assert [role for role in Role if faults_in_role(role, PATH)] == [Role.CLIENT]
