"""Texts of Django and of the account pages that we word ourselves.

Their own Indonesian is missing in places, or uses words that mean something else in a government
office ("bidang" is a section of an agency). Named here so that our catalogue keeps them.
"""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid email address."),
    _("Enter a valid URL."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Email"),
    _("Email address"),
    _("Password"),
    _("Remember Me"),
    _("Forgot your password?"),
    _("The email address and/or password you specified are not correct."),
    _("Sign In"),
    _("Sign Out"),
    _("Are you sure you want to sign out?"),
    _("Password Reset"),
    _("Reset My Password"),
    _(
        "Forgotten your password? Enter your email address below, and we'll send you an email"
        " allowing you to reset it."
    ),
    _("Please contact us if you have any trouble resetting your password."),
    _("Change Password"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Forgot Password?"),
    _("Two-Factor Authentication"),
    _("Authenticator App"),
    _("Authentication using an authenticator app is active."),
    _("An authenticator app is not active."),
    _("Activate"),
    _("Deactivate"),
    _("Activate Authenticator App"),
    _("Deactivate Authenticator App"),
    _("Authenticator secret"),
    _("Authenticator code"),
    _("Recovery Codes"),
    _("View"),
    _("Download"),
    _("Generate"),
    _("Confirm Access"),
    _("Confirm"),
)
