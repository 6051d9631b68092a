"""Plays an event's life to a real Thunderbird: it must offer Add, Update, Update and Delete.

Needs the Debian packages thunderbird and xvfb; run it with ``make thunderbird``. An event is
announced for 16 November 2021, gets its time, moves by a day and is called off, each
by an issue of its own in a project of its own. Thunderbird runs with an empty profile on a
display nobody sees and opens no connection; it is steered through Marionette, the remote
control that comes with it.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from pynews import pipeline
from pynews.config import load
from pynews.model import SentIssue
from pynews.store import write_sent

EVENT = "newsletters/events/first.md"
UID = "first-community-event@news.example.org"
SECONDS = 90
TOML = """\
id = "news.example.org"
name = "NHS Python Community"
language = "en-GB"
timezone = "Europe/London"
theme = "nhs"
[sender]
from = "NHS Python Community <newsletter@example.org>"
organisation = "NHS Python Community"
address = "1 Example Street, Example Town EX1 1AA"
[unsubscribe]
mailto = "unsubscribe@example.org"
[preview]
test_recipients = ["reader@example.org"]
"""
TOLD = """\
---
id: first-community-event
title: First community event
{when}
---
An hour of talks.
"""
ISSUE = """\
---
subject: News
send: 2021-11-{day:02} 09:00
events: [first-community-event]
---
Hello.
"""
# What happens, what the file says then, the button to be offered, and what the calendar holds.
LIFE = (
    ("announced", "start: 2021-11-16", "Add", ["20211116", "TENTATIVE"]),
    ("time known", "start: 2021-11-16 12:00", "Update", ["20211116T120000Z", "CONFIRMED"]),
    ("moved", "start: 2021-11-17 12:00", "Update", ["20211117T120000Z", "CONFIRMED"]),
    ("called off", "start: 2021-11-17 12:00\ncancelled: yes", "Delete", None),
)
PREFERENCES = {
    "app.donation.eoy.version.viewed": 999,
    "app.update.auto": False,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "calendar.timezone.local": "Europe/London",
    "calendar.timezone.useSystemTimezone": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "mail.account.account1.identities": "id1",
    "mail.account.account1.server": "server1",
    "mail.account.account2.server": "server2",
    "mail.accountmanager.accounts": "account1,account2",
    "mail.accountmanager.defaultaccount": "account1",
    "mail.accountmanager.localfoldersserver": "server2",
    "mail.identity.id1.fullName": "Reader",
    "mail.identity.id1.useremail": "reader@example.org",
    "mail.identity.id1.valid": True,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.rights.version": 1,
    "mail.server.server1.check_new_mail": False,
    "mail.server.server1.hostname": "127.0.0.1",
    "mail.server.server1.login_at_startup": False,
    "mail.server.server1.name": "reader@example.org",
    "mail.server.server1.type": "pop3",
    "mail.server.server1.userName": "reader",
    "mail.server.server2.hostname": "Local Folders",
    "mail.server.server2.name": "Local Folders",
    "mail.server.server2.type": "none",
    "mail.server.server2.userName": "nobody",
    "mail.shell.checkDefaultClient": False,
    "mail.spotlight.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.manage-offline-status": False,
    "offline.startup_state": 3,
    "toolkit.telemetry.enabled": False,
}
# Opens a message as a double click on its file does.
OPEN = """
const [path, done] = arguments;
const {MailUtils} = ChromeUtils.importESModule("resource:///modules/MailUtils.sys.mjs");
const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
file.initWithPath(path);
const window = Services.wm.getMostRecentWindow("mail:3pane");
MailUtils.openEMLFile(window, file, Services.io.newFileURI(file));
done(true);
"""
# What the bar above the message says and which of its buttons show.
# A new profile keeps its calendar switched off until the reader first uses it.
READY = """
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
if (!Services.wm.getMostRecentWindow("mail:3pane")) return false;
const calendars = cal.manager.getCalendars();
for (const one of calendars) one.setProperty("disabled", false);
return calendars.length > 0;
"""
# Returns the bar above the newest message.
BAR = """
function bar() {
  const found = [];
  const documents = [...Services.wm.getEnumerator(null)].map(window => window.document);
  while (documents.length) {
    const document = documents.shift();
    for (const browser of document.querySelectorAll("browser")) {
      if (browser.contentDocument) documents.push(browser.contentDocument);
    }
    const one = document.getElementById("imip-bar");
    if (one && !one.collapsed && !one.hidden) found.push(one);
  }
  return found.at(-1);
}
const offered = [...(bar()?.querySelectorAll("toolbarbutton") ?? [])].filter(
  one => /^imip(Add|Update|Delete)Button$/.test(one.id) && !one.hidden
);
"""
LOOK = BAR + "return offered.map(one => one.label);"
PRESS = BAR + "offered[0].doCommand(); return true;"
HELD = """
const [uid, done] = arguments;
const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
(async () => {
  for (const one of cal.manager.getCalendars()) {
    const item = await one.getItem(uid);
    if (item) return [item.startDate.getInTimezone(cal.dtz.UTC).icalString, item.status];
  }
  return null;
})().then(done, error => done(String(error)));
"""
CLOSE = """
for (const window of Services.wm.getEnumerator("mail:messageWindow")) window.close();
const tabs = Services.wm.getMostRecentWindow("mail:3pane").document.getElementById("tabmail");
while (tabs.tabInfo.length > 1) tabs.closeTab(tabs.tabInfo.at(-1));
return true;
"""


class Marionette:
    """Speaks to Thunderbird: requests and answers are JSON with their length before them.

    Arguments:
        port: where it listens on this machine.
    """

    def __init__(self, port: int) -> None:
        """Wait until Thunderbird listens, and take its inside in hand."""
        self._socket = until(lambda: _connected(port), "Thunderbird listens")
        self._rest = b""
        self._number = 0
        self._answer()
        self._ask("WebDriver:NewSession", capabilities={})
        self._ask("Marionette:SetContext", value="chrome")

    def run(self, script: str, *arguments: str) -> Any:  # noqa: ANN401  as JSON has it
        """Return what a script returns."""
        return self._ask("WebDriver:ExecuteScript", script=script, args=arguments)["value"]

    def wait(self, script: str, *arguments: str) -> Any:  # noqa: ANN401  as above
        """Return what a script gives to its last argument, ``done``."""
        return self._ask("WebDriver:ExecuteAsyncScript", script=script, args=arguments)["value"]

    def __enter__(self) -> Self:
        """Return itself, for ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._socket.close()

    def _ask(self, command: str, **parameters: object) -> Any:  # noqa: ANN401  as above
        self._number += 1
        request = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(request), request))
        _, _, error, result = self._answer()
        if error:
            raise RuntimeError(error.get("message", error))
        return result

    def _answer(self) -> Any:  # noqa: ANN401  as above
        while b":" not in self._rest:
            self._more()
        length, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(length):
            self._more()
        answer, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return json.loads(answer)

    def _more(self) -> None:
        received = self._socket.recv(65536)
        if not received:
            message = "Thunderbird hung up"
            raise RuntimeError(message)
        self._rest += received


def _connected(port: int) -> socket.socket | None:
    with suppress(OSError):
        return socket.create_connection(("127.0.0.1", port))
    return None


def until(look: Callable[[], Any], what: str) -> Any:  # noqa: ANN401  whatever is looked for
    """Return what is looked for as soon as it is there; give up after a while."""
    end = time.monotonic() + SECONDS
    while not (found := look()):
        if time.monotonic() > end:
            message = f"waited in vain: {what}"
            raise TimeoutError(message)
        time.sleep(0.2)
    return found


def messages(folder: Path) -> Iterator[Path]:
    """Yield a message for each turn of the event's life, sent one after another."""
    (folder / EVENT).parent.mkdir(parents=True)
    (folder / "pynews.toml").write_text(TOML, encoding="utf-8")
    for day, (_, when, *_) in enumerate(LIFE, start=1):
        issue = f"2021-11-{day:02}"
        (folder / EVENT).write_text(TOLD.format(when=when), encoding="utf-8")
        draft = folder / "newsletters" / issue / "issue.md"
        draft.parent.mkdir()
        draft.write_text(ISSUE.format(day=day), encoding="utf-8")
        built = pipeline.build(load(folder), issue)
        path = folder / f"{issue}.eml"
        path.write_bytes(built.files["message.eml"])
        sending = SentIssue(
            issue=issue,
            path=f"newsletters/{issue}/sent.json",
            at=datetime(2021, 11, day, 9, 5, tzinfo=UTC),
            edition_digest=built.digest,
            accepted=1,
            events=tuple(one.record for one in built.invitations),
        )
        write_sent(folder, sending.path, sending, earlier=())
        yield path


@contextmanager
def thunderbird(folder: Path) -> Iterator[Marionette]:
    """Run Thunderbird with an empty profile on a display of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    profile = folder / "profile"
    profile.mkdir(parents=True)
    preferences = {**PREFERENCES, "marionette.port": port}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    with ExitStack() as stack:
        screen = ["Xvfb", "-displayfd", "1", "-screen", "0", "1200x900x24", "-nolisten", "tcp"]
        display = stack.enter_context(_process(screen, {}, subprocess.PIPE))
        assert display.stdout is not None  # noqa: S101  for the type checker
        number = display.stdout.readline().strip()
        command = ["thunderbird", "--marionette", "-remote-allow-system-access", "--no-remote"]
        surroundings = {"DISPLAY": f":{number}", "HOME": str(folder)}
        stack.enter_context(
            _process([*command, "--profile", str(profile)], surroundings, subprocess.DEVNULL)
        )
        yield stack.enter_context(Marionette(port))


@contextmanager
def _process(
    command: list[str], more: dict[str, str], out: int
) -> Iterator["subprocess.Popen[str]"]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, env={**os.environ, **more}, stdout=out, stderr=quiet, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def turn(client: Marionette, path: Path) -> tuple[list[str], Any]:
    """Open a message and press what it offers; return the buttons and what the calendar holds."""
    before = client.wait(HELD, UID)
    client.wait(OPEN, str(path))
    offered = until(lambda: client.run(LOOK), f"{path.name} offers something")
    client.run(PRESS)
    until(lambda: client.wait(HELD, UID) != before, f"{path.name} changes the calendar")
    client.run(CLOSE)
    return offered, client.wait(HELD, UID)


def main() -> int:
    """Play the life and say what Thunderbird made of it; 1 when that is not what it should be."""
    missing = [name for name in ("thunderbird", "Xvfb") if not shutil.which(name)]
    if missing:
        sys.stderr.write("missing: sudo apt-get install thunderbird xvfb fonts-dejavu-core\n")
        return 3
    right = True
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        letters = tuple(messages(folder / "project"))
        with thunderbird(folder / "home") as client:
            until(lambda: client.run(READY), "Thunderbird has a calendar")
            for path, (what, _, button, held) in zip(letters, LIFE, strict=True):
                offered, holds = turn(client, path)
                fits = (offered, holds) == ([button], held)
                right = right and fits
                told = " ".join(holds) if holds else "no such event"
                mark = "ok" if fits else f"NOT {button}, {held}"
                sys.stdout.write(f"{what:12} offers {', '.join(offered):8} then {told:28} {mark}\n")
    return not right


if __name__ == "__main__":
    sys.exit(main())
