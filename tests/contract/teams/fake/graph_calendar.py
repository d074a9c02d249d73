"""Graph at the wire: events in people's calendars, with their online meetings."""

from aiohttp import web

from tests.contract.teams.fake.graph import V1, caller, user_of
from tests.contract.teams.fake.ids import instant
from tests.contract.teams.fake.state import User
from tests.contract.teams.fake.wire import failing, json_of
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

PLACE = f"{V1}/users/{{user}}/events"
KNOWN = frozenset(
    (
        "allowNewTimeProposals",
        "attendees",
        "body",
        "categories",
        "end",
        "hideAttendees",
        "importance",
        "isAllDay",
        "isOnlineMeeting",
        "isReminderOn",
        "location",
        "onlineMeetingProvider",
        "reminderMinutesBeforeStart",
        "responseRequested",
        "sensitivity",
        "showAs",
        "start",
        "subject",
        "transactionId",
    )
)


class Calendar:
    """Answers about events; one transactionId makes one event, however often it is sent."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(PLACE, self._create),
            web.get(f"{PLACE}/{{event}}", self._get),
            web.patch(f"{PLACE}/{{event}}", self._change),
            web.delete(f"{PLACE}/{{event}}", self._delete),
            web.post(f"{PLACE}/{{event}}/cancel", self._cancel),
        ]

    def _whose(self, request: web.Request, call: str) -> User:
        tenant = caller(self.world, request, call, "Calendars.ReadWrite", denied="ErrorAccessDenied")
        found = user_of(self.world, tenant, request)
        if not found.enabled or not found.mailbox:
            sentence = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise Refused(404, "MailboxNotEnabledForRESTAPI", sentence)
        return found

    async def _asked(self, request: web.Request, call: str) -> Json:
        asked = {name: each for name, each in (await json_of(request)).items() if "@" not in name}
        unknown = set(asked) - KNOWN
        if unknown:
            self.world.violates(f"{call}: unknown fields {', '.join(sorted(unknown))}")
        for name in {"start", "end"} & set(asked):
            moment = asked[name]
            if not isinstance(moment, dict) or not moment.get("dateTime") or not moment.get("timeZone"):
                self.world.violates(f"{call}: {name} {moment!r}")
                raise Refused(400, "ErrorInvalidPropertyValue", f"Invalid value: {name}")
        return asked

    @failing("graph.events.create")
    async def _create(self, request: web.Request) -> web.Response:
        user = self._whose(request, "events.create")
        asked = await self._asked(request, "graph.events.create")
        if not {"subject", "start", "end"} <= set(asked):
            raise Refused(400, "ErrorPropertyRequired", "Required property is missing.")
        if not asked.get("transactionId"):
            self.world.violates("graph.events.create: without transactionId")
        known = self._known(user, str(asked.get("transactionId") or ""))
        if known and self.world.conflicts_on_duplicate:
            raise Refused(409, "ErrorDuplicateTransactionId", "The TransactionId is a duplicate.")
        found = known or self._made(user, asked)
        return web.json_response(_shown(found), status=201)

    def _known(self, user: User, transaction: str) -> Json | None:
        for each in user.tenant.events.values():
            if transaction and (each["_owner"], each.get("transactionId")) == (user.aad_id, transaction):
                return each
        return None

    def _made(self, user: User, asked: Json) -> Json:
        name = f"AAMk{self.world.ids.secret(60)}"
        stamp = instant(self.world.now())
        found = asked | {"id": name, "_owner": user.aad_id, "isCancelled": False, "createdDateTime": stamp}
        found["organizer"] = {"emailAddress": {"name": user.name, "address": user.email}}
        found["webLink"] = f"https://outlook.office365.com/owa/?itemid={name}"
        if asked.get("isOnlineMeeting"):
            place = f"https://teams.microsoft.com/l/meetup-join/{self.world.ids.secret(20)}"
            found["onlineMeeting"] = {"joinUrl": place}
            found["onlineMeetingProvider"] = "teamsForBusiness"
        user.tenant.events[name] = found
        return found

    def _named(self, request: web.Request, call: str) -> Json:
        user = self._whose(request, call)
        found = user.tenant.events.get(request.match_info["event"])
        if not found or found["_owner"] != user.aad_id:
            raise Refused(404, "ErrorItemNotFound", "The specified object was not found in the store.")
        return found

    @failing("graph.events.get")
    async def _get(self, request: web.Request) -> web.Response:
        return web.json_response(_shown(self._named(request, "events.get")))

    @failing("graph.events.change")
    async def _change(self, request: web.Request) -> web.Response:
        found = self._named(request, "events.change")
        asked = await self._asked(request, "graph.events.change")
        if asked.get("transactionId", found.get("transactionId")) != found.get("transactionId"):
            raise Refused(400, "ErrorInvalidPropertySet", "transactionId cannot be changed.")
        found.update(asked)
        return web.json_response(_shown(found))

    @failing("graph.events.delete")
    async def _delete(self, request: web.Request) -> web.Response:
        found = self._named(request, "events.delete")
        del self._whose(request, "events.delete").tenant.events[found["id"]]
        return web.Response(status=204)

    @failing("graph.events.cancel")
    async def _cancel(self, request: web.Request) -> web.Response:
        found = self._named(request, "events.cancel")
        await json_of(request)
        found["isCancelled"] = True
        return web.Response(status=202)


def _shown(event: Json) -> Json:
    return {name: each for name, each in event.items() if not name.startswith("_")}
