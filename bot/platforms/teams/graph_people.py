"""Who is in a tenant, and who is in one of its groups, a page at a time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from uuid import UUID

from kiota_abstractions.base_request_configuration import RequestConfiguration
from kiota_abstractions.headers_collection import HeadersCollection
from msgraph.generated.groups.groups_request_builder import GroupsRequestBuilder
from msgraph.generated.groups.item.transitive_members.graph_user.graph_user_request_builder import (
    GraphUserRequestBuilder,
)
from msgraph.generated.users.users_request_builder import UsersRequestBuilder
from msgraph.graph_service_client import GraphServiceClient

from bot.platforms.teams.graph_asking import Asking
from bot.platforms.teams.wire import Json

_PAGE = 999
_FIELDS = [
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "accountEnabled",
    "userType",
    "preferredLanguage",
    "department",
    "jobTitle",
    "officeLocation",
]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A user of a tenant, as a roster needs it; ``email`` is the sign-in name where there is no mail.

    A guest is not ``active``: the address is one that another organisation, or nobody, answers for.
    """

    id: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    active: bool
    language: str
    department: str = ""
    job: str = ""
    office: str = ""


class People:
    """A tenant's users and groups."""

    def __init__(self, client: GraphServiceClient, asking: Asking) -> None:
        self._client = client
        self._asking = asking

    async def everybody(self) -> AsyncIterator[list[Somebody]]:
        """Every user, page by page."""
        asked = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(select=_FIELDS, top=_PAGE)
        wanted = RequestConfiguration(query_parameters=asked)
        async for page in self._asking.pages(lambda: self._client.users.to_get_request_information(wanted)):
            yield _listed(page)

    async def with_address(self, email: str) -> str:
        """The id of the user with this address, "" for none."""
        asked = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
            filter=f"mail eq {quoted(email)}", select=["id", "mail"]
        )
        wanted = RequestConfiguration(query_parameters=asked)
        found = await self._asking.read(lambda: self._client.users.to_get_request_information(wanted))
        return next(iter(ids(found)), "")

    async def group(self, wanted: str) -> tuple[str, ...]:
        """The ids of the groups with this name, or the id itself where it is one."""
        try:
            return (str(UUID(wanted)),)
        except ValueError:
            asked = GroupsRequestBuilder.GroupsRequestBuilderGetQueryParameters(
                filter=f"displayName eq {quoted(wanted)}", select=["id", "displayName"]
            )
        named = RequestConfiguration(query_parameters=asked)
        return ids(await self._asking.read(lambda: self._client.groups.to_get_request_information(named)))

    async def members(self, group: str) -> AsyncIterator[list[Somebody]]:
        """The users in a group and in the groups within it, page by page."""
        asked = GraphUserRequestBuilder.GraphUserRequestBuilderGetQueryParameters(
            count=True, select=_FIELDS, top=_PAGE
        )
        # Only the users of a group are what Graph calls an advanced query.
        advanced = HeadersCollection()
        advanced.add("ConsistencyLevel", "eventual")
        wanted = RequestConfiguration(headers=advanced, query_parameters=asked)
        users = self._client.groups.by_group_id(group).transitive_members.graph_user
        async for page in self._asking.pages(lambda: users.to_get_request_information(wanted)):
            yield _listed(page)


def quoted(text: str) -> str:
    """A text as a filter takes it."""
    return "'" + text.replace("'", "''") + "'"


def ids(found: Json) -> tuple[str, ...]:
    """The ids of what is listed."""
    listed = found.get("value")
    return tuple(text(each, "id") for each in listed) if isinstance(listed, list) else ()


def text(found: object, name: str) -> str:
    """A field's text, "" where there is none."""
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, str) else ""


def _listed(page: list[Json]) -> list[Somebody]:
    return [_somebody(user) for user in page if text(user, "id")]


def _somebody(user: Json) -> Somebody:
    return Somebody(
        text(user, "id"),
        text(user, "displayName"),
        (text(user, "mail") or text(user, "userPrincipalName")).strip(),
        user.get("accountEnabled") is not False and text(user, "userType").casefold() != "guest",
        "en" if text(user, "preferredLanguage").casefold().startswith("en") else "sv",
        text(user, "department"),
        text(user, "jobTitle"),
        text(user, "officeLocation"),
    )
