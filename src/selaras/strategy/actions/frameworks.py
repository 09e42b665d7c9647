"""The shipped editions of the framework and variants of the stages."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from selaras.strategy.models import Dimension, FrameworkEdition, Subdimension

DATA = Path(__file__).parent.parent / "data"


@lru_cache(maxsize=1)
def stage_variants() -> dict[str, dict[str, Any]]:
    """Variants of a round's stages by code: name, source, stages."""
    found = json.loads((DATA / "stages.json").read_text(encoding="utf-8"))["variants"]
    return {variant["code"]: variant for variant in found}


@transaction.atomic
def load_frameworks() -> None:
    """Take in the shipped editions that are not there yet; what is there stays as it is."""
    editions = json.loads((DATA / "frameworks.json").read_text(encoding="utf-8"))["editions"]
    known = set(FrameworkEdition.objects.values_list("code", flat=True))
    for source in editions:
        if source["code"] not in known:
            _load(source)


def _load(source: dict[str, Any]) -> None:
    edition = FrameworkEdition.objects.create(
        code=source["code"], name=source["name"], source=source["source"]
    )
    for position, row in enumerate(source["dimensions"]):
        subdimensions = row.pop("subdimensions")
        dimension = Dimension.objects.create(edition=edition, position=position, **row)
        Subdimension.objects.bulk_create(
            Subdimension(dimension=dimension, position=number, **sub)
            for number, sub in enumerate(subdimensions)
        )
