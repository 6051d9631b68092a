from html.parser import HTMLParser

from pynews.model import Invitation, Issue, Publication
from pynews.render import Renderer


def test_november_issue_becomes_html_text_and_web_page(
    renderer: Renderer, november: Issue, publication: Publication, invitation: Invitation
):
    edition = renderer.render(november, publication=publication, invitations=(invitation,))
    assert edition.subject == "First community event: Tuesday 16 November"
    for told in (edition.html, edition.text, edition.web):
        assert "Tuesday 16 November 2021, time to be confirmed" in told
        assert "Place to be confirmed" in told
        assert "Community Manager" in told
    HTMLParser().feed(edition.html)
    assert [field.name for field in edition.fields] == ["first_name", "unsubscribe_url"]
