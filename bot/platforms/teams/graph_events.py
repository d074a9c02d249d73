"""Events in somebody's calendar with a meeting online: made once, changed, called off."""

from datetime import UTC, datetime, timedelta

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.models.attendee import Attendee
from msgraph.generated.models.attendee_type import AttendeeType
from msgraph.generated.models.body_type import BodyType
from msgraph.generated.models.date_time_time_zone import DateTimeTimeZone
from msgraph.generated.models.email_address import EmailAddress
from msgraph.generated.models.event import Event
from msgraph.generated.models.item_body import ItemBody
from msgraph.generated.models.location import Location
from msgraph.generated.models.online_meeting_provider_type import OnlineMeetingProviderType
from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (
    CalendarViewRequestBuilder,
)
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.graph_service_client import GraphServiceClient

from bot.platforms.teams.graph_asking import Asking
from bot.platforms.teams.meeting import Booked, Meeting
from bot.platforms.teams.wire import Refused, Unclear

_GONE = frozenset({404, 410})
_THERE_ALREADY = 409
_AROUND = timedelta(days=1)
_MOST = 500


class Events:
    """The calendars that the registration may write in; ``organiser`` is a mailbox's address or id."""

    def __init__(self, client: GraphServiceClient, asking: Asking) -> None:
        self._client = client
        self._asking = asking

    async def create(self, organiser: str, meeting: Meeting) -> Booked:
        """Put a meeting in; a second time with the same key gives the one that is there."""
        event = _event(meeting)
        event.transaction_id = meeting.key
        events = self._client.users.by_user_id(organiser).events
        try:
            return _booked(await self._asking.ask(lambda: events.post(event)))
        except Refused as problem:
            if problem.status != _THERE_ALREADY:
                raise
        return await self._there(organiser, meeting)

    async def _there(self, organiser: str, meeting: Meeting) -> Booked:
        """The meeting with this key, looked for around its time; Unclear where somebody has moved it."""
        asked = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(
            start_date_time=(meeting.starts_at - _AROUND).isoformat(),
            end_date_time=(meeting.ends_at + _AROUND).isoformat(),
            select=["id", "transactionId", "onlineMeeting"],
            top=_MOST,
        )
        view = self._client.users.by_user_id(organiser).calendar_view
        found = await self._asking.ask(lambda: view.get(RequestConfiguration(query_parameters=asked)))
        same = [each for each in found.value or () if each.transaction_id == meeting.key]
        if not same:
            raise Unclear("a meeting that is there and is not found")
        return _booked(same[0])

    async def update(self, organiser: str, event: str, meeting: Meeting) -> Booked:
        """Change a meeting; those who are invited are told by Outlook."""
        place = self._client.users.by_user_id(organiser).events.by_event_id(event)
        return _booked(await self._asking.ask(lambda: place.patch(_event(meeting))))

    async def cancel(self, organiser: str, event: str, comment: str) -> None:
        """Call a meeting off and tell those who were invited; one that is gone already stays so."""
        place = self._client.users.by_user_id(organiser).events.by_event_id(event)
        try:
            await self._asking.tell(lambda: place.cancel.post(CancelPostRequestBody(comment=comment)))
        except Refused as problem:
            if problem.status not in _GONE:
                raise


def _event(meeting: Meeting) -> Event:
    return Event(
        subject=meeting.subject,
        body=ItemBody(content_type=BodyType.Text, content=meeting.text),
        start=_instant(meeting.starts_at),
        end=_instant(meeting.ends_at),
        location=Location(display_name=meeting.place),
        attendees=[
            Attendee(type=AttendeeType.Required, email_address=EmailAddress(address=address))
            for address in meeting.invited
        ],
        is_online_meeting=meeting.online,
        online_meeting_provider=OnlineMeetingProviderType.TeamsForBusiness if meeting.online else None,
    )


def _instant(when: datetime) -> DateTimeTimeZone:
    return DateTimeTimeZone(date_time=when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), time_zone="UTC")


def _booked(event: Event) -> Booked:
    if not event.id:
        raise Unclear("an event without an id")
    meeting = event.online_meeting
    return Booked(event.id, (meeting.join_url or "") if meeting else "")
