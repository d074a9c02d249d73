"""The bot's own installations: where the app is in the catalogue, and bringing it to somebody."""

from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph.generated.app_catalogs.teams_apps.teams_apps_request_builder import TeamsAppsRequestBuilder
from msgraph.generated.models.user_scope_teams_app_installation import UserScopeTeamsAppInstallation
from msgraph.generated.users.item.teamwork.installed_apps.installed_apps_request_builder import (
    InstalledAppsRequestBuilder,
)
from msgraph.graph_service_client import GraphServiceClient

from bot.platforms.teams.graph_asking import Asking
from bot.platforms.teams.graph_people import ids, quoted, text
from bot.platforms.teams.wire import Json, NotLetIn, Refused, Unclear

_FORBIDDEN, _MISSING, _THERE_ALREADY = 403, 404, 409


class Apps:
    """The app with a registration's id, as the manifest gives it."""

    def __init__(self, client: GraphServiceClient, asking: Asking, app_id: str) -> None:
        self._client = client
        self._asking = asking
        self._app_id = app_id

    async def in_catalogue(self) -> str:
        """The app's id in the organisation's catalogue, "" where it is not there or may not be looked for."""
        asked = TeamsAppsRequestBuilder.TeamsAppsRequestBuilderGetQueryParameters(
            filter=f"externalId eq {quoted(self._app_id)}", select=["id", "externalId"]
        )
        wanted = RequestConfiguration(query_parameters=asked)
        apps = self._client.app_catalogs.teams_apps
        try:
            found = await self._asking.read(lambda: apps.to_get_request_information(wanted))
        except NotLetIn:
            raise
        except Refused as problem:
            if problem.status in {_FORBIDDEN, _MISSING}:
                return ""
            raise
        return next(iter(ids(found)), "")

    async def known_from(self, user: str) -> str:
        """The same id as somebody has it who has added the app already, "" for somebody who has not."""
        return text((await self._installed(user)).get("teamsApp"), "id")

    async def install(self, user: str, app: str) -> bool:
        """Bring the app with this id in the catalogue to somebody; False when they have it already."""
        address = f"https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/{app}"
        body = UserScopeTeamsAppInstallation(additional_data={"teamsApp@odata.bind": address})
        apps = self._client.users.by_user_id(user).teamwork.installed_apps
        try:
            await self._asking.read(lambda: apps.to_post_request_information(body))
        except Refused as problem:
            if problem.status == _THERE_ALREADY:
                return False
            raise
        return True

    async def chat(self, user: str) -> str:
        """The id of somebody's own chat with the bot; Unclear while there is none."""
        number = text(await self._installed(user), "id")
        if not number:
            raise Unclear("not installed yet")
        apps = self._client.users.by_user_id(user).teamwork.installed_apps
        chat = apps.by_user_scope_teams_app_installation_id(number).chat
        found = text(await self._asking.read(chat.to_get_request_information), "id")
        if not found:
            raise Unclear("a chat without an id")
        return found

    async def _installed(self, user: str) -> Json:
        asked = InstalledAppsRequestBuilder.InstalledAppsRequestBuilderGetQueryParameters(
            expand=["teamsApp"], filter=f"teamsApp/externalId eq {quoted(self._app_id)}"
        )
        wanted = RequestConfiguration(query_parameters=asked)
        apps = self._client.users.by_user_id(user).teamwork.installed_apps
        found = (await self._asking.read(lambda: apps.to_get_request_information(wanted))).get("value")
        first = found[0] if isinstance(found, list) and found else None
        return first if isinstance(first, dict) else {}
