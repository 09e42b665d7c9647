"""Words that the scripts at the door say."""

from django.utils.translation import gettext as _


def door_words() -> dict[str, str]:
    return {
        "online": _("There is a network. Everything is sent."),
        "offline": _("No network. Go on: arrivals are kept on this device and sent later."),
        "sending": _("Sending …"),
        "waiting": _("%(count)s arrivals wait on this device."),
        "signed_out": _("You are signed out. Sign in again; nothing is lost."),
        "refused": _("You may not receive guests of this meeting. Ask the planner."),
        "fault": _("The server does not answer as it should. It is tried again."),
        "kept": _("From now on this page also opens without a network."),
        "since": _("there since %(time)s"),
        "here": _("received here at %(time)s, not sent yet"),
        "unsigned": _("not signed"),
        "none": _("Nobody of this name is invited. Write the person down as a new guest."),
        "more": _("%(count)s more. Type more letters."),
        "received": _("%(name)s is received."),
        "already": _("%(name)s: %(text)s Written there: %(other)s."),
        "same": _("This is the same person"),
        "another": _("This is another person: receive as well"),
        "unfit": _("The signature of %(name)s could not be read. Let the person sign once more."),
        "not_taken": _("%(name)s was not taken: %(text)s"),
        "again": _("Write again"),
        "remove": _("Remove"),
        "remove_ask": _("Remove this arrival, which was not sent?"),
        "clear": _("Fine"),
        "name_missing": _("Write the name of the person who is here."),
        "unknown_code": _("This code is not of this meeting."),
        "no_secure": _("The camera works only over https. Search by name."),
        "no_camera": _("The camera cannot be used. Allow it in the browser, or search by name."),
        "no_store": _(
            "This browser keeps nothing. Without a network nothing can be received here."
        ),
        "no_list": _("The list of the invited is not on this device yet. It needs a network once."),
        "nobody": _("Nobody is invited. Write each one down as a new guest."),
        "thanks": _("Thank you, %(name)s."),
        "thanks_already": _("You are on the list already, since %(time)s. Thank you."),
        "your_group": _("Your group: %(group)s"),
        "kiosk_offline": _("No network just now. Scan your code, or write your name yourself."),
        "kiosk_refused": _("Please go to the officer at the door."),
        "fewer": _("Type at least three letters."),
        "kiosk_none": _("Nothing found. Look how you wrote it, or write yourself down as a guest."),
    }
