"""Ceph's S3 server, RADOS Gateway, over one monitor and one storage daemon that keeps everything in memory.

The second S3 server of the tests: what passes on it too is plain S3 and no habit of MinIO.
"""

import uuid
from pathlib import Path

from tests.services.server import HOST, Server, exchange, free_port, program

_ACCESS_KEY = "sohoa-test"


class RadosGateway(Server):
    """One gateway; ``url`` ends without a bucket."""

    name = "radosgw"

    def launch(self) -> None:
        """Make and start the monitor, the storage daemon, then the gateway with one user."""
        programs = ("monmaptool", "ceph-mon", "ceph-osd", "radosgw-admin", "radosgw")
        monmaptool, monitor, storage, admin, gateway = map(program, programs)
        ceph = program("ceph")
        self._port, self._monitor_port = free_port(), free_port()
        cluster = str(uuid.uuid4())
        configuration = self._write_configuration(cluster)

        monmap = self.folder / "monmap"
        self.run([monmaptool, "--create", "--fsid", cluster, "--addv", "a", self._monitor_address, monmap])
        self.run([monitor, "-c", configuration, "-i", "a", "--mkfs", "--monmap", monmap])
        self.spawn([monitor, "-c", configuration, "-i", "a", "-f"])
        self.run([ceph, "-c", configuration, "osd", "create", cluster, "0"])
        self.run([storage, "-c", configuration, "-i", "0", "--mkfs", "--osd-uuid", cluster])
        self.spawn([storage, "-c", configuration, "-i", "0", "-f"])
        user = ["--uid", "sohoa", "--display-name", "sohoa", "--access-key", _ACCESS_KEY, "--secret-key", self.password]
        self.run([admin, "-c", configuration, "user", "create", *user])
        self.spawn([gateway, "-c", configuration, "-n", "client.rgw.main", "-f"])

    def answers(self) -> bool:
        """Whether an anonymous listing is answered as S3 does."""
        return b" 200 " in exchange(self._port, b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n").partition(b"\r\n")[0]

    @property
    def url(self) -> str:
        """``s3://ACCESS:SECRET@HOST:PORT``."""
        return f"s3://{_ACCESS_KEY}:{self.password}@{HOST}:{self._port}"

    @property
    def _monitor_address(self) -> str:
        return f"[v2:{HOST}:{self._monitor_port}]"

    def _write_configuration(self, cluster: str) -> Path:
        path = self.folder / "ceph.conf"
        for folder in ("mon", "osd", "run"):
            (self.folder / folder).mkdir()
        path.write_text(f"""
[global]
fsid = {cluster}
mon host = {self._monitor_address}
public addr = {HOST}
cluster addr = {HOST}
# Everything talks over loopback, to servers that live for minutes.
auth cluster required = none
auth service required = none
auth client required = none
# Each new pool waits for the monitor: a second, unless told otherwise.
paxos propose interval = 0.05
paxos min wait = 0.02
keyring = {self.folder}/keyring
run dir = {self.folder}/run
admin socket = {self.folder}/run/$name.sock
pid file =
log to file = false
log to stderr = true
err to stderr = true
crash dir = {self.folder}
# One copy on one daemon of one host.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon]
mon data = {self.folder}/mon
mon initial members = a
[osd]
osd data = {self.folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd op num shards = 1
[client.rgw.main]
# The gateway insists on encryption towards the monitor, which there is none of without keys.
ms mon client mode = crc
log file =
rgw frontends = beast endpoint={HOST}:{self._port}
rgw data = {self.folder}/run
rgw enable usage log = false
rgw dynamic resharding = false
rgw thread pool size = 64
""")
        return path
