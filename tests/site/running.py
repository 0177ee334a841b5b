"""The served product in a process of its own."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys

START = "import sys; from meldcode.site.server import serve; serve(0, open_browser='b' in sys.argv)"


class Running:
    """A server in a process of its own; `port` is the one it says it has."""

    def __init__(self, *arguments: str, program: str = START, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.says = self.process.stdout.readline()
        assert self.says, self.process.communicate()[1]
        self.port = int(self.says.split("localhost:")[1].split()[0])

    def get(self, path: str, host: str = "localhost") -> http.client.HTTPResponse:
        """The answer, without its body, to a request at one of this machine's addresses."""
        connection = http.client.HTTPConnection(host, self.port, timeout=10)
        connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def stop(self, number: int = signal.SIGTERM) -> tuple[str, str]:
        """End it; what it printed since, on both streams."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(timeout=20)
        # `communicate` would miss what `readline` read ahead: lines that came in one piece.
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        with self.process.stdout as out, self.process.stderr as err:
            return out.read(), err.read()
