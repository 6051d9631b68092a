"""The side doors: the editor's preview (local), the members' pages (public)."""

__all__: list[str] = []
