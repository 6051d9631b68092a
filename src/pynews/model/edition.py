"""An issue made readable."""

from dataclasses import dataclass

__all__ = ["Edition", "MergeField", "Picture"]


@dataclass(frozen=True, slots=True)
class MergeField:
    """A place where each recipient's own value goes.

    Arguments:
        token: opaque ASCII that stands for the value in subject, HTML and text.
        name: ``first_name``, ``last_name``, ``organisation``, ``email`` or
            ``unsubscribe_url``.
        fallback: what stands there for a recipient without a value.
    """

    token: str
    name: str
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that travels with the message.

    Arguments:
        content_id: without angle brackets; HTML refers to it as ``cid:``.
        file_name: ASCII name.
        media_type: such as ``image/png``.
        content: the file's bytes.
    """

    content_id: str
    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Edition:
    """Subject, HTML, plain text and web page of one issue.

    Arguments:
        issue_id: which issue.
        subject, preheader: one line each; merge tokens may stand in them.
        html: the HTML part, CSS inlined, merge tokens in it.
        text: the plain-text part, merge tokens in it, LF line ends.
        web: the page for the archive; no merge tokens, no personal values.
        fields: every merge field whose token occurs.
        pictures: what the HTML shows by ``cid:``.
        images: what ``web`` shows as ``images/FILE_NAME`` beside itself; with a
            ``base_url`` the HTML shows them from there as well.
        markdown: the reading for GOV.UK Notify, merge tokens in it; "" where the
            provider does not ask for it.
    """

    issue_id: str
    subject: str
    preheader: str
    html: str
    text: str
    web: str
    fields: tuple[MergeField, ...] = ()
    pictures: tuple[Picture, ...] = ()
    images: tuple[Picture, ...] = ()
    markdown: str = ""
