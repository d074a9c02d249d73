"""Whether an activity that the bot sends is one that Teams takes."""

from tests.contract.teams.fake.state import ADAPTIVE, Conversation
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World
from tests.contract.teams.lint import lint_card

MOST_BYTES, COMFORTABLE_BYTES = 100 * 1024, 28 * 1024
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
FILE_INFO = "application/vnd.microsoft.teams.card.file.info"
CARDS = frozenset(
    (
        ADAPTIVE,
        CONSENT,
        FILE_INFO,
        "application/vnd.microsoft.card.hero",
        "application/vnd.microsoft.card.signin",
        "application/vnd.microsoft.card.thumbnail",
    )
)
KNOWN = frozenset(
    (
        "attachmentLayout",
        "attachments",
        "channelData",
        "channelId",
        "conversation",
        "deliveryMode",
        "entities",
        "expiration",
        "from",
        "id",
        "importance",
        "inputHint",
        "locale",
        "localTimestamp",
        "recipient",
        "replyToId",
        "serviceUrl",
        "suggestedActions",
        "summary",
        "text",
        "textFormat",
        "timestamp",
        "topicName",
        "type",
    )
)
IN_ATTACHMENT = frozenset(("content", "contentType", "contentUrl", "id", "name", "thumbnailUrl"))


def check(world: World, conversation: Conversation, activity: Json, length: int) -> None:
    """Refuse what Teams refuses, and remember what no careful bot sends."""
    if length > MOST_BYTES:
        world.violates(f"a message of {length} bytes")
        raise Refused(413, "MessageSizeTooBig", "Message size too large.")
    if length > COMFORTABLE_BYTES:
        world.violates(f"a message of {length} bytes is more than {COMFORTABLE_BYTES}")
    if activity.get("type") not in ("message", "typing"):
        _wrong(world, f"an activity of type {activity.get('type')!r}")
    unknown = set(activity) - KNOWN
    if unknown:
        world.violates(f"unknown fields of an activity: {', '.join(sorted(unknown))}")
    _addressed(world, conversation, activity)
    if activity["type"] == "message":
        _filled(world, conversation, activity)


def _addressed(world: World, conversation: Conversation, activity: Json) -> None:
    sender = activity.get("from")
    tenant = conversation.tenant
    if isinstance(sender, dict) and sender.get("id") not in (tenant.app_id, tenant.bot):
        _wrong(world, f"a message from {sender.get('id')}, which is not the bot")
    named = activity.get("conversation")
    if isinstance(named, dict) and conversation is not tenant.conversation(str(named.get("id"))):
        _wrong(world, "a message that names another conversation than its address")


def _filled(world: World, conversation: Conversation, activity: Json) -> None:
    attachments = activity.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        _wrong(world, "attachments that are no list of objects")
    if not activity.get("text") and not attachments:
        _wrong(world, "a message without text and without attachments")
    if activity.get("textFormat", "markdown") not in ("markdown", "plain", "xml"):
        _wrong(world, f"textFormat {activity['textFormat']!r}")
    for attachment in attachments:
        _attached(world, conversation, attachment)


def _attached(world: World, conversation: Conversation, attachment: Json) -> None:
    kind, content = attachment.get("contentType"), attachment.get("content")
    unknown = set(attachment) - IN_ATTACHMENT
    if unknown:
        world.violates(f"unknown fields of an attachment: {', '.join(sorted(unknown))}")
    if kind not in CARDS and not str(kind).startswith("image/"):
        _wrong(world, f"an attachment of type {kind!r}")
    if kind in CARDS and not isinstance(content, dict):
        _wrong(world, "a card without content")
    if kind == ADAPTIVE:
        world.violations += lint_card(content, "message")
    if kind in (CONSENT, FILE_INFO) and conversation.kind != "personal":
        _wrong(world, "a file card outside a personal chat")
    if kind == CONSENT and not (attachment.get("name") and content.get("sizeInBytes")):
        _wrong(world, "a file consent card without name or size")
    if kind == FILE_INFO:
        _about_file(world, conversation, attachment)


def _about_file(world: World, conversation: Conversation, attachment: Json) -> None:
    file = conversation.tenant.files.get(str(attachment["content"].get("uniqueId")))
    if not file or file.content is None or not attachment.get("contentUrl"):
        _wrong(world, "a file info card about no uploaded file")


def _wrong(world: World, sentence: str) -> None:
    world.violates(sentence)
    raise Refused(400, "BadArgument", f"Bad Argument: {sentence}")
