"""The second practice: small, elsewhere, and none of the first one's business. Its location has no
manager, so renewals go to the role.
"""

from db.demo.courses import Course, active, completed, draft, reopened
from db.demo.names import GERMAN_FAMILY, GERMAN_GIVEN, SPEECH_COMPLAINTS, SPEECH_REMARKS
from db.demo.setups import Offer, Seat, Setup
from domain.access import Role

_TEAM = (
    Seat("Annika Brandt", "owner@other.example", Role.OWNER, "#7b2d26", treats=True),
    Seat(
        "Mehmet Şahin", "clinician@other.example", Role.CLINICIAN, "#3d5a80", place=0, treats=True
    ),
)

_OFFERS = (
    Offer("Assessment", 60, "#3d405b", 9_500, 5_000),
    Offer("Speech therapy", 45, "#81b29a", 6_800, 3_600),
    Offer("Short speech therapy", 30, "#b7d3c6", 4_900, 2_600),
    Offer("Parent consultation", 30, "#f2cc8f", 4_500, 2_400),
    Offer("Voice therapy", 45, "#e07a5f", 7_200, 3_800),
    Offer("Stuttering group", 60, "#6d597a", 2_800, 5_200),
)

_COURSES = (
    Course((active(10, 4, 3),)),
    Course((active(10, 9, 1),)),
    Course(loose=2, loose_ahead=1),
    Course((active(20, 16, 2, carried_in=6),)),
    Course((draft(10),)),
    Course((completed(6),), closed=True),
    Course((reopened(10, 8, 7),)),
)

LAKESIDE = Setup(
    name="Lakeside Speech Therapy",
    zone="Europe/Berlin",
    currency="EUR",
    locations=("Am Weißen See",),
    team=_TEAM,
    offers=_OFFERS,
    given=GERMAN_GIVEN,
    family=GERMAN_FAMILY,
    titles=SPEECH_COMPLAINTS,
    notes=SPEECH_REMARKS,
    mail_host="post.example",
    phones=("+49 30 23125 0",),
    clients=10,
    cases=12,
    courses=_COURSES,
)
