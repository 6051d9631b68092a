"""Events become invitations, and know their life across issues."""

__all__: list[str] = []
