"""Compare our way from MJML to HTML with that of npm mjml 5 (and its juice).

    python scripts/compare_npm.py                    the example issues and the samples
    python scripts/compare_npm.py FILE_OR_FOLDER...  other people's MJML
    python scripts/compare_npm.py --pixels ...       also as Chromium shows it

Both sides get no default fonts and the same place for social icons; the files are
read with ``strict=False``, as other people's MJML. Needs node; npm mjml is put into
build/compare-npm when it is not there. Pictures need Chromium, which is kept off the
network.

    python scripts/compare_npm.py --golden tests/render/mjml/golden tests/render/mjml/samples

writes what npm makes of the samples, for tests that run without node.

Two pages are equivalent when they are equal apart from: the order of attributes,
classes and declarations; quotes; white space; merged Outlook conditions; ``#abc``
for ``#aabbcc``; ``0px`` for ``0``; sizes rounded differently by up to one pixel;
``alt=""``; ``border:0`` on an icon; the author's comments; made-up ids.

Exit code: 0 when every file is equivalent (and within the share of pixels), else 1.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "tests/render/mjml/samples"
MODULES = ROOT / "build/compare-npm"
ISSUES = ("2021-06", "2021-11")
NPM_MJML = "mjml@5.4.1"
ICONS = "https://www.mailjet.com/images/theme/v1/icons/ico-social/"
WIDTHS = (600, 375)
HEIGHT = 8000
CHANNEL_LIMIT = 8
PIXEL_LIMIT = 0.001
_VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta"))
_BROWSER = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
)


def normalise(html: str) -> list[str]:
    """Return the page as one line for each tag, text or rule, freed of mere spelling."""
    return _lines(re.sub(r"<!\[endif\]-->\s*<!--\[if mso \| IE\]>", "", _numbered(html)))


def differences(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of lines that differ by more than rounding; "" for a line that lacks."""
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            continue
        for mine, other in zip_longest(ours[first:last], theirs[start:end], fillvalue=""):
            if not _alike(mine, other):
                yield mine, other


def _lines(html: str) -> list[str]:
    reader = _Lines()
    reader.feed(html)
    reader.close()
    reader.flush()
    return reader.lines


class _Lines(HTMLParser):
    CDATA_CONTENT_ELEMENTS = ("script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.lines: list[str] = []
        self._text = ""
        self._style = ""
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in self.CDATA_CONTENT_ELEMENTS else ""
        kept = sorted(_attribute(tag, name, value or "") for name, value in attrs)
        line = f"<{tag} {' '.join(each for each in kept if each)}".strip() + ">"
        if self._inside == "style":
            self._text = " ".join(self._text.split())
            if line != '<style type="text/css">':
                self.flush()
                self.lines.append(line)
            return
        self.flush()
        self.lines.append(line)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._inside != "style" and tag not in _VOID:
            self.flush()
            self.lines.append(f"</{tag}>")
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self._style += data
        else:
            self._text += data

    def handle_entityref(self, name: str) -> None:
        self._text += unescape(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text += unescape(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        if not re.match(r"\s*(\[if|<!\[endif)", data):
            return
        self.flush()
        found = re.match(r"(?s)\s*(\[if[^\]]*\]>)(.*)<!\[endif\]\Z", data)
        if found is None:
            self.lines.append(f"<!--{' '.join(data.split())}-->")
            return
        self.lines += [f"<!--{found[1]}", *_lines(found[2]), "<![endif]-->"]

    def handle_decl(self, decl: str) -> None:
        self.lines.append(f"<!{decl.lower()}>")

    def unknown_decl(self, data: str) -> None:
        self.lines.append(f"<![{data}]>")

    def flush(self) -> None:
        """End the text and the run of style blocks gathered so far."""
        text = " ".join(self._text.split())
        if text:
            self.lines.append(text)
        if self._style:
            self.lines += ["<style>", *_rules(self._style), "</style>"]
        self._text = self._style = ""


def _rules(css: str) -> Iterator[str]:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{}:;,>+]|!important)\s*", r"\1", " ".join(css.split()))
    for rule in re.findall(r"[^{};]*(?:[{};]|\Z)", css.replace(";}", "}")):
        if rule:
            yield _spelt(rule)


def _attribute(tag: str, name: str, value: str) -> str:
    value = " ".join(value.split())
    if name == "style":
        value = ";".join(_declarations(tag, value))
    elif name == "class":
        value = " ".join(sorted(value.split()))
    if not value and name in {"class", "style", "alt"}:
        return ""
    return f'{name}="{_spelt(value)}"'


def _declarations(tag: str, style: str) -> list[str]:
    found: dict[str, str] = {}
    for each in re.findall(r"(?:[^;(\"']|\([^)]*\)|\"[^\"]*\"|'[^']*')+", style):
        name, colon, value = each.partition(":")
        if colon:
            found[name.strip().lower()] = re.sub(r"\s*,\s*", ",", value.strip())
    if tag == "img" and found.get("border") in {"0", "0px"}:
        del found["border"]
    return sorted(f"{name}:{value}" for name, value in found.items())


def _spelt(value: str) -> str:
    value = re.sub(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])\b", r"#\1\1\2\2\3\3", value)
    value = re.sub(r"#[0-9a-fA-F]{6}\b", lambda found: found[0].lower(), value)
    return re.sub(r"(?<![\w.])0(?:px|%)", "0", value)


def _numbered(html: str) -> str:
    """Give ids that are made up on each run the number of their first appearance."""
    names: dict[str, str] = {}
    made_up = re.compile(r"(?<=[-\"])(?:[0-9a-f]{16}|[0-9a-f]{8})(?=[-\" ,:])")
    return made_up.sub(lambda found: names.setdefault(found[0], f"ID{len(names)}"), html)


def _alike(mine: str, other: str) -> bool:
    if mine == other:
        return True
    number = r"(?<![\w#.])\d+(?:\.\d+)?"
    if re.sub(number, "#", mine) != re.sub(number, "#", other):
        return False
    pairs = zip(re.findall(number, mine), re.findall(number, other), strict=True)
    return all(abs(float(one) - float(two)) <= 1 for one, two in pairs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one file came out.

    Arguments:
        name: of the MJML file or issue.
        error: why we refused it, or empty.
        different: lines of ours and theirs that differ.
        pixels: share of differing pixels by width, where looked at.
    """

    name: str
    error: str
    different: tuple[tuple[str, str], ...]
    pixels: dict[int, float]

    @property
    def equivalent(self) -> bool:
        """Whether the two pages say the same."""
        return not self.error and not self.different


def compare(texts: Mapping[str, str], modules: Path, *, pixels: bool) -> Iterator[Comparison]:
    """Render every text both ways and yield how they compare.

    Arguments:
        texts: MJML by the name to print.
    """
    from pynews.errors import TemplateError
    from pynews.render.mjml import to_html

    pages = by_npm(list(texts.values()), modules)
    for (name, text), theirs in zip(texts.items(), pages, strict=True):
        try:
            ours = to_html(text, template=name, icon_origin=ICONS, strict=False)
        except TemplateError as error:
            yield Comparison(name, str(error), (), {})
            continue
        found = tuple(differences(normalise(ours), normalise(theirs)))
        looked = {width: look(ours, theirs, width) for width in WIDTHS} if pixels else {}
        yield Comparison(name, "", found, looked)


def issues() -> dict[str, str]:
    """Return the MJML of the example issues, as the theme makes it."""
    from pynews import pipeline
    from pynews.config import load
    from pynews.render import mjml

    found: dict[str, str] = {}
    original = mjml.to_html

    def noting(text: str, **options: Any) -> str:  # noqa: ANN401 - what the theme asks for
        found[f"issue {issue}"] = text
        return original(text, **options)

    mjml.to_html = noting
    for issue in ISSUES:
        pipeline.build(load(ROOT), issue)
    mjml.to_html = original
    return found


def by_npm(texts: Sequence[str], modules: Path) -> list[str]:
    """Return what npm mjml makes of each text; an empty page where it gives up."""
    node = shutil.which("node")
    if node is None:
        sys.exit("compare_npm needs node")
    if not (modules / "node_modules/mjml").is_dir():
        _install(modules)
    script = Path(__file__).with_name("npm_render.mjs")
    done = subprocess.run(
        [node, str(script), str(modules)],
        input=json.dumps(list(texts)),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return [each["html"] for each in json.loads(done.stdout)]


def _install(modules: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("compare_npm needs npm, once")
    modules.mkdir(parents=True, exist_ok=True)
    subprocess.run([npm, "install", "--silent", "--prefix", str(modules), NPM_MJML], check=True)


def look(ours: str, theirs: str, width: int) -> float:
    """Return the share of pixels that differ when Chromium shows both `width` wide."""
    from PIL import Image, ImageChops

    with tempfile.TemporaryDirectory() as folder:
        pictures = []
        for name, html in (("ours", ours), ("theirs", theirs)):
            path = Path(folder, f"{name}.png")
            _photograph(html, path, width)
            with Image.open(path) as picture:
                pictures.append(picture.convert("RGB"))
    one, two = pictures
    off = ImageChops.difference(one, two).point(lambda value: 255 * (value > CHANNEL_LIMIT))
    red, green, blue = off.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    height = max(_height(one), _height(two))
    return worst.histogram()[255] / (one.width * height)


def _height(picture: "Image.Image") -> int:
    """Return how far down a page goes before only its ground is left."""
    from PIL import Image, ImageChops

    ground = Image.new("RGB", picture.size, picture.getpixel((0, picture.height - 1)))
    box = ImageChops.difference(picture, ground).getbbox()
    return box[3] if box else picture.height


def _photograph(html: str, path: Path, width: int) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("compare_npm --pixels needs Chromium")
    page = path.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    # Chromium takes no window narrower than 500 px: a frame has the width instead.
    frame = path.with_name(f"{path.stem}-frame.html")
    frame.write_text(
        f'<body style="margin:0"><iframe src="{page.name}" width="{width}" height="{HEIGHT}" '
        'style="border:0;display:block"></iframe>',
        encoding="utf-8",
    )
    profile = path.with_name(f"{path.stem}-profile")
    size = f"--window-size={max(width, 600)},{HEIGHT}"
    subprocess.run(
        [
            browser,
            *_BROWSER,
            f"--user-data-dir={profile}",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            size,
            f"--screenshot={path}",
            frame.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )


def main() -> int:
    """Read the arguments, compare, print a line for each file."""
    parser = argparse.ArgumentParser(description="compare with npm mjml 5")
    parser.add_argument("--modules", type=Path, default=MODULES, help="folder with node_modules")
    parser.add_argument("--pixels", action="store_true", help="look at both in Chromium")
    parser.add_argument("--show", type=int, default=0, help="how many differing lines to print")
    parser.add_argument("paths", type=Path, nargs="*", help="MJML files or folders of them")
    parser.add_argument("--golden", type=Path, help="write npm's normalised pages there instead")
    arguments = parser.parse_args()
    paths = [found for path in arguments.paths or [SAMPLES] for found in _files(path)]
    if arguments.golden:
        return _write_golden(paths, arguments.modules, arguments.golden)
    texts = {} if arguments.paths else issues()
    texts |= {path.name: path.read_text(encoding="utf-8") for path in paths}
    pixels = arguments.pixels or not arguments.paths
    results = list(compare(texts, arguments.modules, pixels=pixels))
    for result in results:
        print(_line(result))
        for mine, other in result.different[: arguments.show]:
            print(f"   ours   {mine}\n   theirs {other}")
    good = sum(result.equivalent for result in results)
    seen = sum(max(result.pixels.values(), default=0) <= PIXEL_LIMIT for result in results)
    looked = f", {seen} within the limit of pixels" if pixels else ""
    print(f"{good} of {len(results)} equivalent{looked}")
    return 0 if good == seen == len(results) else 1


def _write_golden(paths: Sequence[Path], modules: Path, folder: Path) -> int:
    """Keep what npm makes of each file as one line for each tag, text or rule."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    folder.mkdir(parents=True, exist_ok=True)
    for path, theirs in zip(paths, by_npm(texts, modules), strict=True):
        golden = folder / f"{path.stem}.txt"
        golden.write_text("\n".join(normalise(theirs)) + "\n", encoding="utf-8")
    return 0


def _files(path: Path) -> list[Path]:
    return sorted(path.rglob("*.mjml")) if path.is_dir() else [path]


def _line(result: Comparison) -> str:
    verdict = "same" if result.equivalent else f"{len(result.different)} lines differ"
    shares = " ".join(f"{width}px {share:.4%}" for width, share in result.pixels.items())
    return f"{result.name}: {result.error or verdict} {shares}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
