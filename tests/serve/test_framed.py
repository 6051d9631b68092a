"""Mail in the preview's frame looks as it will on the reader's device, not on this one."""

import hashlib

from pynews.model import Edition, Picture
from pynews.serve.editor.framed import framed

PHOTO = Picture("photo@news.example.org", "photo one.png", "image/png", b"png")
VERSION = hashlib.sha256(b"png").hexdigest()[:8]


def edition(**more: tuple[Picture, ...]) -> Edition:
    return Edition("2021-11", "", "", "", "", "", **more)


def test_dark_styles_hold_or_do_not_whatever_this_browser_prefers():
    html = (
        "<style>@media (prefers-color-scheme: dark){a{}}"
        "@media screen and ( Prefers-Color-Scheme:LIGHT ) and (max-width:9px){b{}}</style>"
    )
    assert framed(html, edition(), dark=True) == (
        "<style>@media (min-width:0px){a{}}"
        "@media screen and (max-width:0px) and (max-width:9px){b{}}</style>"
    )
    assert framed(html, edition(), dark=False) == (
        "<style>@media (max-width:0px){a{}}"
        "@media screen and (min-width:0px) and (max-width:9px){b{}}</style>"
    )


def test_pictures_that_travel_along_are_shown_from_here():
    html = '<img src="cid:photo@news.example.org">'
    shown = framed(html, edition(pictures=(PHOTO,)), dark=False)
    assert shown == f'<img src="/picture/2021-11/photo@news.example.org?v={VERSION}">'


def test_pictures_of_the_archive_are_shown_from_here_too():
    html = (
        '<img src="images/photo%20one.png">'
        '<img src="https://n.example/2021-11/images/photo one.png">'
    )
    shown = framed(html, edition(images=(PHOTO,)), dark=False, base_url="https://n.example/")
    assert shown == f'<img src="/picture/2021-11/photo%20one.png?v={VERSION}">' * 2
