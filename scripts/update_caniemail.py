"""Condenses caniemail's data into what pynews ships: a letter a client and feature.

Run by ``make update-caniemail``, which fetches the npm package with npm. The baseline
is what the editions of the example project contain in every theme of this repository,
and what MJML writes around its own components.
"""

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from mjml import mjml2html

from pynews import pipeline
from pynews.check.clients import DATA, features
from pynews.check.document import parse
from pynews.check.letter import open_letter
from pynews.config import load

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "src" / "pynews" / "check"
CLIENTS = {
    "Outlook on Windows": ("outlook", "windows"),
    "Gmail": ("gmail", "desktop-webmail"),
    "Gmail on Android": ("gmail", "android"),
    "Gmail on iOS": ("gmail", "ios"),
    "Outlook.com": ("outlook", "outlook-com"),
    "Outlook on macOS": ("outlook", "macos"),
    "Outlook on iOS": ("outlook", "ios"),
    "Outlook on Android": ("outlook", "android"),
    "Apple Mail": ("apple-mail", "macos"),
    "Apple Mail on iOS": ("apple-mail", "ios"),
    "Yahoo Mail": ("yahoo", "desktop-webmail"),
    "Samsung Email": ("samsung-email", "android"),
    "Thunderbird": ("thunderbird", "macos"),
    "Proton Mail": ("protonmail", "desktop-webmail"),
}


# What MJML writes around a picture, a button or a line is not for an editor to change.
EVERYTHING = """
<mjml><mj-body><mj-wrapper><mj-section><mj-group><mj-column>
<mj-text>Words</mj-text><mj-image src="cid:a@b" alt="A picture" fluid-on-mobile="true" />
<mj-button href="https://example.org">A button</mj-button><mj-divider /><mj-spacer />
<mj-table><tr><td>A cell</td></tr></mj-table>
</mj-column></mj-group></mj-section></mj-wrapper></mj-body></mjml>
"""


def main(package: Path) -> None:
    """Write data and licence from an unpacked npm package."""
    source = json.loads((package / "data" / "caniemail.json").read_text(encoding="utf-8"))
    known = [each for each in source["data"] if each["category"] != "others"]
    letters = {
        each["slug"]: "".join(letter(each, *place) for place in CLIENTS.values()) for each in known
    }
    tree = {
        "date": source["last_update_date"][:10],
        "clients": list(CLIENTS),
        "titles": {each["slug"]: each["title"] for each in known},
        "letters": letters,
        "baseline": sorted(baseline(frozenset(letters))),
    }
    content = json.dumps(tree, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    (TARGET / DATA).write_bytes(gzip.compress(content, mtime=0))
    text = (package / "LICENSE").read_text(encoding="utf-8")
    (TARGET / "caniemail.LICENSE.txt").write_text(notice(text), encoding="utf-8")
    print(f"{len(known)} features, {len(CLIENTS)} clients, {len(content)} bytes of JSON")


def letter(feature: dict[str, Any], family: str, platform: str) -> str:
    """Return y, a, n or u: the newest test of one client."""
    versions = feature["stats"].get(family, {}).get(platform, {})
    return next(reversed(versions.values()), "u")[0] if versions else "u"


def baseline(slugs: frozenset[str]) -> set[str]:
    """Return the features that every message of ours contains, and those of MJML's own making."""
    project = load(ROOT)
    found: set[str] | None = None
    for theme in sorted(path.name for path in (ROOT / "templates").iterdir() if path.is_dir()):
        themed = replace(project, publication=replace(project.publication, theme=theme))
        for draft in pipeline.gather_everything(project).drafts:
            built = pipeline.build(themed, draft.id)
            used = set(features(open_letter(built.files["message.eml"]).document, slugs))
            found = used if found is None else found & used
    return (found or set()) | set(
        features(parse(mjml2html(EVERYTHING, disable_comments=True, fonts={})), slugs)
    )


def notice(text: str) -> str:
    """Return the licences of the data and of the package that carries it."""
    return (
        "caniemail.json.gz is condensed from the npm package caniemail, which carries the data of\n"
        "caniemail.com (https://github.com/hteumeuleu/caniemail), MIT, Copyright (c) 2019 Rémi "
        f"Parmentier.\nThe licence of the package:\n\n{text}"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
