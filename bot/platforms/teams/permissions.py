"""What the bot asks a tenant's leave for in Graph: each with its reason, and nothing besides."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Permission:
    """An application permission by Microsoft's name, and what it is for.

    One that is ``spare`` is only needed for what its reason says; the rest works without it.
    """

    name: str
    reason: str
    spare: bool = False


PERMISSIONS = (
    Permission(
        "TeamsAppInstallation.ReadWriteSelfForUser.All",
        "Brings the bot to everybody on the roster, so that nobody has to find it; itself and no other app.",
    ),
    Permission(
        "User.Read.All",
        "Knows by the address whose account is whose on the roster, and when an account is closed.",
    ),
    Permission(
        "GroupMember.Read.All",
        "Makes a roster from groups in Entra; not needed where the roster comes as a file.",
        spare=True,
    ),
    Permission(
        "Calendars.ReadWrite",
        "Invites to learning sessions with a meeting online; limit it to one mailbox with an access policy.",
        spare=True,
    ),
    Permission(
        "AppCatalog.Read.All",
        "Finds the app in the catalogue for the first install; not needed once somebody has added it.",
        spare=True,
    ),
)
"""What works with the least."""
