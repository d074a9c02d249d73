"""What an authority's operator may set for Slack; part of ``config.Settings``."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings

SLACK_API = "https://slack.com/api/"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

MENDING = {
    "slack_bot_token": "Give the bot token that begins with xoxb-, from OAuth & Permissions.",
    "slack_signing_secret": "Give the signing secret from Basic Information.",
    "slack_app_token": "Give the app-level token that begins with xapp-, from Basic Information.",
    "slack_client_id": "Give the client id from Basic Information.",
    "slack_client_secret": "Give the client secret from Basic Information.",
    "slack_api_url": f"Leave it out for Slack itself, {SLACK_API}; only one on this machine has another.",
    "slack_messages_per_minute": "Give how many new messages a minute a workspace is sent, such as 240.",
    "public_url": "Give the address where the bot is reached from outside, such as https://skolsteg.kommun.example.",
}


def _secret(beginning: str) -> BeforeValidator:
    def checked(value: object) -> object:
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        if text and not text.startswith(beginning):
            raise ValueError(f"does not begin with {beginning}")
        return value

    return BeforeValidator(checked)


def _api(value: object) -> object:
    text = str(value)
    if text != SLACK_API and urlsplit(text).hostname not in _LOOPBACK:
        raise ValueError("is neither Slack's nor on this machine")
    return text if text.endswith("/") else f"{text}/"


def public_address(value: object) -> str:
    """Where the bot is reached from outside, without a slash at its end; ValueError for anything else."""
    text = str(value).rstrip("/")
    parts = urlsplit(text)
    if text and (parts.scheme not in {"https", "http"} or not parts.hostname or parts.path):
        raise ValueError("is not an address like https://skolsteg.kommun.example")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
        raise ValueError("is not https")
    return text


class SlackSettings(BaseSettings):
    """Slack: the tokens of one workspace, or a client for several; nothing set means no Slack."""

    slack_bot_token: Annotated[SecretStr, _secret("xoxb-")] = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: Annotated[SecretStr, _secret("xapp-")] = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_url: Annotated[str, BeforeValidator(_api)] = SLACK_API
    slack_messages_per_minute: int = Field(default=240, ge=1, le=60_000)
    public_url: Annotated[str, BeforeValidator(public_address)] = ""

    @property
    def on_slack(self) -> bool:
        """Whether the bot is to work in Slack at all."""
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def slack_installs(self) -> bool:
        """Whether further workspaces may install the bot by themselves."""
        return bool(self.slack_client_id and self.slack_client_secret.get_secret_value() and self.public_url)
