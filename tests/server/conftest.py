"""Everything that a server says besides its answers."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Logged:
    """Name this before `api`: a server writes to where it found the streams when it started."""

    streams: pytest.CaptureFixture[str]
    records: pytest.LogCaptureFixture

    def text(self) -> str:
        """What was written to the logs and streams since the last look."""
        said = self.streams.readouterr()
        return said.out + said.err + self.records.text


@pytest.fixture
def logged(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Logged:
    """The server's logs and streams."""
    return Logged(capfd, caplog)
