"""The index is a copy: lost or damaged, it is built anew from the records."""

import shutil

from sohoa.stores import opened_stores
from workers.indexing import rebuild


def test_a_lost_index_is_built_anew_with_the_same_hits(settings, desk, work, scan, draft):
    desk.ingest(scan, actor="test", dossier_code="H27.10-261103-0001")
    desk.submit_outcome(draft, actor="test", dossier_code="H27.10-261103-0001", kind="Quyết định")
    work()
    before = {(found.record.id, found.page, found.boxes) for found in desk.search("H27.10-261103-0001").found}
    assert len(before) > 1

    shutil.rmtree(settings.home / "search")
    with opened_stores(settings) as stores:
        assert stores.search.search("H27.10-261103-0001").hits == ()
        pages = rebuild(stores, settings.limits, lambda _done, _total: None)

    after = {(found.record.id, found.page, found.boxes) for found in desk.search("H27.10-261103-0001").found}
    assert after == before
    assert pages == len(after)
