"""What Slack's own words for no mean to us; each list is from the methods' reference pages."""

REVOKED = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive", "not_installed"}
)
"""The bot is no longer let in: everything waits for a new installation."""

GONE = frozenset({"channel_not_found", "is_archived", "channel_is_archived"})
"""A channel that is no longer there for the bot."""

OUTSIDE = frozenset({"not_in_channel"})
"""A channel that the bot has to come into first: a public one by itself, a private one when it is invited."""

LASTING = frozenset(
    {
        "channel_not_found",
        "user_not_found",
        "user_disabled",
        "user_not_visible",
        "cannot_dm_bot",
        "messages_tab_disabled",
        "restricted_action",
        "msg_too_long",
        "invalid_blocks",
        "no_text",
    }
)
"""The same message to the same address will never be taken."""

MISSING = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})
"""There is nothing left to change."""
