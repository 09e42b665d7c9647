from selaras.core.events import subscribe
from selaras.core.tasks import rebuild_search
from selaras.strategy.events import RoundOpened


@subscribe(RoundOpened)
def search_follows(_event: RoundOpened) -> None:
    """Visitors find what stands in public rounds, and only that."""
    rebuild_search.enqueue()
