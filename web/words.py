"""The Vietnamese words for what the system keeps: one catalogue for every page.

A state is shown by its name and an icon; colour only repeats what they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.learned import KNOWN_SIGNER, KNOWN_SYMBOL, LEARNED, NEAR_KNOWN_SIGNER, LessonKind
from domain.model import DocumentState, Field, OutcomeState, RepresentationKind
from domain.numbering import CONTINUES
from web.classes import value_labels


class Tone(StrEnum):
    """What a state asks of the reader; also the name of its icon."""

    WORKING = "working"
    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a state is called, and what it means for the person who looks."""

    name: str
    tone: Tone
    meaning: str


DOCUMENT_STANDINGS: Mapping[DocumentState, Standing] = {
    DocumentState.RECEIVED: Standing("Đã nhận", Tone.WORKING, "Bản gốc đã được giữ; đang chờ tách trang."),
    DocumentState.SEPARATED: Standing("Đã tách trang", Tone.WORKING, "Đang nhận dạng chữ trên từng trang."),
    DocumentState.RECOGNISED: Standing("Đã nhận dạng", Tone.WORKING, "Đang trích các trường thông tin."),
    DocumentState.DESCRIBED: Standing(
        "Chờ kiểm tra", Tone.WAITING, "Có trường chưa chắc chắn; cần cán bộ đối chiếu với ảnh rồi xác nhận."
    ),
    DocumentState.VERIFIED: Standing("Đã có thông tin", Tone.WORKING, "Đang tạo bản lưu trữ PDF/A."),
    DocumentState.PRESERVED: Standing("Đã tạo bản lưu trữ", Tone.WORKING, "Đang ký số bản lưu trữ."),
    DocumentState.SIGNED: Standing("Đã ký số", Tone.WORKING, "Đang đưa vào kho tra cứu."),
    DocumentState.PUBLISHED: Standing("Đã lưu kho", Tone.DONE, "Đã ký số, lưu trữ và tra cứu được."),
    DocumentState.QUARANTINED: Standing("Cần xử lý", Tone.STOPPED, "Đã dừng; bản gốc vẫn được giữ nguyên."),
}

OUTCOME_STANDINGS: Mapping[OutcomeState, Standing] = {
    OutcomeState.DRAFTED: Standing("Dự thảo", Tone.WORKING, "Đang chuyển sang PDF/A."),
    OutcomeState.CONVERTED: Standing("Đã chuyển PDF/A", Tone.WORKING, "Đang chờ chữ ký số của người có thẩm quyền."),
    OutcomeState.SIGNED: Standing("Cán bộ đã ký", Tone.WORKING, "Đang chờ chữ ký số của cơ quan."),
    OutcomeState.SEALED: Standing("Cơ quan đã ký", Tone.WORKING, "Đang vào sổ phát hành."),
    OutcomeState.ISSUED: Standing("Đã phát hành", Tone.DONE, "Đã vào sổ phát hành; có giá trị sử dụng."),
    OutcomeState.REJECTED: Standing("Cần xử lý", Tone.STOPPED, "Đã dừng; dự thảo vẫn được giữ nguyên."),
}

FORMS: Mapping[RepresentationKind, str] = {
    RepresentationKind.ORIGINAL: "Bản gốc",
    RepresentationKind.ARCHIVAL: "Bản lưu trữ",
    RepresentationKind.SIGNED: "Bản đã ký số",
    RepresentationKind.SEALED: "Bản có chữ ký số của cơ quan",
}

MEDIA_TYPES: Mapping[str, str] = {
    "application/pdf": "PDF",
    "image/tiff": "TIFF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/heic": "HEIC",
    "image/heif": "HEIC",
}

FIELDS: Mapping[str, str] = {
    "type": "Loại giấy tờ",
    "document_class": "Nhóm giấy tờ",
    "code": "Số, ký hiệu",
    "issued_date": "Ngày ban hành",
    "issuing_agency": "Cơ quan ban hành",
    "parent_agency": "Cơ quan chủ quản",
    "place": "Nơi ban hành",
    "subject": "Trích yếu",
    "urgency": "Độ khẩn",
    "signer": "Người ký",
    "signer_position": "Chức vụ người ký",
    "signer_capacity": "Thẩm quyền ký",
    "recipients": "Nơi nhận",
    "dossier_code": "Mã hồ sơ",
    "procedure_code": "Mã thủ tục",
    "result_type_code": "Mã loại kết quả",
    "personal_id": "Số định danh cá nhân",
    "tax_code": "Mã số thuế",
    "land_serial": "Số phát hành giấy chứng nhận",
    "incoming_number": "Số đến",
    "incoming_date": "Ngày đến",
    "incoming_agency": "Cơ quan nhận",
    "esign_signer": "Người ký số",
    "esign_agency": "Cơ quan ký số",
    "esign_time": "Thời gian ký số",
    "documents_in_file": "Số văn bản trong tệp",
}
"""In the order in which they are shown."""

EXPECTED = ("type", "code", "issued_date", "issuing_agency", "subject", "signer")
"""What an officer is asked for where nothing was read."""

ACTIONS: Mapping[str, str] = {
    "received": "Tiếp nhận bản gốc",
    "separated": "Tách trang",
    "recognised": "Nhận dạng chữ",
    "described": "Trích thông tin, chờ cán bộ kiểm tra",
    "verified": "Trích thông tin",
    "confirmed": "Cán bộ xác nhận thông tin",
    "learned": "Ghi nhớ điều cán bộ xác nhận",
    "forgotten": "Quên điều đã ghi nhớ",
    "preserved": "Tạo bản lưu trữ PDF/A",
    "signed": "Ký số",
    "published": "Đưa vào kho tra cứu",
    "quarantined": "Dừng lại, chờ xử lý",
    "retried": "Gửi xử lý lại",
    "drafted": "Nộp dự thảo kết quả",
    "converted": "Chuyển sang PDF/A",
    "sealed": "Ký số của cơ quan",
    "issued": "Phát hành",
    "rejected": "Dừng lại, chờ xử lý",
}

LESSON_KINDS: Mapping[LessonKind, str] = {
    LessonKind.AGENCY: "Tên cơ quan",
    LessonKind.SIGNER: "Người ký",
    LessonKind.SYMBOL: "Ký hiệu",
}

EVIDENCE: Mapping[tuple[str, bool], str] = {
    (LEARNED, True): "sửa theo lần cán bộ đã sửa trước đây",
    (LEARNED, False): "cán bộ đã sửa chữ này theo nhiều cách khác nhau",
    (NEAR_KNOWN_SIGNER, True): "lấy theo tên người ký đã biết của cơ quan, gần giống chữ đọc được",
    (KNOWN_SIGNER, True): "người ký đã biết của cơ quan",
    (KNOWN_SYMBOL, True): "ký hiệu đã biết của cơ quan",
    (CONTINUES, True): "số nối tiếp các số của cơ quan",
    (CONTINUES, False): "số không nối tiếp các số của cơ quan trong những ngày gần đó",
    ("symbol_year_is_the_dates", False): "năm trong ký hiệu khác năm của ngày ban hành",
    ("agency_fits_symbol", False): "cơ quan ở đầu văn bản khác cơ quan trong ký hiệu",
    ("signer_heads_agency", False): "chức vụ người ký không thuộc cơ quan ở đầu văn bản",
    ("number_fits_birth_year", True): "số định danh khớp năm sinh",
    ("number_fits_birth_year", False): "số định danh không khớp năm sinh",
    ("number_fits_sex", False): "số định danh không khớp giới tính",
    ("words_agree_with_digits", True): "chữ và số khớp nhau",
    ("words_agree_with_digits", False): "chữ và số không khớp nhau",
    ("code_agrees_with_text", True): "mã vạch khớp chữ trên trang",
    ("code_agrees_with_text", False): "mã vạch khác chữ trên trang",
    ("digital_signature_agrees", True): "khớp khung chữ ký số",
}
"""What was weighed besides the letters on the page, by rule and whether it passed."""

SIGNERS: Mapping[str, str] = {
    "digitiser": "Chữ ký của người số hóa",
    "organisation": "Chữ ký số của cơ quan",
    "officer": "Chữ ký của người có thẩm quyền",
}

VERDICTS: Mapping[str, tuple[str, Tone]] = {
    "valid": ("Hợp lệ khi ký: nội dung nguyên vẹn, chứng thư tin cậy và chưa bị thu hồi.", Tone.DONE),
    "invalid": ("Không hợp lệ. Không sử dụng tệp này; hãy báo quản trị viên.", Tone.STOPPED),
    "indeterminate": ("Chưa kết luận được. Hãy kiểm tra lại tệp bằng phần mềm kiểm tra chữ ký.", Tone.WAITING),
}


def standing(state: DocumentState | OutcomeState) -> Standing:
    """How a state is called and what it means."""
    return DOCUMENT_STANDINGS[state] if isinstance(state, DocumentState) else OUTCOME_STANDINGS[state]


def evidence(field: Field) -> str:
    """What records and officers say of a value, in one line; empty where they say nothing."""
    said = (EVIDENCE.get((verdict.rule, verdict.passed)) for verdict in field.rules)
    return "; ".join(sentence for sentence in said if sentence)


def media_type_name(media_type: str) -> str:
    """A format as people call it."""
    return MEDIA_TYPES.get(media_type, "không rõ định dạng")


def field_name(name: str) -> str:
    """A field as people call it; an unknown one by its own name."""
    return FIELDS.get(name) or value_labels().get(name, name)
