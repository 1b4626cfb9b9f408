"""Who may do what, for people: `docs/rights.md`, from the table that decides."""

from domain.access import ALLOWED, Act, Role, may

_TITLE = """# Who may do what

Written by `./caseload export-rights` from the table in `domain/access.py`, which decides.

"""
_NOTES = """
- Clinic managers, clinicians and staff who are limited to a location reach the cases, cycles,
  sessions and todos of that location alone.
- Of a change everybody is told who is shown what was changed, or was before; clients of their own
  record, sessions and parts in them, and never of private notes or of who did it.
- How a session stands clients are told by their own part in it, and not whom it was booked over.
- A refusal counts what is in the way for everybody, and names of it what the viewer may see.
- A change that is sent again under its key takes the same rights again; where they are others by
  then, its records are shown as they are now.
- Other rights hold from the next answer on where they were given, and at every other process within
  a second.
- Clients update contact details and preferences of their own record alone.
- Of many attendances completed at once, one that asks to consume nothing where the role may not is
  refused alone, with the code FORBIDDEN at its place; the others are answered for.
- Nobody takes their own role or retires themselves, and a practice keeps at least one active owner.
"""


def rights() -> str:
    """The table as Markdown, a row for each act."""
    head = ["may", *(role.replace("_", " ").lower() for role in Role)]
    rows = [head, ["---"] * len(head), *(_row(act) for act in ALLOWED)]
    return _TITLE + "".join(f"| {' | '.join(cells)} |\n" for cells in rows) + _NOTES


def _row(act: Act) -> list[str]:
    return [act.value, *("yes" if may(role, act) else "–" for role in Role)]
