"""Everything goes wrong at once, by a seed: nothing is lost, done twice or left stale."""

import pytest

pytest.register_assert_rewrite("tests.chaos.outcome", "tests.chaos.writer")
