from dataclasses import dataclass


@dataclass(frozen=True)
class PersonInvited:
    """An account was opened; its owner is to set a password."""

    user_id: int
