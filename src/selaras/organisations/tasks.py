"""Background work: the mail by which a person sets the first password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from selaras.core.notices import link
from selaras.core.preferences import preference
from selaras.organisations.models import User


@task()
def mail_invitation(user_id: int) -> None:
    """The key is made when the mail is sent; it ends with the first password that is set."""
    user = User.objects.get(pk=user_id)
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    site = preference("site.name")
    with override(user.language):
        text = _(
            "Hello %(name)s,\n\nyour account on %(site)s is open. Set your password here:"
            "\n\n%(link)s\n\nIf the link has expired, choose “Forgot your password?” on the"
            " sign-in page."
        ) % {"name": user.name, "site": site, "link": link(path)}
        subject = _("Your account on %(site)s") % {"site": site}
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email])
