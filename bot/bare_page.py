"""A page that stands by itself, in every language: no script, no cookie, and one style that it carries."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from starlette.responses import HTMLResponse


@dataclass(frozen=True)
class BarePage:
    """A template and its style sheet in a folder of a package; ``also`` ends its content security policy."""

    package: str
    folder: str
    template: str
    style: str
    also: str = ""

    def answer(self, status: int, **values: object) -> HTMLResponse:
        """The page with these values; who leads there is not told on, since an address may hold a secret."""
        body = self._template.render(style=self._style, **values)
        return HTMLResponse(body, status, self._headers)

    @cached_property
    def _template(self) -> Template:
        loader = PackageLoader(self.package, self.folder)
        environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        return environment.get_template(self.template)

    @cached_property
    def _style(self) -> str:
        return files(self.package).joinpath(self.folder, self.style).read_text("utf-8")

    @cached_property
    def _headers(self) -> dict[str, str]:
        digest = base64.b64encode(hashlib.sha256(self._style.encode()).digest()).decode()
        policy = (
            "default-src 'none'",
            f"style-src 'sha256-{digest}'",
            "base-uri 'none'",
            *((self.also,) if self.also else ()),
            "frame-ancestors 'none'",
        )
        return {
            "cache-control": "no-store",
            "content-security-policy": "; ".join(policy),
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
