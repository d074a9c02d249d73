"""The app's manifest: what Teams knows of the bot before anybody has met it, in Swedish and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.platforms.teams.about import PATH
from conversations.texts import say, variants

SCHEMA = "1.24"
DEFAULT, OTHER = "sv", "en"
COLOUR = "#2f6f5e"
LONGEST_NAME = 30

PERSONAL = (
    "begin",
    "review",
    "who",
    "participation",
    "results",
    "extend",
    "overview",
    "plan",
    "channels",
    "mute",
    "language",
    "help",
)
"""What is proposed in one's own chat with the bot; each is a verb that typed words can mean."""
SHARED = ("home", "who", "help")
"""The same for a channel and a group chat, where only what is everybody's is spoken of."""

_COMMANDS = ((("personal",), PERSONAL), (("team", "groupChat"), SHARED))

Tree = Mapping[str, "Node"]
Node = str | bool | Tree | Sequence[str] | Sequence[Tree]


@dataclass(frozen=True, slots=True)
class App:
    """How the app is to be: ``id`` is the registration's, ``address`` where browsers and Teams reach the bot.

    ``version`` has three numbers and is raised when a package replaces another. ``developer`` is who runs it.
    """

    id: str
    name: str
    address: str
    version: str = "1.0.0"
    developer: str = "Skolsteg"


def manifest(app: App) -> Tree:
    """The manifest as it stands in the package."""
    page = app.address + PATH
    address = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}"
    return {
        "$schema": f"{address}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": app.version,
        "id": app.id,
        "localizationInfo": {
            "defaultLanguageTag": DEFAULT,
            "additionalLanguages": [{"languageTag": OTHER, "file": f"{OTHER}.json"}],
        },
        "developer": {
            "name": app.developer,
            "websiteUrl": page,
            "privacyUrl": f"{page}#privacy",
            "termsOfUseUrl": f"{page}#terms",
        },
        "name": {"short": app.name, "full": app.name},
        "description": {"short": _short(DEFAULT), "full": _full(DEFAULT)},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": COLOUR,
        "bots": [_bot(app)],
        "permissions": ["identity", "messageTeamMembers"],
        "validDomains": [urlsplit(app.address).hostname or ""],
        # Lets the bot be brought to people through Graph.
        "webApplicationInfo": {"id": app.id},
        "defaultInstallScope": "personal",
    }


def translation(app: App) -> Tree:
    """The same words in the other language, each under the place in the manifest where it belongs."""
    address = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}"
    words = {
        "$schema": f"{address}/MicrosoftTeams.Localization.schema.json",
        "name.short": app.name,
        "name.full": app.name,
        "description.short": _short(OTHER),
        "description.full": _full(OTHER),
    }
    for number, (_scopes, verbs) in enumerate(_COMMANDS):
        for place, command in enumerate(_commands(OTHER, verbs)):
            at = f"bots[0].commandLists[{number}].commands[{place}]"
            words |= {f"{at}.{name}": text for name, text in command.items()}
    return words


def _bot(app: App) -> Tree:
    lists: list[Tree] = [
        {"scopes": list(scopes), "commands": _commands(DEFAULT, verbs)} for scopes, verbs in _COMMANDS
    ]
    return {
        "botId": app.id,
        "scopes": [scope for scopes, _verbs in _COMMANDS for scope in scopes],
        "supportsFiles": True,
        "isNotificationOnly": False,
        "commandLists": lists,
    }


def _commands(language: str, verbs: Sequence[str]) -> list[dict[str, str]]:
    return [
        {
            "title": variants(language, f"words.verbs.{verb}")[0],
            "description": say(language, f"catalogue.commands.{verb}"),
        }
        for verb in verbs
    ]


def _short(language: str) -> str:
    return say(language, "chat.manifest.description")


def _full(language: str) -> str:
    return say(language, "chat.manifest.about")
