"""Background work of the ground floor itself."""

from django_tasks import task

from selaras.core import search


@task()
def rebuild_search() -> None:
    """Index everything anew: what is public has changed in many places at once."""
    search.rebuild()
