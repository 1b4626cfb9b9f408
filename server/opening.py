"""What `caseload open-practice` does, and what it says was made."""

from collections.abc import Mapping
from functools import partial
from uuid import UUID

from db.store import Store
from db.work import Work
from domain.errors import DomainError, Refused
from domain.forms import Form
from domain.ids import Noun, public_id
from realtime.bus import Bus
from resolvers.house import House
from resolvers.opening import first_owner, open_practice
from resolvers.outcome import Answer, Outcome
from resolvers.perform import perform
from resolvers.viewers import Register
from server.amiss import Amiss

# What the command line calls each field.
OPTIONS: Mapping[tuple[str, ...], str] = {
    ("practice", "name"): "--name",
    ("practice", "timeZone"): "--time-zone",
    ("practice", "currency"): "--currency",
    ("location", "name"): "--location",
    ("owner", "email"): "--owner",
    ("owner", "name"): "--owner-name",
}

OPENED = """\
The practice is open: {name} ({organization}), {time_zone}, {currency}
  its location  {place} ({location})
  its owner     {owner} <{email}> ({member})

The owner's token, to sign in with (at /graphql, once `./caseload serve` runs):

  export TOKEN=$(./caseload token --as {member})
"""


async def opened(store: Store, practice: Form, location: Form, owner: Form) -> str:
    """Open a practice; what was made, and how to go on. Amiss, with a line for each option that is
    wrong, where it is refused: then nothing was made.
    """
    # The bell need not be heard: nobody follows a practice that was not there.
    house = House(store, Bus.open("memory://"), Register(store))
    change = partial(open_practice, practice=practice, location=location, owner=owner)
    try:
        outcome, _ = await perform(house, first_owner(), change, _show)
    except Refused as refused:
        raise Amiss("\n".join(map(_line, refused.errors))) from refused
    named = {"place": location["name"], "owner": owner["name"], "email": owner["email"]}
    shown = outcome.shown.items()
    ids = {name: public_id(Noun(name), key) for name, key in shown if isinstance(key, UUID)}
    return OPENED.format(**practice, **named, **ids)


async def _show(work: Work, outcome: Outcome) -> Answer:
    return {}


def _line(error: DomainError) -> str:
    return f"{OPTIONS[error.path]}: {error.message}"
