"""After any sequence of changes the rules of cycles hold (Cycles 3, 5 and 7)."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.rules.care import TRIED, Care
from tests.rules.ground import Ground

FEW = settings(
    max_examples=20,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_after_any_sequence_of_changes_the_rules_of_cycles_hold(
    new_database: Callable[[], Coroutine[Any, Any, str]],
) -> None:
    with asyncio.Runner() as runner:
        ground = Ground.on(runner, runner.run(new_database()))
        try:
            run_state_machine_as_test(lambda: Care(ground), settings=FEW)  # type: ignore[arg-type]
            # A rule that refuses all would hold, too.
            assert TRIED - ground.made.keys() == set()
        finally:
            runner.run(ground.practice.store.close())
