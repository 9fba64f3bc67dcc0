# SPDX-License-Identifier: GPL-3.0-or-later
"""A headless Chromium, driven through a pair of pipes (its DevTools protocol, messages ended by NUL). No network: every name is
unknown to it. Times are seconds."""

import atexit
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import threading
import time

from harness import BUILD, SLOW

TIMEOUT = 60 * SLOW
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
]


def program():
    """The path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Chromium:
    """One browser with one page."""

    def __init__(self, profile):
        their_in, self.out = os.pipe()
        self.inp, their_out = os.pipe()
        self.buffer, self.last, self.session = b"", 0, None
        self.events = []

        place_pipes = f'exec "$0" "$@" 3<&{their_in} 4>&{their_out}'
        with open(f"{profile}.log", "wb") as log:
            self.process = subprocess.Popen(
                ["bash", "-c", place_pipes, program(), *FLAGS, f"--user-data-dir={profile}", "about:blank"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(their_in, their_out))
        os.close(their_in)
        os.close(their_out)
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
            self.process.wait(10 * SLOW)
        except (OSError, TimeoutError, EOFError, RuntimeError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.inp)
        os.close(self.out)

    def _message(self, deadline):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.inp], [], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self.inp, 1 << 16)
            if not piece:
                raise EOFError("the browser is gone")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, **params):
        self.last += 1
        message = {"id": self.last, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.out, data):]
        deadline = time.monotonic() + TIMEOUT
        while True:
            answer = self._message(deadline)
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        self.events.clear()
        self.call("Page.navigate", url=url)
        self.run("new Promise((done) => document.readyState === 'complete' ? done() : addEventListener('load', done))")

    def run(self, script):
        """The value of SCRIPT, once it is there when it is a promise."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"])
        return result["result"].get("value")

    def requested(self):
        """What the page asked for since open()."""
        return [event["params"]["request"]["url"] for event in self.events
                if event.get("method") == "Network.requestWillBeSent"]


_lock = threading.Lock()
_shared = []


def borrow(test):
    """The one browser of this run, which TEST has to itself until it ends."""
    _lock.acquire()
    test.addCleanup(_lock.release)
    if not _shared:
        folder = tempfile.mkdtemp(prefix="chromium-", dir=BUILD)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _shared.append(Chromium(pathlib.Path(folder) / "profile"))
        atexit.register(_shared[0].close)
    return _shared[0]
