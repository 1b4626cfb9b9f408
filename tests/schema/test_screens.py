"""What a start screen asks: clients with their cases, cycles and the sessions to come."""

from datetime import timedelta

from domain.ids import Noun
from resolvers.house import utc_now
from tests.api import Api
from tests.practice import Practice


async def test_clients_show_their_cases_with_cycles_and_the_sessions_to_come(
    api: Api, practice: Practice
) -> None:
    case = await practice.add_case()
    cycle = await practice.add_cycle(case)
    await practice.add_consumed(case, cycle, 2)
    await practice.add_attendance(case, cycle, utc_now() + timedelta(days=1))

    shown = await api.read("ClientsWithCases", first=5)

    (client,) = shown["nodes"]
    (seen,) = client["cases"]
    assert seen["id"] == practice.id_of(Noun.CASE, case)
    assert seen["cycles"][0]["consumed"] == 2
    assert [session["bookingStatus"] for session in seen["sessions"]["nodes"]] == ["BOOKED"]
