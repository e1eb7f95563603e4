call scheduling.v1.FigureService/CreateFigure
figure_id: "tiep-thu"
figure { organisation: "organisations/province" code: "II.1" title: "Ý kiến tiếp thu" unit: "ý kiến" }

call scheduling.v1.FigureService/CreateFigure
figure_id: "giai-trinh"
figure { organisation: "organisations/province" code: "II.2" title: "Ý kiến giải trình" unit: "ý kiến" }

call scheduling.v1.FigureService/CreateFigure
figure_id: "tong-y-kien"
figure {
  organisation: "organisations/province"
  code: "II"
  title: "Ý kiến góp ý"
  unit: "ý kiến"
  parts: "figures/tiep-thu"
  parts: "figures/giai-trinh"
  target: "700"
}

call scheduling.v1.FigureService/CreateFigure
figure_id: "nham"
figure { organisation: "organisations/province" title: "Nhập nhầm" }

call scheduling.v1.FigureService/DeleteFigure
name: "figures/nham"

call scheduling.v1.FigureService/GetFigure
name: "figures/tong-y-kien"

call scheduling.v1.FigureService/ListFigures

call scheduling.v1.FigureService/UpdateFigure
figure { name: "figures/tong-y-kien" title: "Tổng số ý kiến góp ý" }
update_mask { paths: "title" }

call scheduling.v1.FigureService/ReportFigures
@keep total reports.0.name
reports {
  figure: "figures/tong-y-kien"
  organisation: "organisations/province"
  value: "669"
  as_of ${today}
  source: "12-BC/TU"
}
reports { figure: "figures/tiep-thu" organisation: "organisations/province" value: "440" as_of ${today} }

call scheduling.v1.FigureService/ImportFigureReports
csv: "figure,organisation,value,as_of\n"
     "giai-trinh,province,190,2025-06-15\n"

call scheduling.v1.FigureService/ReportFigures
@keep other reports.0.name
reports { figure: "figures/giai-trinh" organisation: "organisations/province" value: "190" as_of ${today} }

call scheduling.v1.FigureService/ListFigureReports
parent: "figures/-"

call scheduling.v1.FigureService/ListFigureFindings
@keep finding findings.0.name
parent: "figures/-"

call scheduling.v1.FigureService/GetFigureFinding
name: "${finding}"

call scheduling.v1.FigureService/ExplainFigureFinding
name: "${finding}"
explanation: "Một số ý kiến được tính hai lần."

call scheduling.v1.FigureService/CompareFigures
figure: "figures/tong-y-kien"
first_date ${today}
target: true

call scheduling.v1.FigureService/ExportWorkReport
organisation: "organisations/province"
first_day ${today}
last_day ${today}
plans: "plans/ke-hoach"
paper_format: PDF
form {
  issuer: "TỈNH ỦY MẪU"
  number: "20-BC/TU"
  place: "Mẫu"
  date ${today}
  signer_authority: "T/M BAN THƯỜNG VỤ"
  signer_title: "PHÓ BÍ THƯ"
  signer_name: "Nguyễn Văn Mẫu"
  recipients: "Các ban Đảng"
}

call scheduling.v1.FigureService/WithdrawFigureReport
name: "${other}"
reason: "Nhầm ngày"

call scheduling.v1.FollowUpService/CreateFollowUp
follow_up_id: "tru-so"
follow_up {
  kind: DIFFICULTY
  congress: "congresses/mau"
  organisation: "organisations/unit-101"
  title: "Chưa có trụ sở làm việc"
  supporter: "organisations/province"
  due_date ${today+30}
}

call scheduling.v1.FollowUpService/GetFollowUp
name: "followUps/tru-so"

call scheduling.v1.FollowUpService/ListFollowUps

call scheduling.v1.FollowUpService/UpdateFollowUp
follow_up { name: "followUps/tru-so" source: "15-BC/ĐU" }
update_mask { paths: "source" }

call scheduling.v1.FollowUpService/SolveFollowUp
name: "followUps/tru-so"
note: "Đã bố trí trụ sở cũ của huyện."

call scheduling.v1.FollowUpService/ReopenFollowUp
name: "followUps/tru-so"
reason: "Trụ sở chưa bàn giao."
