"""An engine's process: one that builds an index, and one that answers over the line protocol (../Protocol.md)."""

import json
import os
import select
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class EngineDied(Exception):
    """The process ended or hung: nothing more can be asked of it."""


class Refused(Exception):
    """The engine answered ERROR; the next request may go well."""


@dataclass
class Engine:
    """How an engine is run: `command` is followed by `index …` or `serve …`."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    parallel: bool = True  # builds on several threads
    pinned: bool = True  # bears being held to one core
    dry: bool = True  # can read the corpus and make documents without adding them

    def start(self, mode: str, options: dict, log, core: int | None = None, **pipes) -> subprocess.Popen:
        words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
        pin = None if core is None else lambda: os.sched_setaffinity(0, {core})
        return subprocess.Popen(
            [*self.command, mode, *words], stderr=log, env={**os.environ, **self.environment}, preexec_fn=pin, **pipes
        )


class Reply(NamedTuple):
    nanoseconds: int  # the engine's own time
    count: int  # -1 where none was asked for
    ids: list[str]
    facets: str
    round_trip: int  # nanoseconds from writing the request to reading the answer


class Session:
    """A serving engine. `ask` gives None for what the engine does not support."""

    def __init__(self, engine: Engine, index: Path, log, timeout: float = 120):
        self.timeout = timeout
        self.buffer = b""
        self.process = engine.start(
            "serve", {"index": index}, log, bufsize=0, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        try:
            ready, _, about = self._line().partition("\t")
            if ready != "READY":
                raise EngineDied(f"cannot serve: {about}")
            self.about = json.loads(about)
        except EngineDied:
            self.close()
            raise

    def ask(self, *fields: str) -> Reply | None:
        start = time.perf_counter_ns()
        try:
            self.process.stdin.write(("\t".join(fields) + "\n").encode())
        except OSError:
            raise EngineDied(f"ended with {self.process.wait()}") from None
        line = self._line()
        round_trip = time.perf_counter_ns() - start
        status, *values = line.split("\t")
        if status == "UNSUPPORTED":
            return None
        try:
            if status != "OK":
                raise ValueError
            nanoseconds, count = map(int, values[:2])
        except ValueError:
            raise Refused(line[:200]) from None
        if nanoseconds > round_trip:
            raise Refused("its clock is wrong: it told more time than the round trip took")
        ids, facets = (*values[2:], "", "")[:2]
        return Reply(nanoseconds, count, ids.split(), facets, round_trip)

    def written_bytes(self) -> int:
        """Bytes the process has sent to storage so far."""
        lines = Path(f"/proc/{self.process.pid}/io").read_text().splitlines()
        return int(next(line.split()[1] for line in lines if line.startswith("write_bytes")))

    def close(self):
        try:
            self.process.stdin.write(b"QUIT\n")
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _line(self) -> str:
        while (end := self.buffer.find(b"\n")) < 0:
            if not select.select([self.process.stdout], [], [], self.timeout)[0]:
                self.process.kill()
                raise EngineDied(f"no answer in {self.timeout:.0f} s")
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if not chunk:
                raise EngineDied(f"ended with {self.process.wait()}")
            self.buffer += chunk
        line, self.buffer = self.buffer[:end], self.buffer[end + 1 :]
        return line.decode("utf-8", "replace")


def build(engine: Engine, options: dict, log, core: int | None = None, timeout: float = 3600) -> dict:
    """Runs `index` and measures the process from outside: seconds, and the peak of anonymous memory in bytes."""
    start = time.perf_counter()
    process = engine.start("index", options, log, core, stdout=log)
    peak = 0
    while process.poll() is None:
        peak = max(peak, anonymous_bytes(process.pid))
        if time.perf_counter() - start > timeout:
            process.kill()
        time.sleep(0.01)
    if process.returncode:
        raise EngineDied(f"index ended with {process.returncode}")
    return {"seconds": time.perf_counter() - start, "peak_bytes": peak}


def anonymous_bytes(process: int) -> int:
    """What the process holds in memory of its own, mapped files left out; 0 when it has gone."""
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("RssAnon"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0
