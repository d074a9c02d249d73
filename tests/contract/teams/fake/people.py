"""What people do in Teams: they install, write, edit, press, react and remove."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from tests.contract.stand_in.server import act
from tests.contract.teams.fake import activities
from tests.contract.teams.fake.delivery import Ack, Delivery
from tests.contract.teams.fake.filling import filled, refused
from tests.contract.teams.fake.state import Conversation, Message, User
from tests.contract.teams.fake.words import Json, pressed
from tests.contract.teams.fake.world import World


class People:
    """Everything that somebody can do; each returns how the bot answered it."""

    world: World
    delivery: Delivery
    run: Callable[[Coroutine[Any, Any, Ack]], Ack]

    async def _tell(
        self, user: User, kind: str, more: Json, conversation: Conversation | None = None, thread: str = ""
    ) -> Ack:
        """An activity of somebody, in the personal chat when no conversation is named."""
        where = conversation or self.world.personal(user)
        found = activities.activity(self.world, kind, user, where, thread)
        return await self.delivery.deliver(user.tenant, _merged(found, more))

    @act
    async def installs(self, user: User, *, again: bool = False) -> Ack:
        """Somebody adds the app, or (`again`) gets a newer version of it."""
        return await self.installed(user, again=again)

    async def installed(self, user: User, *, again: bool = False) -> Ack:
        """The app is there from now on, and the bot is told of it twice, as Teams does."""
        user.installed = True
        chat = self.world.personal(user)
        action = "add-upgrade" if again else "add"
        ack = await self._tell(user, "installationUpdate", {"action": action})
        if not again:
            ack = await self._tell(
                user, "conversationUpdate", activities.arrived(chat, bot=True, users=(user,))
            )
        return ack

    @act
    async def uninstalls(self, user: User) -> Ack:
        """Somebody removes the app."""
        user.installed = False
        return await self._tell(user, "installationUpdate", {"action": "remove"})

    @act
    async def writes(self, user: User, text: str, conversation: Conversation | None = None) -> Ack:
        """A message in the personal chat, or (without calling the bot) anywhere it hears everything."""
        where = conversation or self.world.personal(user)
        return await self._says(user, where, activities.written(text))

    @act
    async def mentions(self, user: User, conversation: Conversation, text: str, thread: str = "") -> Ack:
        """Somebody calls the bot in a channel or a group chat."""
        said = activities.calling(user.tenant, text)
        found = {"entities": [said.pop("mention")]}
        return await self._says(user, conversation, said | found, thread)

    async def _says(self, user: User, where: Conversation, said: Json, thread: str = "") -> Ack:
        found = _merged(activities.activity(self.world, "message", user, where), said)
        message = self.world.say(where, user.id, found)
        found["id"] = message.id
        if where.kind == "channel":
            found["conversation"] = activities.place(where, thread or message.id)
        if not where.bot:
            return Ack(0, "not a member", message=message)
        return replace(await self.delivery.deliver(user.tenant, found), message=message)

    def _where(self, user: User, message: Message) -> Conversation:
        return user.tenant.conversations[message.conversation]

    @act
    async def edits(self, user: User, message: Message, text: str) -> Ack:
        """Somebody changes what they wrote."""
        message.becomes(message.activity | activities.written(text))
        return await self._happened_to(user, message, "messageUpdate", "editMessage")

    @act
    async def deletes(self, user: User, message: Message) -> Ack:
        """Somebody deletes what they wrote."""
        message.deleted = True
        return await self._happened_to(user, message, "messageDelete", "softDeleteMessage")

    @act
    async def undeletes(self, user: User, message: Message) -> Ack:
        """Somebody takes the deletion back."""
        message.deleted = False
        return await self._happened_to(user, message, "messageUpdate", "undeleteMessage")

    async def _happened_to(self, user: User, message: Message, kind: str, event: str) -> Ack:
        where = self._where(user, message)
        more: Json = {"id": message.id, "channelData": {"eventType": event}}
        if kind == "messageUpdate":
            more |= {"text": message.text, "textFormat": "plain"}
        return await self._tell(user, kind, more, where)

    @act
    async def reacts(self, user: User, message: Message, kind: str = "like", *, removed: bool = False) -> Ack:
        """Somebody sets or takes back a reaction on one of the bot's messages."""
        name = "reactionsRemoved" if removed else "reactionsAdded"
        more = {name: [{"type": kind}], "replyToId": message.id}
        return await self._tell(user, "messageReaction", more, self._where(user, message))

    @act
    async def types(self, user: User) -> Ack:
        return await self._tell(user, "typing", {})

    @act
    async def sends(self, user: User, activity: Json, conversation: Conversation | None = None) -> Ack:
        """Any activity at all: what is given lies over what every activity has; None takes a field away."""
        return await self._tell(user, activity.get("type", "message"), activity, conversation)

    @act
    async def invokes(
        self, user: User, name: str, value: object = None, message: Message | None = None
    ) -> Ack:
        """An invoke by its name, whatever its value."""
        return await self._tell(user, "invoke", activities.invoked(message, name, value))

    def _filled(
        self, card: object, title: str, values: dict[str, object] | None, *, forged: bool = False
    ) -> tuple[Json, dict[str, str]]:
        """The action with this title and the inputs as the screen sends them with it."""
        action = pressed(card, title)
        sent = action.get("associatedInputs", "auto") != "none"
        state = filled(card, values) if sent else {}
        held_back = [] if forged or not sent else refused(card, state)
        if held_back:
            raise AssertionError(f"Teams does not send this card: {'; '.join(held_back)}")
        return action, state


def _merged(found: Json, more: Json) -> Json:
    """One activity over another; channelData and entities are joined."""
    joined = dict(more)
    if isinstance(joined.get("channelData"), dict):
        joined["channelData"] = found["channelData"] | joined["channelData"]
    if isinstance(joined.get("entities"), list):
        joined["entities"] = [*found["entities"], *joined["entities"]]
    return {name: each for name, each in (found | joined).items() if each is not None}
