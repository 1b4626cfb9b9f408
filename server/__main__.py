"""`python -m server`, which `./caseload` runs."""

from server.commands import app

if __name__ == "__main__":
    app(prog_name="caseload")
