import plistlib
import shlex
from pathlib import Path

from meishi.services.watch import ServiceManager, service_file

COMMAND = ["/usr/bin/meishi", "watch", "/home/taro/My 100% cards", "--met-at", 'The "$5" fair']
ENVIRONMENT = {"PATH": "/usr/bin", "MEISHI_HOME": "/home/taro/名刺"}


def service(manager):
    return service_file(manager, COMMAND, ENVIRONMENT, user_home=Path("/home/taro"))


def test_launchd_gets_the_command_word_for_word():
    agent = plistlib.loads(service(ServiceManager.LAUNCHD).encode())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["EnvironmentVariables"] == ENVIRONMENT
    assert agent["RunAtLoad"]


def test_systemd_gets_the_command_with_its_own_signs_escaped():
    settings = dict(line.split("=", 1) for line in service(ServiceManager.SYSTEMD).splitlines() if "=" in line[:30])
    words = shlex.split(settings["ExecStart"])
    assert [word.replace("%%", "%").replace("$$", "$") for word in words] == COMMAND
    assert "100%% cards" in settings["ExecStart"]
    assert "$$5" in settings["ExecStart"]
    assert 'Environment="MEISHI_HOME=/home/taro/名刺"' in service(ServiceManager.SYSTEMD)
