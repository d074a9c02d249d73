"""Documents: offered in somebody's own conversation, and brought to their own files when they consent."""

from urllib.parse import urlsplit

from bot import files
from bot.files import File
from bot.log import logger
from bot.platforms.conversing import Who
from bot.platforms.teams import answers
from bot.platforms.teams.connector import Connector
from bot.platforms.teams.listen import Actor, Consent
from bot.platforms.teams.office import Office
from bot.platforms.teams.shapes import text
from bot.platforms.teams.tenants import Talk
from bot.platforms.teams.wire import Json, Refused
from conversations.texts import say
from storage import audit
from storage.audit import Entry

_CONSENT = "application/vnd.microsoft.teams.card.file.consent"
_INFO = "application/vnd.microsoft.teams.card.file.info"
_FILES_HOSTS = (".sharepoint.com", ".sharepoint-df.com", ".svc.ms")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

_log = logger()


def offer(office: Office, who: Who, actor: Actor, name: str) -> str:
    """Offer a file to the one who asked, if they may have it; gives the sentence to answer the press with."""
    file = _theirs(office, who, name)
    if file is None:
        return say(office.language(who), "chat.file.none")
    talk = _own(office, who, actor)
    office.connector.post(talk, _consent_card(office, who, name, file))
    return say(office.language(who), "chat.command.answered")


def consented(office: Office, consent: Consent) -> Json:
    """Bring the file to whoever has consented, and say so in the place of the offer."""
    who = office.who(consent.actor)
    if who is None or not consent.actor.personal:
        return answers.DONE
    file = _theirs(office, who, consent.document) if consent.accepted else None
    url = text(consent.upload, "uploadUrl")
    if file is not None and _is_somebodys_files(url, office.connector, consent.actor.service):
        office.connector.wire.upload(url, file.content)
        office.connector.post(_own(office, who, consent.actor), _info_card(consent, file))
    elif consent.accepted:
        office.connector.post(_own(office, who, consent.actor), _plain(office, who))
    if consent.offer:
        office.soon(lambda: _withdraw(office, who, consent))
    return answers.DONE


def _theirs(office: Office, who: Who, name: str) -> File | None:
    """A file stays where it is put: never one's own answers."""
    file = files.fetch(office.memory, who.authority, who.person, name) if who.person else None
    if file is None:
        tried = Entry("refused document", who.person, detail="not theirs")
        with office.memory.database.writing() as connection:
            audit.note(connection, who.authority, tried, office.memory.now())
    return None if name.startswith(files.ANSWERS) else file


def _own(office: Office, who: Who, actor: Actor) -> Talk:
    if actor.personal:
        return Talk(who.authority, actor.service, actor.conversation)
    account = office.directory.account(who.authority, who.person)
    if account is None:
        raise Refused(0, "no_account")
    return office.directory.talk(account, who.authority)


def _consent_card(office: Office, who: Who, name: str, file: File) -> Json:
    kept = {"document": name}
    content: Json = {
        "description": say(office.language(who), "chat.file.offer"),
        "sizeInBytes": len(file.content),
        "acceptContext": kept,
        "declineContext": kept,
    }
    return _with({"contentType": _CONSENT, "name": file.filename, "content": content})


def _info_card(consent: Consent, file: File) -> Json:
    content = {"uniqueId": text(consent.upload, "uniqueId"), "fileType": file.filename.rpartition(".")[2]}
    url = text(consent.upload, "contentUrl")
    return _with({"contentType": _INFO, "name": file.filename, "contentUrl": url, "content": content})


def _with(attachment: Json) -> Json:
    return {"type": "message", "attachments": [attachment]}


def _plain(office: Office, who: Who) -> Json:
    none = say(office.language(who), "chat.file.none")
    return {"type": "message", "text": none, "textFormat": "plain"}


def _withdraw(office: Office, who: Who, consent: Consent) -> None:
    office.connector.remove(_own(office, who, consent.actor), consent.offer)


def _is_somebodys_files(url: str, connector: Connector, service: str) -> bool:
    """Whether a file may be brought there: to SharePoint, or where everything else is on this machine too."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.username is not None:
        return False
    if parts.scheme == "https" and host.endswith(_FILES_HOSTS):
        return True
    return host in _LOOPBACK and urlsplit(service).hostname in _LOOPBACK and connector.tenants.allows(service)
