"""What happens in teams, channels, group chats and meetings around the bot, and with files."""

from dataclasses import replace

from tests.contract.stand_in.server import act
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.delivery import Ack
from tests.contract.teams.fake.presses import Presses
from tests.contract.teams.fake.shapes import CONSENT
from tests.contract.teams.fake.state import Conversation, File, Message, Team, User
from tests.contract.teams.fake.words import Json

DOWNLOAD = "application/vnd.microsoft.teams.file.download.info"


class Places(Presses):
    """Each returns how the bot answered."""

    @act
    async def adds_to_team(self, user: User, team: Team) -> Ack:
        """Somebody adds the bot to a team."""
        self._bot_in(team, there=True)
        general = team.channels[0]
        await self._tell(user, "installationUpdate", {"action": "add"}, general)
        more = activities.arrived(general, bot=True)
        return await self._of_team(user, team, "teamMemberAdded", more)

    @act
    async def removes_from_team(self, user: User, team: Team) -> Ack:
        """Somebody removes the bot from a team."""
        self._bot_in(team, there=False)
        gone = {"membersRemoved": [{"id": team.tenant.bot}]}
        await self._of_team(user, team, "teamMemberRemoved", gone)
        return await self._tell(user, "installationUpdate", {"action": "remove"}, team.channels[0])

    def _bot_in(self, team: Team, *, there: bool) -> None:
        team.bot = there
        for channel in team.channels:
            channel.bot = there

    async def _of_team(
        self, user: User, team: Team, event: str, more: Json, channel: Conversation | None = None
    ) -> Ack:
        """Of a team the bot hears only as its member, or when it just came or went."""
        if not team.bot and "MemberRemoved" not in event:
            return Ack(0, "not a member")
        told = {"channelData": activities.about_team(team, event, channel)}
        return await self._tell(user, "conversationUpdate", told | more, team.channels[0])

    @act
    async def enters_team(self, user: User, team: Team) -> Ack:
        team.members.append(user)
        more = activities.arrived(team.channels[0], bot=False, users=(user,))
        return await self._of_team(user, team, "teamMemberAdded", more)

    @act
    async def leaves_team(self, user: User, team: Team) -> Ack:
        team.members.remove(user)
        gone = {"membersRemoved": [{"id": user.id, "aadObjectId": user.aad_id}]}
        return await self._of_team(user, team, "teamMemberRemoved", gone)

    @act
    async def creates_channel(self, user: User, team: Team, name: str) -> Ack:
        return await self._of_team(user, team, "channelCreated", {}, self.world.add_channel(team, name))

    @act
    async def renames(self, user: User, channel: Conversation, name: str) -> Ack:
        channel.name = name
        return await self._of_team(user, channel.team, "channelRenamed", {}, channel)

    @act
    async def removes(self, user: User, channel: Conversation) -> Ack:
        """A channel is deleted."""
        channel.deleted = True
        return await self._of_team(user, channel.team, "channelDeleted", {}, channel)

    @act
    async def restores(self, user: User, channel: Conversation) -> Ack:
        channel.deleted = False
        return await self._of_team(user, channel.team, "channelRestored", {}, channel)

    @act
    async def renames_team(self, user: User, team: Team, name: str) -> Ack:
        team.name = name
        return await self._of_team(user, team, "teamRenamed", {})

    @act
    async def happens_to_team(self, user: User, team: Team, event: str) -> Ack:
        """Whatever else: teamArchived, teamUnarchived, teamDeleted, teamHardDeleted, teamRestored …."""
        return await self._of_team(user, team, event, {})

    @act
    async def adds_to_chat(self, user: User, chat: Conversation) -> Ack:
        """Somebody adds the bot to a group chat."""
        chat.bot = True
        await self._tell(user, "installationUpdate", {"action": "add"}, chat)
        more = activities.arrived(chat, bot=True)
        return await self._tell(user, "conversationUpdate", more, chat)

    @act
    async def removes_from_chat(self, user: User, chat: Conversation) -> Ack:
        chat.bot = False
        gone = {"membersRemoved": [{"id": user.tenant.bot}]}
        return await self._tell(user, "conversationUpdate", gone, chat)

    @act
    async def meets(self, user: User, chat: Conversation, what: str = "Start") -> Ack:
        """A meeting starts or (`what` is End) ends."""
        name, value = activities.met(self.world, what)
        meeting = {"channelData": {"meeting": {"id": "TUNNeE1lZXRpbmc="}}}
        return await self._tell(user, "event", {"name": name, "value": value} | meeting, chat)

    @act
    async def sends_file(
        self, user: User, name: str = "plan.pdf", content: bytes = b"%PDF", text: str = ""
    ) -> Ack:
        file = File(self.world.ids.guid(), name, user, len(content), content)
        user.tenant.files[file.id] = file
        info = {"downloadUrl": self._address(file), "uniqueId": file.id, "fileType": name.rpartition(".")[2]}
        sent = {"contentType": DOWNLOAD, "content": info, "contentUrl": self._address(file), "name": name}
        said = {"text": text, "textFormat": "plain"} if text else {}
        return await self._says(user, self.world.personal(user), said | {"attachments": [sent]})

    def _address(self, file: File) -> str:
        return f"{self.world.base}/files/{file.user.tenant.id}/{file.id}/{file.name}"

    @act
    async def accepts_file(self, user: User, message: Message) -> Ack:
        """Somebody consents to a file that the bot offers, and the bot may put it where it is told."""
        offered = self._offered(message)
        file = File(self.world.ids.guid(), str(offered["name"]), user, offered["content"]["sizeInBytes"])
        file.consented, user.tenant.files[file.id] = True, file
        place = {"contentUrl": self._address(file), "uploadUrl": self._address(file), "name": file.name}
        info = place | {"uniqueId": file.id, "fileType": file.name.rpartition(".")[2]}
        context = offered["content"].get("acceptContext")
        return await self._consents(
            user, message, {"action": "accept", "context": context, "uploadInfo": info}
        )

    @act
    async def declines_file(self, user: User, message: Message) -> Ack:
        context = self._offered(message)["content"].get("declineContext")
        return await self._consents(user, message, {"action": "decline", "context": context})

    def _offered(self, message: Message) -> Json:
        for attachment in message.attachments:
            if attachment["contentType"] == CONSENT:
                return attachment
        raise LookupError("no file is offered there")

    async def _consents(self, user: User, message: Message, value: Json) -> Ack:
        found = activities.invoked(message, "fileConsent/invoke", {"type": "fileUpload"} | value)
        return replace(await self._tell(user, "invoke", found), message=message)
