"""RabbitMQ with a port mapper (epmd) of its own, so that no node of the machine is touched."""

import json
from pathlib import Path

from tests.services.server import HOST, Server, exchange, free_port, program

_USER = "sohoa"
_PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"


class RabbitMqServer(Server):
    """One node; ``url`` ends without a virtual host, so that each test process can take its own of ``vhosts``."""

    name = "rabbitmq"
    # Made at the start: adding one later takes rabbitmqctl two seconds.
    vhosts = ("main", "gw0", "gw1", "gw2", "gw3")

    def launch(self) -> None:
        """Start the port mapper, then the node."""
        # Not the one on PATH: Debian's wrapper insists on being root or rabbitmq.
        node = program("rabbitmq-server", Path("/usr/lib/rabbitmq/bin"))
        epmd = program("epmd")
        self._port, mapper_port, cluster_port = free_port(), free_port(), free_port()
        self._write_configuration()
        environment = {
            "ERL_EPMD_PORT": str(mapper_port),
            "ERL_EPMD_ADDRESS": HOST,
            "RABBITMQ_NODENAME": f"sohoa-{self._port}@localhost",
            "RABBITMQ_DIST_PORT": str(cluster_port),
            "RABBITMQ_BASE": str(self.folder),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(self.folder / "none"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.folder / "none.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "enabled_plugins"),
            # One scheduler that does not spin while idle: the tests need the cores.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
        }
        self.spawn([epmd], environment)
        self.spawn([node], environment)

    def answers(self) -> bool:
        """Whether an AMQP client is greeted."""
        return exchange(self._port, _PROTOCOL_HEADER).startswith(b"\x01")

    @property
    def url(self) -> str:
        """``amqp://USER:PASSWORD@HOST:PORT``."""
        return f"amqp://{_USER}:{self.password}@{HOST}:{self._port}"

    def _write_configuration(self) -> None:
        definitions = self.folder / "definitions.json"
        definitions.touch(mode=0o600)
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        definitions.write_text(
            json.dumps(
                {
                    "users": [{"name": _USER, "password": self.password, "tags": "administrator"}],
                    "vhosts": [{"name": vhost} for vhost in self.vhosts],
                    "permissions": [{"user": _USER, "vhost": vhost, **everything} for vhost in self.vhosts],
                }
            )
        )
        (self.folder / "enabled_plugins").write_text("[].\n")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.1 = {HOST}:{self._port}\n"
            f"load_definitions = {definitions}\n"
            "vm_memory_high_watermark.absolute = 512MB\n"
            "disk_free_limit.absolute = 50MB\n"
        )
