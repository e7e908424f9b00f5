"""Work spread over the machine's cores, its results in order, with little in memory."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import TypeVar

__all__ = ["spread"]

Job = TypeVar("Job")
Found = TypeVar("Found")

# Jobs that wait for a process, so that making jobs does not run ahead of doing them.
_AHEAD = 3


def spread(
    work: Callable[[Job], Found],
    jobs: Iterable[Job],
    *,
    worth: int,
    processes: int | None = None,
) -> Iterator[Found]:
    """What `work` finds for each job, in the order of the jobs.

    Args:
        work: a function at the top of a module, since it goes to other processes.
        jobs: made one after the other, while earlier ones are worked on.
        worth: from so many jobs on, starting processes is worth its time.
        processes: how many; None for one a core, 1 for none beside this.
    """
    coming = iter(jobs)
    first = list(islice(coming, worth))
    many = processes or len(os.sched_getaffinity(0))
    if len(first) < worth or many == 1:
        yield from map(work, chain(first, coming))
        return
    with ProcessPoolExecutor(many) as pool:
        yield from _in_turn(pool, work, chain(first, coming), many + _AHEAD)


def _in_turn(
    pool: Executor, work: Callable[[Job], Found], jobs: Iterable[Job], ahead: int
) -> Iterator[Found]:
    waiting: deque[Future[Found]] = deque()
    for job in jobs:
        waiting.append(pool.submit(work, job))
        if len(waiting) == ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
