"""An edition is read like a strict editor would: findings with place and fix."""

__all__: list[str] = []
