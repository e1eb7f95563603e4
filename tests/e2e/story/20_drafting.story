call drafting.v1.NumberRegisterService/GetNumberSeries
name: "numberSeries/quyet-dinh"

call drafting.v1.NumberRegisterService/ListNumberSeries

call drafting.v1.NumberRegisterService/ReserveNumber
@keep entry name
@keep printed formatted
parent: "numberSeries/quyet-dinh"
number_entry { title: "Quyết định thành lập tổ giúp việc" intention: "congresses/mau/papers/to-giup-viec" }

call drafting.v1.NumberRegisterService/AssignNumber
name: "${entry}"
document_date: ${today}
document: "congresses/mau/papers/to-giup-viec"

call drafting.v1.NumberRegisterService/ReserveNumber
@keep spoilt name
parent: "numberSeries/quyet-dinh"
number_entry { title: "Quyết định viết nhầm" intention: "congresses/mau/papers/nham" }

call drafting.v1.NumberRegisterService/VoidNumber
name: "${spoilt}"
reason: "Viết nhầm"

call drafting.v1.NumberRegisterService/ContinueNumberSeries
name: "numberSeries/quyet-dinh"
last_number: 1
reason: "Khôi phục bản sao lưu"

call drafting.v1.NumberRegisterService/GetNumberEntry
name: "${entry}"

call drafting.v1.NumberRegisterService/ListNumberEntries
parent: "numberSeries/quyet-dinh"

call drafting.v1.NumberRegisterService/ListNumberGaps
parent: "numberSeries/quyet-dinh"

# The register: terms, corrections, an old register, incoming papers and links.
call drafting.v1.NumberRegisterService/UpdateNumberSeries
number_series { name: "numberSeries/quyet-dinh" first_date { year: 2020 month: 1 day: 1 } date_order: WARN }

call drafting.v1.NumberRegisterService/CheckNumberSeries
name: "numberSeries/quyet-dinh"

call drafting.v1.NumberRegisterService/CorrectNumberEntry
name: "${entry}"
values { title: "Quyết định thành lập Tổ giúp việc" }
reason: "Sai chính tả"

call drafting.v1.NumberRegisterService/FindNumberEntries
printed: "${printed}"

call drafting.v1.NumberRegisterService/CreateNumberSeries
number_series_id: "bao-cao"
number_series {
  organisation: "organisations/province" issuer: "Tỉnh ủy Mẫu" issuer_symbol: "TU" term: "2025-2030" document_type: "BC"
}

call drafting.v1.NumberRegisterService/ImportNumberEntries
parent: "numberSeries/bao-cao"
number_import_id: "so-cu"
csv: "number,document_date,title\n01-BC/TU,2025-06-02,Báo cáo quý\n3,2025-06-20,Báo cáo sáu tháng\n"

call drafting.v1.NumberRegisterService/ListNumberImports
parent: "numberSeries/bao-cao"

call drafting.v1.NumberRegisterService/UndoNumberImport
name: "numberSeries/bao-cao/imports/so-cu"
reason: "Nhầm tệp"

call drafting.v1.IncomingPaperService/CreateIncomingPaper
incoming_paper_id: "ct-35"
incoming_paper {
  organisation: "organisations/province"
  number: "35-CT/TW"
  issuer: "Bộ Chính trị"
  abstract: "Về đại hội đảng bộ các cấp"
  paper_date { year: 2024 month: 6 day: 14 }
  received_date { year: 2024 month: 6 day: 20 }
  due_date: ${today}
}

call drafting.v1.IncomingPaperService/GetIncomingPaper
name: "incomingPapers/ct-35"

call drafting.v1.IncomingPaperService/UpdateIncomingPaper
incoming_paper { name: "incomingPapers/ct-35" answered_by: "${entry}" }

call drafting.v1.IncomingPaperService/ListIncomingPapers
organisation: "organisations/province"
printed: "35-CT/TW"

call drafting.v1.PaperLinkService/CreatePaperLink
@keep link name
paper_link { source: "${entry}" kind: BASIS target: "incomingPapers/ct-35" }

call drafting.v1.PaperLinkService/ListPaperLinks
target: "incomingPapers/ct-35"

call drafting.v1.PaperLinkService/GetPaperImpact
paper: "incomingPapers/ct-35"

call drafting.v1.PaperLinkService/DeletePaperLink
name: "${link}"

# Issued papers. Their series is of its own, so that numbers of others stay.
call drafting.v1.NumberRegisterService/CreateNumberSeries
number_series_id: "thong-bao"
number_series {
  organisation: "organisations/province" issuer: "Tỉnh ủy Mẫu" issuer_symbol: "TU" term: "2025-2030" document_type: "TB"
}

call drafting.v1.IssuingService/IssuePaper
@keep paper name
@keep file files.1.name
parent: "numberSeries/thong-bao"
intention: "congresses/mau/meetings/hop-1"
paper {
  place: "Mẫu" abstract: "về việc triệu tập Đại hội"
  body { paragraph { spans { text: "Đại hội khai mạc đúng ngày đã định." } } }
  signature { authority: "T/L BAN THƯỜNG VỤ" title: "CHÁNH VĂN PHÒNG" }
}

call drafting.v1.IssuingService/GetIssuedPaper
@keep digest request_sha256
name: "${paper}"

call content.v1.ContentService/DownloadContent
name: "${file}"

call drafting.v1.IssuingService/VerifyIssuedPaper
sha256: "${digest}"

call drafting.v1.IssuingService/BatchIssuePapers
@keep issuing name
parent: "numberSeries/thong-bao"
requests {
  intention: "congresses/mau/meetings/hop-2" paper { abstract: "về việc họp phiên trù bị" } supersedes: "${paper}"
}
requests { intention: "congresses/mau/meetings/hop-3" paper { abstract: "về việc họp tổ" } }

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${issuing}"

call drafting.v1.IssuingService/ListIssuedPapers
@keep last issued_papers.2.name
parent: "numberSeries/thong-bao"

call drafting.v1.IssuingService/RecallIssuedPaper
name: "${last}"
reason: "Ban hành nhầm"

call drafting.v1.DraftingService/CreateDocumentTemplate
document_template_id: "bao-cao"
document_template {
  organisation: "organisations/province"
  kind: "political-report"
  symbol: "BC"
  display_name: "Báo cáo chính trị"
  sections { id: "mo-dau" title: "Mở đầu" }
  sections { id: "ket-luan" title: "Kết luận" }
  steps { id: "du-thao" display_name: "Dự thảo" }
  steps { id: "lay-y-kien" display_name: "Lấy ý kiến" }
  steps { id: "hoan-thien" display_name: "Hoàn thiện" frozen: true }
}

call drafting.v1.DraftingService/GetDocumentTemplate
name: "documentTemplates/bao-cao"

call drafting.v1.DraftingService/ListDocumentTemplates

call drafting.v1.DraftingService/CreateDocument
parent: "congresses/mau"
document_id: "bao-cao"
document { organisation: "organisations/province" document_template: "documentTemplates/bao-cao" }
sections { id: "mo-dau" text: "Nhiệm kỳ qua." }

call drafting.v1.DraftingService/GetDocument
@keep first latest_revision
name: "congresses/mau/documents/bao-cao"

call drafting.v1.DraftingService/ListDocuments
parent: "congresses/mau"

call drafting.v1.DraftingService/ReviseDocument
@keep second name
name: "congresses/mau/documents/bao-cao"
base_revision: "${first}"
edits { change { section: "mo-dau" text: "Nhiệm kỳ 2020–2025." } }
note: "Rõ nhiệm kỳ"

call drafting.v1.DraftingService/GetRevision
name: "${second}"

call drafting.v1.DraftingService/GetSection
name: "${second}/sections/mo-dau"

call drafting.v1.DraftingService/ReviseDocument
@keep third name
name: "congresses/mau/documents/bao-cao"
base_revision: "${first}"
edits { change { section: "ket-luan" body { paragraph { spans { text: "Kết " } spans { text: "luận" bold: true } } } } }

call drafting.v1.DraftingService/RevertRevision
name: "${third}"

call drafting.v1.DraftingService/ListRevisions
parent: "congresses/mau/documents/bao-cao"

call drafting.v1.DraftingService/CompareRevisions
base: "${first}"
target: "${second}"

call drafting.v1.DraftingService/ExportRevision
name: "${second}"
base_revision: "${first}"
paper_format: PDF
form { issuer: "TỈNH ỦY MẪU" number: "12-BC/TU" place: "Mẫu" date: ${today} signer_authority: "T/M TỈNH ỦY" }

call drafting.v1.DraftingService/ExportRevision
@keep file content
name: "${second}"
paper_format: DOCX

# As it was printed: there is nothing to bring back.
call drafting.v1.DraftingService/ImportRevision
parent: "congresses/mau/documents/bao-cao"
docx: "${file}"
note: "Bản gửi Thường trực không sửa"

call drafting.v1.DraftingService/UpdateDocument
document {
  name: "congresses/mau/documents/bao-cao"
  display_name: "Báo cáo chính trị trình Đại hội"
  assignments { section: "mo-dau" persons: "persons/nguoi-soan" }
}

call drafting.v1.DraftingService/ReplanDocument
name: "congresses/mau/documents/bao-cao"
planned_steps { step: "lay-y-kien" planned_date ${today+10} }
planned_steps { step: "hoan-thien" planned_date ${today+40} }
reason: "Theo kế hoạch của Tiểu ban Văn kiện"

call drafting.v1.OpinionService/CreateOpinionRound
parent: "congresses/mau/documents/bao-cao"
opinion_round_id: "dot-1"
opinion_round {
  display_name: "Lấy ý kiến đợt một"
  revision: "${second}"
  invited: "organisations/unit-101"
  invited: "organisations/unit-102"
  first_date: ${today}
  last_date: ${today+30}
}

call drafting.v1.OpinionService/GetOpinionRound
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/ListOpinionRounds
parent: "congresses/mau"

call drafting.v1.OpinionService/ListInvitations
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/BatchCreateInvitations
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
invited: "organisations/province"
groups { id: "nhan-dan" display_name: "Nhân dân xã Một" organisation: "organisations/unit-101" }

call drafting.v1.OpinionService/GetInvitation
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1/invitations/nhan-dan"

call drafting.v1.OpinionService/UpdateOpinionRound
opinion_round {
  name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
  display_name: "Lấy ý kiến đợt một"
}

call drafting.v1.OpinionService/ExtendOpinionRound
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
last_date: ${today+35}
reason: "Mưa lũ"

call drafting.v1.OpinionService/RemindInvitations
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
all: true

call drafting.v1.OpinionService/AnswerInvitation
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1/invitations/province"
answer: NO_REMARKS

call drafting.v1.OpinionService/ReopenInvitation
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1/invitations/province"

call drafting.v1.OpinionService/WithdrawInvitation
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1/invitations/province"

call drafting.v1.OpinionService/CreateOpinion
@keep opinion name
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
opinion { organisation: "organisations/unit-101" section: "mo-dau" text: "Thêm số liệu." }

call drafting.v1.OpinionService/BatchCreateOpinions
@keep other opinions.0.name
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
opinions { organisation: "organisations/unit-102" section: "ket-luan" text: "Ngắn hơn." }

call drafting.v1.OpinionService/ImportOpinions
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
csv: "organisation,section,text\norganisations/unit-101,mo-dau,Thêm biểu số liệu.\n"

call drafting.v1.OpinionService/ListOpinionImports
@keep import opinion_imports.0.name
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/GetOpinionImport
name: "${import}"

call drafting.v1.OpinionService/UndoOpinionImport
@keep undoing name
name: "${import}"
reason: "Nhầm tệp"

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${undoing}"

call drafting.v1.OpinionService/StartOpinionImport
@keep importing name
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
csv: "organisation,group,text\norganisations/unit-101,nhan-dan,Làm đường liên thôn.\n"

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${importing}"

call drafting.v1.HandOverService/StartHandOver
@keep handing name
hand_over_id: "tai-lieu"
hand_over {
  organisation: "organisations/province"
  receiver_name: "Kho lưu trữ lịch sử"
  title: "Tài liệu Tiểu ban Văn kiện"
  resources: "congresses/mau/documents/bao-cao"
  resources: "numberSeries/quyet-dinh"
}

call operations.v1.OperationService/GetOperation
@until state DONE
name: "${handing}"

call drafting.v1.HandOverService/GetHandOver
name: "handOvers/tai-lieu"

call drafting.v1.HandOverService/ListHandOvers

call drafting.v1.HandOverService/DownloadHandOver
name: "handOvers/tai-lieu"

call drafting.v1.HandOverService/ConfirmHandOver
@as secretary@province
name: "handOvers/tai-lieu"
receipt { received_by: "Trần Thị B" receive_date: ${today} disputed: true remarks: "Thiếu một tệp" }

call drafting.v1.HandOverService/WithdrawHandOver
name: "handOvers/tai-lieu"
reason: "Lập lại"

call drafting.v1.OpinionService/GetOpinion
name: "${opinion}"

call drafting.v1.OpinionService/ListOpinions
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/DisposeOpinion
name: "${opinion}"
disposition: TAKEN

call drafting.v1.OpinionService/BatchDisposeOpinions
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
dispositions { name: "${other}" disposition: NOT_TAKEN reason: "Đã cân nhắc" }

call drafting.v1.OpinionService/ListOpinionClusters
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/PublishDispositions
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/MergeOpinionWordings
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
note: "Tiếp thu"

call drafting.v1.OpinionService/CreateOpinion
@keep withdrawn name
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
opinion { organisation: "organisations/unit-102" text: "Gửi nhầm." }

call drafting.v1.OpinionService/WithdrawOpinion
name: "${withdrawn}"
reason: "Gửi nhầm"

call drafting.v1.OpinionService/GetOpinionReport
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/ExportOpinionReport
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
format: CSV

call drafting.v1.OpinionService/ExportOpinionReport
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
format: PAPER
paper_format: DOCX
form {
  issuer: "TỈNH ỦY MẪU"
  issuer: "VĂN PHÒNG"
  number: "13-BC/VPTU"
  place: "Mẫu"
  date ${today}
  signer_authority: "T/L BAN THƯỜNG VỤ"
  signer_title: "CHÁNH VĂN PHÒNG"
  signer_name: "Nguyễn Văn Mẫu"
  recipients: "Ban Tổ chức, các đảng ủy trực thuộc"
}

call drafting.v1.DraftingService/GetDraftingReadiness
parent: "congresses/mau"

call drafting.v1.OpinionService/CancelOpinionRound
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"
reason: "Lấy lại ý kiến bằng văn bản"

call drafting.v1.OpinionService/CreateOpinionRound
@as secretary@province
parent: "congresses/mau/documents/bao-cao"
opinion_round_id: "dot-2"
opinion_round {
  display_name: "Lấy ý kiến bằng văn bản"
  revision: "${second}"
  invited: "organisations/unit-101"
  first_date: ${today+-20}
  last_date: ${today+-1}
  record_reason: "Đã lấy ý kiến bằng văn bản giấy"
  text_date: ${today+-21}
}

call drafting.v1.OpinionService/CarryOpinions
@keep carried opinions.0.name
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-2"
from: "congresses/mau/documents/bao-cao/opinionRounds/dot-1"

call drafting.v1.OpinionService/BatchDisposeOpinions
parent: "congresses/mau/documents/bao-cao/opinionRounds/dot-2"
dispositions { name: "${carried}" disposition: TAKEN }

call drafting.v1.OpinionService/CloseOpinionRound
name: "congresses/mau/documents/bao-cao/opinionRounds/dot-2"
silent_reason: "Đã nhắc hai lần"

call drafting.v1.DraftingService/AdvanceDocumentStep
name: "congresses/mau/documents/bao-cao"
step: "lay-y-kien"

call drafting.v1.DraftingService/GetDocument
@keep last latest_revision
name: "congresses/mau/documents/bao-cao"

call drafting.v1.DraftingService/GetDocument
@keep digest sha256
name: "congresses/mau/documents/bao-cao"

call drafting.v1.DraftingService/SignOffDocument
name: "congresses/mau/documents/bao-cao"
revision: "${last}"
sha256: "${digest}"
role: "reviewer"
note: "Đồng ý"

call drafting.v1.DraftingService/WithdrawSignOff
name: "congresses/mau/documents/bao-cao"
role: "reviewer"
reason: "Cần sửa số liệu"

call drafting.v1.DraftingService/ReturnDocumentStep
name: "congresses/mau/documents/bao-cao"
step: "du-thao"
reason: "Sửa số liệu"

# Papers on their way: guidance down to the communes, what they say of it, and what was sent by mistake.
call drafting.v1.TransmissionService/CreateTransmission
transmission_id: "huong-dan"
transmission {
  organisation: "organisations/province"
  purpose: FOR_IMPLEMENTATION
  title: "Hướng dẫn đại hội đảng bộ cấp xã"
  papers { paper: "${last}" }
  papers { paper: "incomingPapers/ct-35" }
  due_date: ${today+10}
}
receivers: "organisations/unit-101"

call drafting.v1.TransmissionService/GetTransmission
name: "transmissions/huong-dan"

call drafting.v1.TransmissionService/ListTransmissions
paper: "congresses/mau/documents/bao-cao"

call drafting.v1.TransmissionService/BatchCreateDeliveries
parent: "transmissions/huong-dan"
receivers: "organisations/unit-102"
note: "Mới sắp xếp"

call drafting.v1.TransmissionService/ListDeliveries
parent: "transmissions/-"
sender: "organisations/province"
filter: "state=SENT"

call drafting.v1.TransmissionService/ReceiveDelivery
@as secretary@province
name: "transmissions/huong-dan/deliveries/unit-101"
note: "Đã nhận đủ"

call drafting.v1.TransmissionService/GetDelivery
name: "transmissions/huong-dan/deliveries/unit-101"

call drafting.v1.TransmissionService/ReopenDelivery
@as secretary@province
name: "transmissions/huong-dan/deliveries/unit-101"
reason: "Nhận nhầm"

call drafting.v1.TransmissionService/RecordDelivery
name: "transmissions/huong-dan/deliveries/unit-101"
receive_date: ${today}
reason: "Theo phiếu gửi"

call drafting.v1.TransmissionService/AnswerDelivery
name: "transmissions/huong-dan/deliveries/unit-101"
answer { decision: RETURNED text: "Gửi nhầm nơi nhận" }

call drafting.v1.TransmissionService/WithdrawDelivery
name: "transmissions/huong-dan/deliveries/unit-102"
reason: "Gửi nhầm"

call drafting.v1.TransmissionService/WithdrawTransmission
name: "transmissions/huong-dan"
reason: "Gửi nhầm tệp"

call drafting.v1.DraftingService/ExportDraftingState
parent: "congresses/mau"
format: PAPER
paper_format: DOCX
form { issuer: "TỈNH ỦY MẪU" issuer: "VĂN PHÒNG" place: "Mẫu" }
# A document that comes to its last step and is issued.
call drafting.v1.DraftingService/CreateDocument
parent: "congresses/mau"
document_id: "thong-bao"
document {
  organisation: "organisations/province" kind: "notice" symbol: "TB" display_name: "Thông báo về thời gian Đại hội"
}
sections { id: "noi-dung" title: "Nội dung" text: "Đại hội khai mạc đúng ngày đã định." }
steps { id: "du-thao" display_name: "Dự thảo" }
steps { id: "ban-hanh" display_name: "Ban hành" }

call drafting.v1.DraftingService/GetDocument
@keep notice_text latest_revision
@keep notice_digest sha256
name: "congresses/mau/documents/thong-bao"

call drafting.v1.DraftingService/SignOffDocument
name: "congresses/mau/documents/thong-bao"
revision: "${notice_text}"
sha256: "${notice_digest}"
role: "reviewer"

call drafting.v1.DraftingService/AdvanceDocumentStep
name: "congresses/mau/documents/thong-bao"
step: "ban-hanh"

call drafting.v1.IssuingService/IssueDocument
name: "congresses/mau/documents/thong-bao"
number_series: "numberSeries/thong-bao"
form { place: "Mẫu" signer_authority: "T/L BAN THƯỜNG VỤ" signer_title: "CHÁNH VĂN PHÒNG" }

call drafting.v1.AlertService/ListDraftingAlerts
organisations: "organisations/province"
