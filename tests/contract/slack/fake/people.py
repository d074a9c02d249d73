"""What people do in Slack: they write, press, fill in, open, close and send commands."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from tests.contract.slack.fake import methods_views as views
from tests.contract.slack.fake import payloads
from tests.contract.slack.fake.delivery import Ack, Delivery
from tests.contract.slack.fake.filling import filled
from tests.contract.slack.fake.response_urls import ResponseUrls
from tests.contract.slack.fake.state import Channel, File, Message, User, Workspace
from tests.contract.slack.fake.words import Json, escaped, pressed
from tests.contract.slack.fake.world import Refused, World
from tests.contract.stand_in.server import act


class People:
    """Everything that somebody can do; each returns how the app acknowledged it."""

    world: World
    delivery: Delivery
    answers: ResponseUrls
    run: Callable[[Coroutine[Any, Any, Ack]], Ack]

    async def _event(self, workspace: Workspace, event: Json) -> Ack:
        name = "message.im" if event["type"] == "message" else event["type"]
        if name not in self.world.app.subscribed:
            return Ack(0, "not subscribed")
        payload = payloads.event_callback(self.world, workspace, event)
        return await self.delivery.deliver("events_api", payload)

    @act
    async def opens_home(self, user: User) -> Ack:
        return await self._opens(user, "home")

    @act
    async def opens_messages(self, user: User) -> Ack:
        return await self._opens(user, "messages")

    async def _opens(self, user: User, tab: str) -> Ack:
        channel = self.world.direct(user.workspace, user)
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": tab}
        event["event_ts"] = self.world.ids.stamp(self.world.now())
        home = user.workspace.homes.get(user.id)
        if tab == "home" and home:
            event["view"] = views.shown(self.world, user.workspace, home)
        return await self._event(user.workspace, event)

    @act
    async def writes(self, user: User, text: str) -> Ack:
        """A direct message to the bot."""
        return await self._says(user, self.world.direct(user.workspace, user), text)

    @act
    async def sends_file(
        self, user: User, name: str = "bild.png", content: bytes = b"\x89PNG", text: str = ""
    ) -> Ack:
        file = File(self.world.ids.new("F"), name, len(content), user.id, title=name, content=content)
        file.finished_at = self.world.now()
        user.workspace.files[file.id] = file
        return await self._says(user, self.world.direct(user.workspace, user), text, file)

    async def _says(self, user: User, channel: Channel, text: str, file: File | None = None) -> Ack:
        said = escaped(text)
        files = [file.id] if file else []
        message = self.world.say(channel, user.id, said, blocks=payloads.spoken(said), files=files)
        event = payloads.written(self.world, user.workspace, message)
        where = {"channel": channel.id, "event_ts": message.ts, "channel_type": "im"}
        kind = {"subtype": "file_share", "upload": False} if file else {}
        return replace(await self._event(user.workspace, event | where | kind), message=message)

    @act
    async def edits(self, user: User, message: Message, text: str) -> Ack:
        """Somebody changes what they wrote."""
        before = payloads.written(self.world, user.workspace, message)
        message.becomes(escaped(text), payloads.spoken(escaped(text)))
        now = payloads.written(self.world, user.workspace, message)
        changed = {"subtype": "message_changed", "message": now, "previous_message": before}
        return await self._happened_to(user, message, changed)

    @act
    async def deletes(self, user: User, message: Message) -> Ack:
        """Somebody deletes what they wrote."""
        message.deleted = True
        before = payloads.written(self.world, user.workspace, message)
        gone = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": before}
        return await self._happened_to(user, message, gone)

    async def _happened_to(self, user: User, message: Message, change: Json) -> Ack:
        stamp = self.world.ids.stamp(self.world.now())
        where = {"channel": message.channel, "ts": stamp, "event_ts": stamp, "channel_type": "im"}
        return await self._event(user.workspace, {"type": "message", "hidden": True} | where | change)

    @act
    async def mentions(self, user: User, channel: Channel, text: str) -> Ack:
        """Somebody calls the bot in a channel; Slack tells it only where it is a member."""
        bot = user.workspace.bot
        said = f"<@{bot.id}> {escaped(text)}"
        message = self.world.say(channel, user.id, said, blocks=payloads.spoken(said))
        if bot.id not in channel.members:
            return Ack(0, "not a member", message=message)
        event = payloads.written(self.world, user.workspace, message)
        event |= {"type": "app_mention", "channel": channel.id, "event_ts": message.ts}
        return replace(await self._event(user.workspace, event), message=message)

    @act
    async def command(self, user: User, text: str = "", channel: Channel | None = None) -> Ack:
        """A slash command, in the conversation with the bot when no channel is named."""
        place = channel or self.world.direct(user.workspace, user)
        payload = payloads.slash_command(self.world, user, place, text)
        ack = await self.delivery.deliver("slash_commands", payload)
        found = self.world.response_urls[payload["response_url"].removeprefix(self.world.base)]
        if ack.ok and ack.body:
            body = ack.body if isinstance(ack.body, dict) else {"text": ack.body}
            self._quietly(lambda: self.answers.carry_out(found, body))
        return replace(ack, response_url=payload["response_url"], trigger_id=payload["trigger_id"])

    @act
    async def shortcut(self, user: User, callback_id: str, message: Message | None = None) -> Ack:
        """One of the app's shortcuts: at a message, or nowhere in particular."""
        if message:
            payload = payloads.message_action(self.world, user, callback_id, message)
        else:
            payload = payloads.shortcut(self.world, user, callback_id)
        ack = await self.delivery.deliver("interactive", payload)
        return replace(ack, trigger_id=payload["trigger_id"], response_url=payload.get("response_url", ""))

    @act
    async def presses(
        self, user: User, message: Message, label: str, values: dict[str, object] | None = None
    ) -> Ack:
        """A press in a message, as it is now or as an earlier `snapshot` shows it."""
        action = self._action(message.blocks, label)
        channel = user.workspace.channels[message.channel]
        kept = self._standing(channel, message)
        payload = payloads.block_actions(self.world, user, [action], filled(message.blocks, values))
        payload |= payloads.in_message(self.world, user, channel, message)
        payload["response_url"] = self.world.response_url("actions", user, channel, kept)
        ack = await self.delivery.deliver("interactive", payload)
        return replace(ack, response_url=payload["response_url"], trigger_id=payload["trigger_id"])

    def _standing(self, channel: Channel, message: Message) -> Message:
        """The message itself, where what is pressed is a picture of how it was."""
        hidden = (each for each in channel.ephemerals if each.ts == message.ts)
        return channel.messages.get(message.ts) or next(hidden, message)

    def _action(self, blocks: list[Json], label: str) -> Json:
        block, element, chosen = pressed(blocks, label)
        stamp = self.world.ids.stamp(self.world.now())
        named = {"action_id": element["action_id"], "block_id": block["block_id"], "type": element["type"]}
        style = {"style": element["style"]} if "style" in element else {}
        filled_in = {name: value for name, value in chosen.items() if value is not None}
        return named | filled_in | style | {"action_ts": stamp}

    def _quietly(self, do: Callable[[], None]) -> None:
        """What is wrong in an acknowledgement stands among the violations; nobody is told more."""
        try:
            do()
        except Refused:
            return
