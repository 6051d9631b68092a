"""The one place that calls mjml-python (mrml), with nothing left at its defaults."""

from mjml import mjml2html

__all__ = ["EngineError", "run"]


class EngineError(Exception):
    """The engine refused or broke; its message is told as it is."""


def run(mjml: str, *, icon_origin: str) -> str:
    """Render prepared MJML; no font is fetched, no comment kept, no file included.

    A panic of the engine derives from BaseException: it is caught by its name.

    Raises:
        EngineError: whatever the engine says.
    """
    try:
        html: str = mjml2html(mjml, disable_comments=True, social_icon_origin=icon_origin, fonts={})
    except Exception as error:
        raise EngineError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(f"the engine broke: {error}") from error
    return html
