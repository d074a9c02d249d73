"""files.*: the three calls that put a file into a workspace."""

import mimetypes

from aiohttp import web

from tests.contract.slack.fake.call import Call, method
from tests.contract.slack.fake.state import File, Workspace
from tests.contract.slack.fake.words import Json
from tests.contract.slack.fake.world import Refused, World


@method("files.getUploadURLExternal", "filename length alt_txt snippet_type", "files:write", form_only=True)
def upload_url(call: Call) -> Json:
    name = call.text("filename", "invalid_arguments")
    length = call.number("length", 0)
    if not length:
        call.wrong("length is missing")
    file = File(call.world.ids.new("F"), name, length, call.workspace.bot.id, call.text("alt_txt"))
    call.workspace.files[file.id] = file
    return {"file_id": file.id, "upload_url": f"{call.world.base}/upload/v1/{call.workspace.id}/{file.id}"}


async def uploaded(world: World, request: web.Request) -> web.Response:
    """The raw bytes: as the body, or as the one part of a form."""
    workspace = world.workspaces.get(request.match_info["workspace"])
    file = workspace.files.get(request.match_info["file"]) if workspace else None
    if not file or file.content is not None:
        return web.Response(status=404, text="not found")
    content = await _bytes(request)
    if len(content) != file.length:
        world.violates(f"upload of {len(content)} bytes where {file.length} were announced")
        return web.Response(status=400, text="size mismatch")
    file.content = content
    return web.Response(text=f"OK - {len(content)}")


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    parts = await request.post()
    found = next((part for part in parts.values() if isinstance(part, web.FileField)), None)
    return found.file.read() if found else b""


@method(
    "files.completeUploadExternal",
    "files channel_id channels initial_comment thread_ts blocks",
    "files:write",
)
def completed(call: Call) -> Json:
    named = call.parsed("files", "invalid_arguments")
    if not isinstance(named, list) or not named:
        call.wrong("files is missing")
    files = [_finished(call, each) for each in named]
    shared = call.text("channel_id") or call.text("channels")
    for channel in filter(None, shared.split(",")):
        _share(call, channel, files)
    return {"files": [shown(call.world, call.workspace, each) for each in files]}


def _finished(call: Call, named: Json) -> File:
    file = call.workspace.files.get(str(named.get("id")))
    if not file or file.content is None:
        call.wrong("a file that was not uploaded", "file_not_found")
    file.title, file.finished_at = str(named.get("title") or file.name), call.world.now()
    return file


def _share(call: Call, named: str, files: list[File]) -> None:
    channel = call.workspace.channels.get(named)
    if not channel or not call.is_member(channel):
        raise Refused("channel_not_found")
    ids = [each.id for each in files]
    comment = call.text("initial_comment")
    call.world.say(channel, call.workspace.bot.id, comment, files=ids, bot_id=call.workspace.bot_id)
    for each in files:
        each.shared_in.append(channel.id)


@method("files.info", "file cursor limit", "files:read", form_only=True)
def info(call: Call) -> Json:
    file = call.workspace.files.get(call.text("file", "file_not_found"))
    if not file or not file.finished_at:
        raise Refused("file_not_found")
    return {"file": shown(call.world, call.workspace, file), "comments": []}


def shown(world: World, workspace: Workspace, file: File) -> Json:
    """A file as the API hands it out: what kind it is shows only once Slack has looked at it."""
    kind = mimetypes.guess_type(file.name)[0] if file.id in world.pictures(workspace) else ""
    address = f"https://files.slack.com/files-pri/{workspace.id}-{file.id}/{file.name}"
    named = {"id": file.id, "name": file.name, "title": file.title, "size": file.length, "user": file.user}
    more = {"channels": file.shared_in, "ims": [], "groups": [], "alt_txt": file.alt_text}
    return named | more | {"mimetype": kind or "", "url_private": address, "created": 1_700_000_000}
