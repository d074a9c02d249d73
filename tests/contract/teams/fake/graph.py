"""What all of Graph shares: its token, its permissions, its query options and its pages."""

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from aiohttp import web

from tests.contract.teams.fake import tokens
from tests.contract.teams.fake.state import Tenant, User
from tests.contract.teams.fake.words import Json
from tests.contract.teams.fake.world import Refused, World

V1 = "/graph/v1.0"
KNOWN = frozenset(("$select", "$filter", "$top", "$skiptoken", "$count", "$expand", "$orderby"))
ORDINARY, MOST = 100, 999
DENIED = "Insufficient privileges to complete the operation."
_EQUAL = re.compile(r"([\w/]+) eq (?:'((?:[^']|'')*)'|(true|false))", re.IGNORECASE)
_STARTS = re.compile(r"startswith\((\w+), ?'((?:[^']|'')*)'\)", re.IGNORECASE)
_ANY = re.compile(r"(\w+)/any\((\w+): ?\2 eq '([^']*)'\)", re.IGNORECASE)
_IN = re.compile(r"(\w+) in \(([^)]*)\)", re.IGNORECASE)
Test = Callable[[Json], bool]


def caller(world: World, request: web.Request, call: str, *roles: str, denied: str = "") -> Tenant:
    """The tenant whose app calls; refused without a token that holds, a permission, or too often.

    Any one of the roles is enough; `denied` is the name under which this part of Graph says no.
    """
    header = request.headers.get("Authorization", "")
    tenant = tokens.bearer(world, header, tokens.GRAPH)
    wait = world.limits.retry_after(tenant.id, f"graph.{call}", "", world.now())
    if wait:
        raise Refused(429, "TooManyRequests", "Too many requests.", retry_after=wait)
    found = tokens.claimed_roles(header)
    if roles and not found & set(roles):
        raise Refused(403, denied or "Authorization_RequestDenied", _missing(denied, roles, found))
    unknown = set(request.query) - KNOWN
    if unknown:
        world.violates(f"graph.{call}: unknown options {', '.join(sorted(unknown))}")
    return tenant


def _missing(denied: str, roles: tuple[str, ...], found: set[str]) -> str:
    if denied != "Forbidden":
        return DENIED
    wanted, had = ", ".join(roles), ", ".join(sorted(found))
    needs = f"Missing role permissions on the request. API requires one of '{wanted}'."
    return f"{needs} Roles on the request '{had}'."


def user_of(world: World, tenant: Tenant, request: web.Request) -> User:
    """The user of the address, by object id or principal name."""
    named = request.match_info["user"]
    found = world.user(tenant, named)
    if not found:
        raise Refused(404, "Request_ResourceNotFound", f"Resource '{named}' does not exist.")
    return found


def page(world: World, request: web.Request, found: Iterable[Json], kind: str) -> web.Response:
    """The page that is asked for, filtered, with the link to the next."""
    tests = _tests(world, request.query.get("$filter", ""))
    kept = [each for each in found if all(test(each) for test in tests)]
    start, most = int(request.query.get("$skiptoken", 0)), int(request.query.get("$top", ORDINARY))
    if not 1 <= most <= MOST:
        raise Refused(400, "Request_UnsupportedQuery", f"Invalid page size specified: '{most}'.")
    shown = [selected(request, each) for each in kept[start : start + most]]
    answer: Json = {"@odata.context": f"{world.base}{V1}/$metadata#{kind}", "value": shown}
    if start + most < len(kept):
        options = dict(request.query) | {"$skiptoken": str(start + most)}
        answer["@odata.nextLink"] = f"{world.base}{request.path}?{urlencode(options)}"
    return web.json_response(answer)


def selected(request: web.Request, whole: Json) -> Json:
    """Only what is asked for; without a wish what Graph gives by itself."""
    wish = request.query.get("$select", "")
    if not wish:
        return {name: each for name, each in whole.items() if name[0] != "!"}
    names = [each.strip() for each in wish.split(",")]
    unknown = [name for name in names if name not in whole and f"!{name}" not in whole]
    if unknown:
        raise Refused(400, "BadRequest", f"Could not find a property named '{unknown[0]}'.")
    kept = {name: whole.get(name, whole.get(f"!{name}")) for name in names}
    return {name: each for name, each in whole.items() if name.startswith("@")} | {"id": whole["id"]} | kept


def _tests(world: World, wish: str) -> list[Test]:
    return [_test(world, each) for each in re.split(r" and (?![^(]*\))", wish.strip()) if each]


def _test(world: World, wish: str) -> Test:
    """One condition; whatever Graph would not understand here is refused."""
    wish = wish.strip().removeprefix("(").removesuffix(")") if _EQUAL.fullmatch(wish.strip("() ")) else wish
    if found := _EQUAL.fullmatch(wish):
        name, said, flag = found.groups()
        wanted = said.replace("''", "'") if flag is None else flag.lower() == "true"
        return lambda each: _same(_value(each, name), wanted)
    if found := _STARTS.fullmatch(wish):
        name, said = found[1], found[2].replace("''", "'").casefold()
        return lambda each: str(_value(each, name) or "").casefold().startswith(said)
    if found := _ANY.fullmatch(wish):
        name, said = found[1], found[3]
        return lambda each: said in (_value(each, name) or [])
    if found := _IN.fullmatch(wish):
        name, several = found[1], re.findall(r"'([^']*)'", found[2])
        return lambda each: any(_same(_value(each, name), one) for one in several)
    world.violates(f"graph: a filter that is not understood: {wish}")
    raise Refused(400, "BadRequest", f"Invalid filter clause: {wish}")


def _value(whole: Json, path: str) -> object:
    found: object = whole
    for name in path.split("/"):
        if not isinstance(found, dict) or (name not in found and f"!{name}" not in found):
            raise Refused(400, "BadRequest", f"Could not find a property named '{name}'.")
        found = found.get(name, found.get(f"!{name}"))
    return found


def _same(one: object, other: object) -> bool:
    both_text = isinstance(one, str) and isinstance(other, str)
    return one.casefold() == other.casefold() if both_text else one == other
