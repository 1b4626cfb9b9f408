"""`python -m server`, which `./caseload` runs."""

import sys

from server.amiss import Amiss
from server.commands import app


def main() -> None:
    """Run the command; what is amiss is said without a traceback, because it is nobody's bug."""
    try:
        app(prog_name="caseload")
    except Amiss as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
