"""The first practice: two locations, eight members, every stage of care."""

from db.demo.courses import COURSES
from db.demo.names import COMPLAINTS, FAMILY, GIVEN, REMARKS
from db.demo.setups import Offer, Seat, Setup
from domain.access import Role

MANAGER = "manager@demo.example"
CLINICIAN = "clinician@demo.example"
CLIENT = "client@demo.example"

_TEAM = (
    Seat("Eleanor Whitfield", "owner@demo.example", Role.OWNER, "#5b5f97"),
    Seat("Marcus Obi", "admin@demo.example", Role.ADMIN, "#6c757d"),
    Seat("Dana O'Brien", MANAGER, Role.CLINIC_MANAGER, "#b5651d", place=0, treats=True),
    Seat(
        "Łukasz Nowak",
        "manager2@demo.example",
        Role.CLINIC_MANAGER,
        "#8a6d3b",
        place=1,
        treats=True,
    ),
    Seat("Priya Raman", CLINICIAN, Role.CLINICIAN, "#2a9d8f", place=0, treats=True),
    Seat(
        "Tomás Herrera", "clinician2@demo.example", Role.CLINICIAN, "#3b6ea5", place=1, treats=True
    ),
    Seat("Ngọc Trần", "clinician3@demo.example", Role.CLINICIAN, "#9b5de5", place=0, treats=True),
    Seat("Zoë Lindqvist", "staff@demo.example", Role.STAFF, "#e07a5f"),
)

_OFFERS = (
    Offer("Initial evaluation", 60, "#264653", 18_000, 8_500),
    Offer("Physical therapy", 45, "#2a9d8f", 12_500, 6_000),
    Offer("Manual therapy", 30, "#8ab17d", 9_000, 4_500),
    Offer("Dry needling", 30, "#e9c46a", 7_500, 3_500),
    Offer("Aquatic therapy", 45, "#219ebc", 13_500, 6_500),
    Offer("Balance and strength group", 60, "#f4a261", 4_500, 9_000),
    Offer("Telehealth check-in", 30, "#a2a9d1", 6_000, 3_000),
)

HARBOR = Setup(
    name="Harbor Physiotherapy",
    zone="America/New_York",
    currency="USD",
    locations=("Harbor Street", "North Pier"),
    team=_TEAM,
    offers=_OFFERS,
    given=GIVEN,
    family=FAMILY,
    titles=COMPLAINTS,
    notes=REMARKS,
    mail_host="mail.example",
    phones=("+1 207 555 01", "+1 603 555 01"),
    clients=119,
    cases=169,
    courses=COURSES,
)
