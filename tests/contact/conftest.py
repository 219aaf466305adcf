from committed import committed

__all__ = ["committed"]
