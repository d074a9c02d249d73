"""auth.*, users.*, usergroups.*: who is who."""

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.state import User
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused


@method("api.test", "*", kind="")
def test(call: Call) -> Json:
    if call.args.get("error"):
        raise Refused(call.text("error"), args=call.args)
    return {"args": call.args}


@method("auth.test", "")
def who(call: Call) -> Json:
    bot, workspace = call.workspace.bot, call.workspace
    names = {"team": workspace.name, "user": bot.handle, "team_id": workspace.id, "user_id": bot.id}
    url = f"https://{workspace.domain}.slack.com/"
    return {"url": url, "bot_id": workspace.bot_id, "is_enterprise_install": False} | names


@method("auth.revoke", "test")
def revoke(call: Call) -> Json:
    if call.flag("test"):
        return {"revoked": False}
    call.token.revoked = True
    return {"revoked": True}


@method("users.info", "user include_locale", "users:read", form_only=True)
def info(call: Call) -> Json:
    user = call.workspace.users.get(call.text("user", "user_not_found"))
    if not user:
        raise Refused("user_not_found")
    return {"user": shown(user, emails="users:read.email" in call.token.scopes)}


@method("users.lookupByEmail", "email", "users:read.email", form_only=True)
def lookup(call: Call) -> Json:
    user = call.workspace.by_email.get(call.text("email", "users_not_found").casefold())
    if not user or user.deleted:
        raise Refused("users_not_found")
    return {"user": shown(user, emails=True)}


@method("users.list", "cursor limit include_locale", "users:read", form_only=True)
def listed(call: Call) -> Json:
    page, cursor = call.page(list(call.workspace.users.values()))
    emails = "users:read.email" in call.token.scopes
    members = [shown(user, emails=emails) for user in page]
    stamp = {"cache_ts": int(call.world.now())}
    return {"members": members, "response_metadata": {"next_cursor": cursor}} | stamp


@method("usergroups.list", "include_count include_disabled include_users", "usergroups:read")
def groups(call: Call) -> Json:
    found = []
    for group in call.workspace.groups.values():
        shape = {"id": group.id, "team_id": call.workspace.id, "is_usergroup": True, "date_delete": 0}
        users = {"users": group.users} if call.flag("include_users") else {}
        found.append(
            shape | {"handle": group.handle, "name": group.name, "user_count": len(group.users)} | users
        )
    return {"usergroups": found}


def shown(user: User, *, emails: bool) -> Json:
    """Somebody as the API and the events hand them out."""
    profile = {
        "real_name": user.name,
        "display_name": user.name.split()[0],
        "real_name_normalized": user.name,
        "display_name_normalized": user.name.split()[0],
        "team": user.workspace.id,
    }
    if emails and user.email:
        profile["email"] = user.email
    found: Json = {
        "id": user.id,
        "team_id": user.workspace.id,
        "name": user.handle,
        "deleted": user.deleted,
        "profile": profile,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": user.updated,
    }
    if user.is_stranger:
        found["is_stranger"] = True
    if user.deleted:
        return found
    flags = {"is_restricted": user.is_restricted, "is_ultra_restricted": user.is_ultra_restricted}
    rank = {"is_admin": False, "is_owner": False, "is_primary_owner": False, "is_email_confirmed": True}
    zone = {"tz": "Europe/Stockholm", "tz_label": "Central European Time", "tz_offset": 3600}
    return found | flags | rank | zone | {"real_name": user.name, "locale": user.locale}
