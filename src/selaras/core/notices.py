"""Messages to people: in the application at once, by e-mail from the background."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from selaras.core.models import Notice
from selaras.core.preferences import preference


def notify(recipients: Iterable[Any], *, text: str, url: str = "") -> list[Notice]:
    """Tell people something; `url` is a path of this site."""
    notices = Notice.objects.bulk_create(
        [Notice(recipient=person, text=text[:300], url=url) for person in recipients]
    )
    if notices:
        mail_notices.enqueue([notice.pk for notice in notices])
    return notices


@task()
def mail_notices(notice_ids: list[int]) -> None:
    """Send what has not been mailed; a repeat sends nothing twice."""
    waiting = Notice.objects.filter(pk__in=notice_ids, mailed_at=None).select_related("recipient")
    for notice in waiting:
        person = notice.recipient
        if not (person.email and person.is_active):
            continue
        with translation.override(person.language):
            send_mail(
                f"{preference('site.name')}: {notice.text}"[:150],
                f"{notice.text}\n\n{link(notice.url)}\n\n"
                + _("You receive this message because you have an account."),
                settings.DEFAULT_FROM_EMAIL,
                [person.email],
            )
        Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now())


def link(path: str) -> str:
    return preference("site.address").rstrip("/") + path if path else ""


def unread(user: Any) -> models.QuerySet[Notice]:
    return Notice.objects.filter(recipient=user, read_at=None)
