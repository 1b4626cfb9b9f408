"""Forms: every fault at its place, one way of writing, and what differs from what was there."""

from domain.changes import ChangeKind, differing
from domain.clients import RULES, WAYS, Category
from domain.forms import amended, faults_in, tidied, whole
from domain.ids import Noun, new_key
from domain.keys import Aspect, only


def test_every_fault_of_a_form_is_told_at_its_place() -> None:
    form = {"given_name": " ", "family_name": "x" * 201, "email": "?", "phone": "?"}
    twice = {"unsubscribed_from": [Category.NEWS, Category.NEWS]}

    faults = faults_in({**form, **twice}, RULES)

    assert [fault.path[1] for fault in faults] == [
        "givenName",
        "familyName",
        "email",
        "phone",
        "unsubscribedFrom",
    ]


def test_what_is_absent_or_null_is_not_judged() -> None:
    assert faults_in({"email": None}, RULES) == []
    assert faults_in({}, RULES) == []


def test_a_form_is_kept_in_one_way_of_writing_and_null_stays_null() -> None:
    wanted = [Category.NEWS, Category.REMINDERS]
    form = {"given_name": " Ada ", "email": "A@B.example", "phone": None}

    kept = tidied({**form, "unsubscribed_from": wanted}, WAYS)

    assert kept == {
        "given_name": "Ada",
        "email": "a@b.example",
        "phone": None,
        "unsubscribed_from": [Category.REMINDERS, Category.NEWS],
    }


def test_what_is_so_already_is_no_change() -> None:
    kept = {"name": "Ada", "email": None, "version": 3}

    assert differing({"name": "Ada", "email": "a@b.example"}, kept) == {"email": "a@b.example"}


def test_the_audit_is_told_what_changed_and_nothing_else() -> None:
    key = new_key()
    kept = {"given_name": "Ada", "family_name": "Byron"}

    change = amended(ChangeKind.CLIENT_UPDATED, Noun.CLIENT, key, kept, {"given_name": "Eva"})

    assert (change.before, change.after) == ({"givenName": "Ada"}, {"givenName": "Eva"})
    assert change.keys == {Aspect.CLIENTS: only(key)}


def test_a_whole_number_has_a_least_and_a_most() -> None:
    rule = whole(1, 1440)

    wrong = [value for value in (-5, 0, 1, 1440, 1441) if rule(value, ("input", "minutes"))]

    assert wrong == [-5, 0, 1441]
