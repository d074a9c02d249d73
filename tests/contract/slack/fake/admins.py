"""What happens in the workspace around the app: people come and go, channels change, the app is removed."""

from dataclasses import replace

from tests.contract.slack.fake.delivery import Ack
from tests.contract.slack.fake.forms import Forms
from tests.contract.slack.fake.methods_people import shown
from tests.contract.slack.fake.state import Channel, User, Workspace
from tests.contract.slack.fake.words import Json
from tests.contract.stand_in.server import act


class Admins(Forms):
    """Each returns how the app acknowledged the event."""

    @act
    async def changes(self, user: User, **fields: object) -> Ack:
        """Somebody's account changes: deleted, email, name, is_restricted, locale …."""
        by_email = user.workspace.by_email
        by_email.pop(user.email.casefold(), None)
        for name, value in fields.items():
            setattr(user, name, value)
        if user.email:
            by_email[user.email.casefold()] = user
        user.updated = int(self.world.now())
        return await self._about(user, "user_change")

    @act
    async def joins(self, name: str, email: str, workspace: Workspace | None = None, **flags: object) -> Ack:
        """Somebody new comes to the workspace."""
        place = workspace or next(iter(self.world.workspaces.values()))
        return await self._about(self.world.add_user(place, name, email, **flags), "team_join")

    async def _about(self, user: User, kind: str) -> Ack:
        emails = "users:read.email" in self.world.token_of(user.workspace).scopes
        stamp = {"event_ts": self.world.ids.stamp(self.world.now()), "cache_ts": int(self.world.now())}
        event: Json = {"type": kind, "user": shown(user, emails=emails)} | stamp
        return await self._event(user.workspace, event)

    @act
    async def renames(self, channel: Channel, name: str) -> Ack:
        channel.name = name
        named = {"id": channel.id, "name": name, "name_normalized": name, "created": 1_700_000_000}
        return await self._channel_event(channel, "rename", {"channel": named})

    @act
    async def archives(self, channel: Channel) -> Ack:
        channel.is_archived = True
        return await self._channel_event(channel, "archive", {"channel": channel.id})

    @act
    async def unarchives(self, channel: Channel) -> Ack:
        channel.is_archived = False
        return await self._channel_event(channel, "unarchive", {"channel": channel.id})

    @act
    async def removes(self, channel: Channel) -> Ack:
        """A channel is deleted."""
        workspace = self._workspace_of(channel)
        ack = await self._channel_event(channel, "deleted", {"channel": channel.id})
        del workspace.channels[channel.id]
        return ack

    async def _channel_event(self, channel: Channel, what: str, more: Json) -> Ack:
        """Of a private channel the app hears only as its member."""
        workspace = self._workspace_of(channel)
        if channel.is_private and workspace.bot.id not in channel.members:
            return Ack(0, "not a member")
        kind = f"{'group' if channel.is_private else 'channel'}_{what}"
        stamp = {"event_ts": self.world.ids.stamp(self.world.now())}
        return await self._event(workspace, {"type": kind} | more | stamp)

    def _workspace_of(self, channel: Channel) -> Workspace:
        return next(each for each in self.world.workspaces.values() if channel.id in each.channels)

    @act
    async def enters(self, user: User, channel: Channel, inviter: User | None = None) -> Ack:
        """Somebody (or the bot) comes into a channel."""
        if user.id not in channel.members:
            channel.members.append(user.id)
        more = {"inviter": inviter.id} if inviter else {}
        return await self._member("member_joined_channel", user, channel, more)

    @act
    async def leaves(self, user: User, channel: Channel) -> Ack:
        """Somebody (or the bot) leaves a channel, or is removed from it."""
        ack = await self._member("member_left_channel", user, channel, {})
        channel.members.remove(user.id)
        return ack

    async def _member(self, kind: str, user: User, channel: Channel, more: Json) -> Ack:
        if user.workspace.bot.id not in channel.members:
            return Ack(0, "not a member")
        where = {"user": user.id, "channel": channel.id, "team": user.workspace.id}
        shape = {"channel_type": "G" if channel.is_private else "C"}
        stamp = {"event_ts": self.world.ids.stamp(self.world.now())}
        return await self._event(user.workspace, {"type": kind} | where | shape | stamp | more)

    @act
    async def revokes(self, workspace: Workspace | None = None) -> Ack:
        """The bot's token is taken back."""
        place = workspace or next(iter(self.world.workspaces.values()))
        self._forget(place)
        tokens = {"oauth": [], "bot": [place.bot.id]}
        stamp = {"event_ts": self.world.ids.stamp(self.world.now())}
        return await self._event(place, {"type": "tokens_revoked", "tokens": tokens} | stamp)

    @act
    async def uninstalls(self, workspace: Workspace | None = None) -> Ack:
        """The app is removed from a workspace."""
        place = workspace or next(iter(self.world.workspaces.values()))
        self._forget(place)
        stamp = {"event_ts": self.world.ids.stamp(self.world.now())}
        return await self._event(place, {"type": "app_uninstalled"} | stamp)

    def _forget(self, workspace: Workspace) -> None:
        for token in self.world.tokens.values():
            token.revoked = token.revoked or token.workspace is workspace

    @act
    async def verifies_address(self) -> Ack:
        """What Slack asks when the address is first entered; the app must give the challenge back."""
        challenge = self.world.ids.secret(50)
        asked = {"token": self.world.app.verification, "challenge": challenge, "type": "url_verification"}
        ack = await self.delivery.deliver("events_api", asked)
        answered = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        if ack.ok and answered != challenge:
            self.world.violates("url_verification: the challenge did not come back")
            return replace(ack, status=0)
        return ack
