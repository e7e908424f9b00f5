"""Work spread over processes gives what it gives without them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from dateline.spread import spread


def _with_process(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def _failing(number: int) -> int:
    if number == 5:
        raise ValueError(f"job {number}")
    return number


@pytest.mark.parametrize("processes", [None, 1, 3])
@pytest.mark.parametrize("jobs", [0, 1, 4, 40])
def test_results_come_in_the_order_of_the_jobs(processes: int | None, jobs: int) -> None:
    found = spread(_with_process, range(jobs), worth=4, processes=processes)
    assert [square for square, _ in found] == [number * number for number in range(jobs)]


def test_few_jobs_start_no_process() -> None:
    """Starting one takes longer than a small file."""
    found = list(spread(_with_process, range(3), worth=4, processes=2))
    assert {process for _, process in found} == {os.getpid()}


def test_many_jobs_are_done_elsewhere() -> None:
    found = list(spread(_with_process, range(8), worth=4, processes=2))
    assert os.getpid() not in {process for _, process in found}


def test_jobs_are_made_while_earlier_ones_are_done() -> None:
    """Else a large file would be in memory whole before the first result."""
    made: list[int] = []

    def jobs() -> Iterator[int]:
        for number in range(1000):
            made.append(number)
            yield number

    next(iter(spread(_with_process, jobs(), worth=2, processes=2)))
    assert len(made) < 20


@pytest.mark.parametrize("processes", [1, 2])
def test_an_error_of_a_job_is_the_callers(processes: int) -> None:
    with pytest.raises(ValueError, match="job 5"):
        list(spread(_failing, range(10), worth=2, processes=processes))
