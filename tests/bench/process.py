"""Timing whole processes, for the scripts beside this."""

from __future__ import annotations

import os
import time


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a process from start to end."""
    begun = time.perf_counter()
    quiet = os.open(os.devnull, os.O_WRONLY)
    child = os.posix_spawn(
        command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)]
    )
    _, status, used = os.wait4(child, 0)
    os.close(quiet)
    if status:
        raise SystemExit(f"{command[0]} ended with status {status}")
    return time.perf_counter() - begun, used.ru_maxrss / 1024
