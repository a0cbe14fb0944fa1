"""Redis without persistence."""

from tests.services.server import HOST, Server, exchange, free_port, program


class RedisServer(Server):
    """One Redis; ``url`` ends without a database number, so that each test process can take its own."""

    name = "redis"
    databases = 64

    def launch(self) -> None:
        """Write the configuration, start the server."""
        executable = program("redis-server")
        self._port = free_port()
        configuration = self.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f"bind {HOST}\nport {self._port}\nrequirepass {self.password}\ndir {self.folder}\n"
            f'databases {self.databases}\nsave ""\nappendonly no\ndaemonize no\n'
        )
        self.spawn([executable, configuration])

    def answers(self) -> bool:
        """Whether PING is answered with PONG."""
        return b"+PONG" in exchange(self._port, f"AUTH {self.password}\r\nPING\r\n".encode())

    @property
    def url(self) -> str:
        """``redis://:PASSWORD@HOST:PORT``."""
        return f"redis://:{self.password}@{HOST}:{self._port}"
