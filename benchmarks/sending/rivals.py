"""The peers of sending, as pip and npm install them, in a folder of their own."""

import os
import shutil
import smtplib
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from time import perf_counter

from sending.ours import HTML

__all__ = ["Rivals"]

HERE = Path(__file__).parents[1] / "peers"
PYTHON = ("museletter==1.5.0", "django-mailer==2.3.2")
NODE = "nodemailer@10.6.0"


class Rivals:
    """Whoever could be installed; who could not is named in ``missing``.

    Arguments:
        folder: an empty one that lives as long as this.
        count: messages that each sends through SMTP; they are slower than we are.
    """

    def __init__(self, folder: Path, count: int) -> None:
        """Install them."""
        self._folder = folder
        self._count = count
        self._letter = folder / "letter.html"
        self._letter.write_text(HTML, encoding="utf-8")
        self.missing: list[str] = []
        self._python = self._installed_python()
        self._node = self._installed_node()

    def museletter(self, latency: float) -> Callable[[], float] | None:
        """Return what measures museletter's loop, its limiter off, beside a slow provider."""
        if self._python is None:
            return None
        return partial(output, [self._python, HERE / "museletter_loop.py", "60", str(latency)])

    def smtp(self, port: int) -> Mapping[str, Callable[[], float]]:
        """Return what measures each on a mail server, by name."""
        said = [str(port), str(self._count), str(self._letter)]
        found: dict[str, Callable[[], float]] = {
            "smtplib in a plain loop": partial(plain_loop, port, self._count)
        }
        if self._node:
            order = ["node", HERE / "nodemailer_pool.js", *said]
            found["nodemailer's pool"] = partial(output, order, NODE_PATH=str(self._node))
        if self._python:
            mailer = [self._python, HERE / "django_mailer_queue.py", *said]
            found["django-mailer"] = partial(output, mailer)
        return found

    def _installed_python(self) -> Path | None:
        """Return the Python of an environment with the peers in it."""
        python = self._folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *PYTHON]
        if quiet([sys.executable, "-m", "venv", self._folder / "venv"]) and quiet(pip):
            return python
        self.missing.extend(PYTHON)
        return None

    def _installed_node(self) -> Path | None:
        """Return the folder with nodemailer in it."""
        npm = shutil.which("npm")
        (self._folder / "package.json").write_text('{"private": true}', encoding="utf-8")
        if npm and quiet([npm, "install", "--no-audit", "--no-fund", NODE], cwd=self._folder):
            return self._folder / "node_modules"
        self.missing.append(NODE)
        return None


def plain_loop(port: int, count: int) -> float:
    """Return messages a second of smtplib with a message built for each."""
    start = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            message = EmailMessage()
            message["From"], message["Subject"] = "news@example.org", "News"
            message["To"] = f"member{number}@example.org"
            message.set_content(f"Dear member {number}")
            message.add_alternative(HTML.replace("MEMBER", f"Member {number}"), subtype="html")
            server.send_message(message)
    return count / (perf_counter() - start)


def quiet(order: Sequence[str | Path], cwd: Path | None = None) -> bool:
    """Run an order without a word; return whether it went well."""
    return subprocess.run(order, cwd=cwd, check=False, capture_output=True).returncode == 0


def output(order: Sequence[str | Path], **variables: str) -> float:
    """Run a peer and return the number it prints."""
    done = subprocess.run(
        order, capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    if done.returncode:
        raise SystemExit(f"{order[:2]} failed: {done.stderr[-800:]}")
    return float(done.stdout.split()[-1])
