"""A change whose input is wrong already is tried all the same, to be told all that is wrong."""

from collections.abc import Sequence
from typing import NoReturn

from db.work import Work
from domain.errors import DomainError, Refused
from resolvers.outcome import Change


async def refuse_with(work: Work, change: Change, faults: Sequence[DomainError]) -> NoReturn:
    """Refused with the faults, and with whatever the rules refuse of the rest; the transaction is
    undone by that, whatever the change has written in it.
    """
    try:
        await change(work)
    except DomainError as error:
        raise Refused([*faults, error]) from error
    except Refused as refused:
        raise Refused([*faults, *refused.errors]) from refused
    raise Refused([*faults])
