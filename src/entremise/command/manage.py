"""`entremise manage`: a command of Django, on the installation of the data directory."""

import argparse

from entremise.command.data_directory import DataDirectory, default_path


def run(options: argparse.Namespace) -> int:
    """Pass the arguments on; ENTREMISE_DATA_DIR names another data directory."""
    with DataDirectory(default_path().absolute()).opened():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["entremise manage", *options.arguments])
    return 0
