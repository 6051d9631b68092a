"""One of the letters that an issue becomes when not everybody is told the same."""

from dataclasses import dataclass

__all__ = ["Variant"]


@dataclass(frozen=True, slots=True)
class Variant:
    """Who reads one of an issue's letters.

    Arguments:
        name: letters, digits, hyphens and ``+``; "" for the letter of somebody in no
            group, in the publication's language.
        meant_for: the group expressions of the issue that hold for its readers.
        language: BCP 47 tag of a translation; "" for the publication's.
    """

    name: str = ""
    meant_for: tuple[str, ...] = ()
    language: str = ""

    @property
    def words(self) -> str:
        """Who reads it, as an editor is told."""
        if not self.name:
            return "everyone else"
        groups = self.meant_for if self.name != self.language else ()
        parts = (
            f"in {self.language}" if self.language else "",
            f"for {' + '.join(groups)}" if groups else "",
        )
        return " ".join(part for part in parts if part) or "for nobody else"
