"""Pictures: where they come from, how they travel, and what is refused."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from PIL import Image

from pynews.errors import SourceError
from pynews.model import Edition, Origin, Prose, Publication, Story
from pynews.render import Renderer
from pynews.render.scaling import LARGEST

Tell = Callable[..., Edition]
HERE = Origin("newsletters/stories/team.md", 2)
RED = (182, 29, 22)


def picture(path: Path, size: tuple[int, int] = (300, 200), **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, RED).save(path, **options)
    return path


def story(image: str, alt: str = "The team at work") -> tuple[Story, ...]:
    return (Story("team", "The team", HERE, image=image, alt=alt),)


def shown(html: str) -> dict[str, str]:
    (found,) = lxml.html.document_fromstring(html).iter("img")
    return dict(found.attrib)


def test_picture_travels_with_the_message_when_there_is_no_archive(tell: Tell, project: Path):
    picture(project / "newsletters/images/Our Team!.png")
    edition = tell(stories=story("newsletters/images/Our Team!.png"))
    (travelling,) = edition.pictures
    assert edition.images == edition.pictures
    assert travelling.media_type == "image/png"
    assert travelling.file_name.startswith("our-team-")
    assert travelling.content_id.endswith("@news.example.org")
    found = shown(edition.html)
    assert found["src"] == f"cid:{travelling.content_id}"
    assert found["alt"] == "The team at work"
    assert found["width"] == "300"
    assert shown(edition.web)["src"] == f"images/{travelling.file_name}"
    assert shown(edition.web)["height"] == "200"


def test_picture_is_hosted_beside_the_web_page_when_there_is_an_archive(
    tell: Tell, project: Path, publication: Publication
):
    picture(project / "newsletters/images/team.jpg")
    house = replace(publication, base_url="https://example.org/news/")
    edition = tell(house=house, stories=story("newsletters/images/team.jpg"))
    (hosted,) = edition.images
    assert edition.pictures == ()
    assert (
        shown(edition.html)["src"] == f"https://example.org/news/2021-11/images/{hosted.file_name}"
    )


def test_picture_of_a_letter_lies_beside_it(tell: Tell, project: Path):
    picture(project / "newsletters/2021-11/images/a b.png")
    letter = Prose("![A *red* wall](images/a%20b.png)", Origin("newsletters/2021-11/issue.md", 9))
    edition = tell(parts=(letter,))
    assert shown(edition.html)["alt"] == "A red wall"
    assert "A red wall" in edition.text
    assert len(edition.pictures) == 1


def test_picture_shown_twice_travels_once(tell: Tell, project: Path):
    picture(project / "newsletters/images/team.png")
    edition = tell(stories=story("newsletters/images/team.png") * 2)
    assert len(edition.pictures) == 1


def test_wide_picture_gets_twice_the_pixels_of_the_column(tell: Tell, project: Path):
    picture(project / "newsletters/images/wide.jpg", (3000, 1000))
    edition = tell(stories=story("newsletters/images/wide.jpg"))
    sent = Image.open(io.BytesIO(edition.pictures[0].content))
    assert sent.size == (1104, 368)
    assert shown(edition.html)["width"] == "552"
    assert shown(edition.web)["height"] == "184"


def test_palette_picture_is_made_smaller_too(tell: Tell, project: Path):
    path = project / "newsletters/images/palette.png"
    Image.new("P", (2000, 500), 3).save(path)
    edition = tell(stories=story("newsletters/images/palette.png"))
    assert Image.open(io.BytesIO(edition.pictures[0].content)).size == (1104, 276)


def test_small_picture_is_sent_byte_for_byte(tell: Tell, project: Path):
    path = picture(project / "newsletters/images/small.png")
    edition = tell(stories=story("newsletters/images/small.png"))
    assert edition.pictures[0].content == path.read_bytes()


def test_moving_picture_keeps_moving(tell: Tell, project: Path):
    path = project / "newsletters/images/moving.gif"
    frames = [Image.new("RGB", (1500, 10), colour) for colour in (RED, (0, 0, 0))]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    edition = tell(stories=story("newsletters/images/moving.gif"))
    assert edition.pictures[0].media_type == "image/gif"
    assert edition.pictures[0].content == path.read_bytes()


def test_photograph_stands_upright_and_forgets_where_it_was_taken(tell: Tell, project: Path):
    details = Image.Exif()
    details[0x0112] = 6
    details[0x010F] = "A camera"
    picture(project / "newsletters/images/photo.jpg", (400, 200), exif=details)
    edition = tell(stories=story("newsletters/images/photo.jpg"))
    sent = Image.open(io.BytesIO(edition.pictures[0].content))
    assert sent.size == (200, 400)
    assert not sent.getexif()
    assert b"A camera" not in edition.pictures[0].content


def test_renderer_names_the_pictures_it_used(tell: Tell, project: Path, renderer: Renderer):
    path = picture(project / "newsletters/images/named.png")
    tell(stories=story("newsletters/images/named.png"))
    assert path in renderer.files()


@pytest.mark.parametrize(
    "image", ["newsletters/images/none.png", "../outside.png", "newsletters", "a\0b.png"]
)
def test_missing_picture_is_told_at_the_story(tell: Tell, project: Path, image: str):
    picture(project.parent / "outside.png")
    with pytest.raises(SourceError, match=r"stories/team\.md:2: there is no picture"):
        tell(stories=story(image))


def test_picture_behind_a_link_out_of_the_project_is_not_there(tell: Tell, project: Path):
    outside = picture(project.parent / "secret.png")
    (project / "newsletters/leak.png").symlink_to(outside)
    with pytest.raises(SourceError, match="there is no picture"):
        tell(stories=story("newsletters/leak.png"))


def test_picture_needs_words_for_those_who_cannot_see_it(tell: Tell, project: Path):
    picture(project / "newsletters/images/team.png")
    with pytest.raises(SourceError, match="cannot see it"):
        tell(stories=story("newsletters/images/team.png", alt=" "))


@pytest.mark.parametrize("source", ["https://example.org/x.png", "//example.org/x.png"])
def test_picture_on_another_machine_is_refused(tell: Tell, source: str):
    letter = Prose(f"![x]({source})", Origin("newsletters/2021-11/issue.md", 9))
    with pytest.raises(SourceError, match="on another machine"):
        tell(parts=(letter,))


@pytest.mark.parametrize(
    "content",
    [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"],
)
def test_broken_picture_is_told_with_what_to_do(tell: Tell, project: Path, content: bytes):
    (project / "newsletters/broken.png").write_bytes(content)
    with pytest.raises(SourceError, match="not a picture that mail programs show") as caught:
        tell(stories=story("newsletters/broken.png"))
    assert "save it as .jpg" in str(caught.value)


def test_picture_cut_off_in_the_middle_is_refused(tell: Tell, project: Path):
    path = picture(project / "newsletters/cut.jpg", (800, 800))
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(SourceError, match="not a picture"):
        tell(stories=story("newsletters/cut.jpg"))


def test_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(tell: Tell, project: Path):
    Image.new("1", (8000, 8000)).save(project / "newsletters/bomb.png")
    with pytest.raises(SourceError, match="too many pixels"):
        tell(stories=story("newsletters/bomb.png"))


def test_huge_file_is_refused_unread(tell: Tell, project: Path):
    with (project / "newsletters/huge.jpg").open("wb") as huge:
        huge.truncate(LARGEST + 1)
    with pytest.raises(SourceError, match="larger than 20 MB"):
        tell(stories=story("newsletters/huge.jpg"))
