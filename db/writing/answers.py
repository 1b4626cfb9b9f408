"""Answers kept for changes that may be sent twice."""

from sqlalchemy import Delete, Select, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.tables import answers
from db.work import Work
from domain.changes import Facts
from domain.once import KEPT, Kept, Once


async def claim(work: Work, once: Once) -> Kept | None:
    """What was answered to this key before; None where it is new, and now taken. Where the first
    is still running, this waits until it has ended.
    """
    await work.tx.execute(_expired(work))
    values = {
        "organization_id": work.organization,
        "viewer_id": work.viewer.key,
        "key": once.key,
        "at": work.now,
        "input": once.input,
        "selection": once.selection,
    }
    insert = postgresql.insert if work.tx.dialect.name == "postgresql" else sqlite.insert
    taken = insert(answers).values(values).on_conflict_do_nothing()
    if await work.first(taken.returning(answers.c.key)) is not None:
        return None
    row = (await work.rows(_mine(work, once.key)))[0]
    return Kept(row.input, row.selection, row.answer)


async def keep(work: Work, once: Once, answer: Facts) -> None:
    """Keep what is answered, as part of the change."""
    mine = (
        answers.c.organization_id == work.organization,
        answers.c.viewer_id == work.viewer.key,
        answers.c.key == once.key,
    )
    await work.tx.execute(update(answers).where(*mine).values(answer=answer))


def _mine(work: Work, key: str) -> Select[tuple[str, str, Facts]]:
    return select(answers.c.input, answers.c.selection, answers.c.answer).where(
        answers.c.organization_id == work.organization,
        answers.c.viewer_id == work.viewer.key,
        answers.c.key == key,
    )


def _expired(work: Work) -> Delete:
    return delete(answers).where(
        answers.c.organization_id == work.organization,
        answers.c.viewer_id == work.viewer.key,
        answers.c.at < work.now - KEPT,
    )
