"""A real hub to talk to: `saphan hub serve` as a process, on a free port of loopback, in a folder of its own.

Only processes started here are ended, each by its own handle."""

import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import time

WAIT_SECONDS = 20
OFFICE = "57030000"


class Failure(Exception):
    """Something did not hold; the words say what."""


def require(condition, words):
    """Raises unless the condition holds."""
    if not condition:
        raise Failure(words)


def free_port():
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Hub:
    """A district's hub, made and served; use as a context."""

    def __init__(self, saphan, folder):
        self.saphan = saphan
        self.folder = pathlib.Path(folder) / "hub"
        self.address = f"127.0.0.1:{free_port()}"
        self.environment = os.environ | {"SAPHAN_STATE": str(pathlib.Path(folder) / "state")}
        self.process = None
        self.output = open(pathlib.Path(folder) / "hub.log", "w+b")

    def run(self, *arguments):
        """One command on the hub's folder; returns the process that ended."""
        return subprocess.run(
            [self.saphan, *arguments, "--dir", str(self.folder), "--lang", "en"], env=self.environment,
            capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)

    def answer(self, *arguments):
        """The JSON that a command printed last; raises when it was refused."""
        done = self.run(*arguments, "--json")
        words = f"saphan {' '.join(arguments)} ended {done.returncode}: {done.stderr.strip()}"
        require(done.returncode == 0, words)
        return json.loads(done.stdout.splitlines()[-1])

    def __enter__(self):
        self.answer("hub", "init", "--office", OFFICE, "--name", "Interop office")
        command = [self.saphan, "hub", "serve", "--dir", str(self.folder), "--listen", self.address]
        command += ["--lang", "en"]
        self.process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output)
        host, port = self.address.rsplit(":", 1)
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            require(self.process.poll() is None, f"the hub ended: {self.lines()}")
            try:
                socket.create_connection((host, int(port)), timeout=1).close()
                break
            except OSError as error:
                require(time.monotonic() < deadline, f"the hub does not listen: {error}")
                time.sleep(0.05)
        time.sleep(0.1)
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()

    def lines(self):
        """What the hub has printed so far, its log included."""
        self.output.flush()
        return pathlib.Path(self.output.name).read_text(encoding="utf-8", errors="replace").splitlines()

    def lines_after(self, count, at_least=1):
        """What it printed behind the first `count` lines, once there is enough and a moment has passed."""
        deadline = time.monotonic() + 5
        while len(self.lines()) < count + at_least and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.05)
        return self.lines()[count:]

    def invite(self, smis):
        """An invitation for one machine of a school, as text."""
        return self.answer("hub", "invite", smis, "--name", f"School {smis}")["invitation"]

    def titles(self):
        """The titles of all tickets: as the command lists them, else as the database holds them."""
        done = self.run("list", "ticket", "--json")
        if done.returncode == 0 and done.stdout.strip():
            found = []
            collect(json.loads(done.stdout.splitlines()[-1]), found)
            return "saphan list", found
        return "sqlite", self.column("ticket", "title")

    def column(self, table, column):
        """One column of a projected table, as the hub's database holds it."""
        database = sqlite3.connect(f"file:{self.folder}/saphan.db?mode=ro", uri=True)
        try:
            return [value for (value,) in database.execute(f"SELECT {column} FROM {table}")]
        finally:
            database.close()


def collect(value, found):
    """Every `title` anywhere in what a command printed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "title":
                found.append(inner if isinstance(inner, str) else json.dumps(inner, ensure_ascii=False))
            else:
                collect(inner, found)
    elif isinstance(value, list):
        for inner in value:
            collect(inner, found)
