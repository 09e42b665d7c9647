from selaras.core.events import subscribe
from selaras.organisations.events import PersonInvited
from selaras.organisations.tasks import mail_invitation


@subscribe(PersonInvited)
def send_invitation(event: PersonInvited) -> None:
    mail_invitation.enqueue(event.user_id)
