"""A scan is handed in, processed while somebody watches, searched for, and shown with the words marked on its image."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from domain.model import DocumentId

CODE = "H38.060-261019-0034"
PROCESSED_MS = 120_000


def hand_in(page: Page, path, code: str = "") -> str:
    """Hand a file in by the form; the id under which it is kept."""
    page.goto("/nop")
    form = page.locator("form").filter(has=page.get_by_label("Chọn tệp, hoặc kéo và thả vào đây"))
    form.get_by_label("Chọn tệp, hoặc kéo và thả vào đây").set_input_files(path)
    form.get_by_label("Mã hồ sơ").fill(code)
    form.get_by_role("button", name="Nộp giấy tờ").click()
    link = page.locator(".deliveries a").first
    expect(link).to_have_text(path.name)
    return link.get_attribute("href").rpartition("/")[2]


@pytest.fixture
def record(page, product, scan) -> DocumentId:
    """The notice, filed and published."""
    record_id = DocumentId(hand_in(page, scan, CODE))
    page.locator(".deliveries a").first.click()
    expect(page.locator(".record-head .badge")).to_have_text("Đã lưu kho", timeout=PROCESSED_MS)
    return record_id


def test_a_scan_is_handed_in_watched_found_and_seen_with_its_words_marked(page, product, scan, record, tmp_path):
    # The record page followed the work by itself.
    expect(page.locator(".sheet img")).to_be_visible()
    reading = product.desk.reading(record, 1)
    word = max((word for word in reading.words if word.text.isalpha()), key=lambda word: len(word.text))

    page.goto("/nop")
    page.locator("body").press("/")
    expect(page.get_by_label("Tìm trong kho")).to_be_focused()
    page.keyboard.insert_text(word.text)
    page.keyboard.press("Enter")
    hit = page.locator("li.hit").first
    expect(hit.locator("mark").first).to_be_visible()
    expect(hit).to_contain_text(CODE)
    page.screenshot(path=tmp_path / "search.png", full_page=True)

    hit.locator("h2 a").click()
    expect(page).to_have_url(re.compile(rf"/giay-to/{record}\?trang=1&q=.+&i=1$"))
    image = page.locator(".sheet img")
    expect(image).to_have_js_property("complete", True)
    page.screenshot(path=tmp_path / "record.png", full_page=True)

    frame, sheet = reading.frame, image.bounding_box()
    scale_x, scale_y = sheet["width"] / frame.width_px, sheet["height"] / frame.height_px
    marks = [mark.bounding_box() for mark in page.locator("rect.hit").all()]
    meant = [one.box for one in reading.words if one.text.casefold() == word.text.casefold()]
    assert len(marks) >= len(meant) > 0
    for box in meant:
        left, top = sheet["x"] + box.x0 * scale_x, sheet["y"] + box.y0 * scale_y
        right, bottom = sheet["x"] + box.x1 * scale_x, sheet["y"] + box.y1 * scale_y
        assert any(
            mark["x"] <= left + 1
            and mark["y"] <= top + 1
            and mark["x"] + mark["width"] >= right - 1
            and mark["y"] + mark["height"] >= bottom - 1
            and mark["height"] <= (bottom - top) * 1.5 + 4
            for mark in marks
        ), (box, marks)

    # The boxes lie over ink, not beside it.
    preview = Image.open(io.BytesIO(product.desk.preview(record, 1))).convert("L")
    to_preview = preview.width / frame.width_px
    box = meant[0]
    cut = preview.crop(tuple(round(edge * to_preview) for edge in (box.x0, box.y0, box.x1, box.y1)))
    dark = sum(cut.point(lambda grey: grey < 128).get_flattened_data()) / (cut.width * cut.height)
    assert 0.05 < dark < 0.6, dark


def test_pointing_at_a_field_shows_where_it_was_read(page, product, record):
    placed = next(one for one in product.desk.document(record).fields if one.page == 1 and one.box)
    page.goto(f"/giay-to/{record}")
    place = page.locator(f"rect.place[data-field={placed.name}]")
    expect(place).to_be_hidden()
    row = page.locator(f"[data-shows={placed.name}]")
    row.hover()
    expect(place).to_be_visible()
    page.mouse.move(0, 0)
    expect(place).to_be_hidden()
    row.get_by_role("link").focus()
    expect(place).to_be_visible()


def test_signatures_files_and_history_of_a_record_are_told_in_words(page, record):
    page.goto(f"/giay-to/{record}")
    signatures = page.get_by_role("region", name="Chữ ký số")
    expect(signatures).to_contain_text("Chữ ký của người số hóa")
    expect(signatures).to_contain_text("Chữ ký số của cơ quan")
    expect(signatures.get_by_text("Hợp lệ khi ký")).to_have_count(2)
    files = page.get_by_role("region", name="Tệp")
    expect(files.get_by_text("Đạt chuẩn PDF/A-2u")).to_have_count(2)
    with page.expect_download() as download:
        files.get_by_role("link", name="Tải xuống Bản đã ký số").click()
    assert download.value.suggested_filename == "0034-03-thong-bao-da-ky.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(page.get_by_role("region", name="Nhật ký")).to_contain_text("Đưa vào kho tra cứu")


def test_a_bad_file_is_set_aside_with_what_to_do_and_may_be_tried_again(page, tmp_path):
    bad = tmp_path / "thư.pdf"
    bad.write_bytes(b"this is no scan")
    record_id = hand_in(page, bad)
    expect(page.locator(".deliveries li").first).to_contain_text("Tệp không phải là tài liệu quét")
    page.goto(f"/giay-to/{record_id}")
    notice = page.get_by_role("region", name="Cần xử lý")
    expect(notice).to_contain_text("Chỉ nhận PDF, TIFF, JPEG, PNG, HEIC")
    notice.get_by_role("button", name="Xử lý lại").click()
    expect(page.get_by_role("region", name="Nhật ký")).to_contain_text("Gửi xử lý lại")
    expect(notice).to_contain_text("Tệp không phải là tài liệu quét", timeout=PROCESSED_MS)


def test_a_draft_becomes_an_issued_result(page, draft):
    page.goto("/nop")
    form = page.get_by_role("region", name="Dự thảo kết quả")
    form.get_by_label("Mã hồ sơ").fill(CODE)
    form.get_by_label("Loại kết quả").fill("Quyết định trợ cấp")
    form.get_by_label("Chọn tệp dự thảo").set_input_files(draft)
    form.get_by_role("button", name="Nộp dự thảo").click()
    expect(page.locator(".record-head .badge")).to_have_text("Đã phát hành", timeout=PROCESSED_MS)
    expect(page.get_by_role("region", name="Sổ phát hành")).to_contain_text("Số thứ tự")
    signatures = page.get_by_role("region", name="Chữ ký số")
    expect(signatures).to_contain_text("Chữ ký của người có thẩm quyền")
    expect(signatures.get_by_text("Hợp lệ khi ký")).to_have_count(2)
    page.goto(f"/ho-so/{CODE}")
    expect(page.get_by_role("link", name="Quyết định trợ cấp")).to_be_visible()


def test_without_scripts_a_scan_is_handed_in_and_a_field_is_shown(plain, product, scan, record):
    plain.goto("/nop")
    plain.get_by_label("Chọn tệp, hoặc kéo và thả vào đây").set_input_files(scan)
    plain.locator("form[action='/nop'] [name=dossier_code]").fill(CODE)
    plain.get_by_role("button", name="Nộp giấy tờ").click()
    expect(plain.locator(".deliveries")).to_contain_text("Tệp này đã được nộp trước đây")
    plain.locator(".deliveries a").click()
    placed = next(one for one in product.desk.document(record).fields if one.page == 1 and one.box)
    plain.locator(f"[data-shows={placed.name}]").get_by_role("link").click()
    expect(plain.locator(f"rect.place[data-field={placed.name}]")).to_be_visible()


def test_every_page_fits_a_phone_and_is_entered_by_the_skip_link(phone, record):
    for path in ("/", "/tim-kiem?q=thông+báo", f"/giay-to/{record}?q=thông", "/giay-to", f"/ho-so/{CODE}", "/nop"):
        phone.goto(path)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    phone.keyboard.press("Tab")
    skip = phone.get_by_role("link", name="Bỏ qua phần đầu trang")
    expect(skip).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()
