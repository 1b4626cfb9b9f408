"""Several processes, several writers, broken connections: each fault is really made."""

import pytest

pytest.register_assert_rewrite("tests.live.scene", "tests.live.soundness", "tests.live.views")
