"""``serve``: the bot at work."""

from bot.commands.spoken import spoken


@spoken
def serve() -> None:
    """Run the bot: listen, keep time, send what is due. Stop it with Ctrl-C; nothing acknowledged is lost."""
    from bot.config import settings  # noqa: PLC0415  # --help must not wait for it
    from bot.serve import run  # noqa: PLC0415  # a web server

    run(settings())
