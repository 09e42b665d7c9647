"""What a survey asks: its sections, each a published questionnaire."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from selaras.core import ledger
from selaras.core.access import require
from selaras.core.errors import Refused
from selaras.questionnaires.models import FormVersion
from selaras.surveys.access import can_run
from selaras.surveys.models import Part, Response, Section, Survey


@transaction.atomic
def set_sections(
    *, by: Any, survey: Survey, versions: Sequence[FormVersion], optional: Sequence[int] = ()
) -> list[Section]:
    """The survey asks exactly these questionnaires, in this order.

    A newer version of a questionnaire takes the place of the older one and keeps the answers.
    `optional` holds ids of versions that a unit may leave out.

    Raises:
        Refused: a section that units have filled in would vanish.
    """
    require(can_run(by))
    present = {
        section.version.questionnaire_id: section
        for section in survey.sections.select_related("version__questionnaire")
    }
    wanted = {version.questionnaire_id: version for version in versions}
    _check_removed(present, wanted)
    for position, (key, version) in enumerate(wanted.items()):
        section = present.get(key) or Section(survey=survey)
        section.version, section.position = version, position
        section.required = version.pk not in optional
        section.save()
    make_parts(survey)
    content = {"sections": [str(version) for version in versions]}
    ledger.record(by=by, kind="surveys.sections_set", subject=survey, content=content)
    return list(survey.sections.select_related("version__questionnaire"))


def _check_removed(present: dict[int, Section], wanted: dict[int, FormVersion]) -> None:
    for key, section in present.items():
        if key in wanted:
            continue
        if section.parts.exclude(submission=None).exists():
            raise Refused(
                _("Units have filled in “%(section)s” already. It has to stay.")
                % {"section": section}
            )
        section.delete()


def make_parts(survey: Survey) -> None:
    """Every unit gets every section; what is there stays."""
    sections = list(survey.sections.all())
    known = set(Part.objects.filter(response__survey=survey).values_list("response", "section"))
    Part.objects.bulk_create(
        Part(response=response, section=section)
        for response in Response.objects.filter(survey=survey)
        for section in sections
        if (response.pk, section.pk) not in known
    )
