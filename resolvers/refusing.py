"""Whatever is wrong with an input is told at once: what the rules find without looking anything up,
and what is refused of the rest.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from db.work import Work
from domain.errors import DomainError, Refused
from resolvers.outcome import Change, Outcome


@contextmanager
def beside(faults: Sequence[DomainError]) -> Iterator[None]:
    """Refused with the faults and whatever is refused in the block; nothing where neither is."""
    try:
        yield
    except DomainError as error:
        raise Refused([*faults, error]) from error
    except Refused as refused:
        raise Refused([*faults, *refused.errors]) from refused
    if faults:
        raise Refused([*faults])


def judging(change: Change, faults: Sequence[DomainError]) -> Change:
    """The change. If its input is wrong already, it is tried all the same, to be told all that is
    wrong; the transaction is undone by that, whatever the change has written in it.
    """
    return partial(_judged, change=change, faults=faults) if faults else change


async def _judged(work: Work, change: Change, faults: Sequence[DomainError]) -> Outcome:
    with beside(faults):
        return await change(work)
