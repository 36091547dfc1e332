"""The commands of ./dev and their options."""

import argparse
import sys

from devtools.console import DevError, complain


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    commands = argparse.ArgumentParser(prog="./dev", description="The developer's commands.")
    subparsers = commands.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = subparsers.add_parser("start", help="install what is needed and run the site with demo content")
    start.add_argument("--port", type=port_number, default=8000, help="port on this machine (default: 8000)")
    test = subparsers.add_parser("test", help="run the tests; further arguments go to pytest")
    test.add_argument("--all", action="store_true", help="install and start every server; leave nothing out")
    subparsers.add_parser("check", help="format, lint, types, imports, migrations, translations")
    subparsers.add_parser("soak", help="the long versions of the tests; further arguments go to pytest")
    services = subparsers.add_parser("services", help="PostgreSQL and Elasticsearch for tests")
    services.add_argument("action", choices=["start", "stop"])
    translations = subparsers.add_parser("translations", help="the Spanish catalogue")
    translations.add_argument("action", choices=["update", "compile", "check"])
    requirements = subparsers.add_parser("requirements", help="pin the packages again after a change")
    requirements.add_argument("--upgrade", action="store_true", help="take the newest versions that are allowed")
    return commands


def port_number(text: str) -> int:
    """Return a port number, or tell argparse what is wrong with it."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; a port is a number from 1 to 65535")
    return int(text)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Without a command: say which there are."""
    if not arguments:
        parser().print_help(sys.stderr)
        return 2
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command not in {"test", "soak"}:
        parser().error(f"unknown argument: {' '.join(rest)}")
    match options.command:
        case "start":
            from devtools.start import start

            return start(options.port)
        case "test":
            from devtools.test import test

            return test(rest, everything=options.all)
        case "soak":
            from devtools.test import soak

            return soak(rest)
        case "check":
            from devtools.check import check

            return check()
        case "services":
            from devtools.services import keep_running, stop_kept

            return keep_running() if options.action == "start" else stop_kept()
        case "translations":
            from devtools.check import translations

            return translations(options.action)
        case _:
            from devtools.check import pin

            return pin(upgrade=options.upgrade)


def main() -> int:
    """Run the command of the command line; a DevError becomes its sentence and exit code 1."""
    try:
        return run(sys.argv[1:])
    except DevError as error:
        complain(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
