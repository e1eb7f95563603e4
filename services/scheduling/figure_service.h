// FigureService over the service's keyspace.
#pragma once

#include "congress/scheduling/v1/figure_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"

namespace congress::scheduling {

class FigureService {
 public:
  // The layout of papers outlives the service.
  explicit FigureService(const paper::Layout& layout) : layout_(layout) {}

  // The Gate outlives this object.
  absl::StatusOr<v1::Figure> CreateFigure(rpc::Call& call, const v1::CreateFigureRequest& request) const;
  absl::StatusOr<v1::Figure> GetFigure(rpc::Call& call, const v1::GetFigureRequest& request) const;
  absl::StatusOr<v1::ListFiguresResponse> ListFigures(rpc::Call& call, const v1::ListFiguresRequest& request) const;
  absl::StatusOr<v1::Figure> UpdateFigure(rpc::Call& call, const v1::UpdateFigureRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteFigure(rpc::Call& call, const v1::DeleteFigureRequest& request) const;
  absl::StatusOr<v1::ReportFiguresResponse> ReportFigures(rpc::Call& call,
                                                          const v1::ReportFiguresRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportFigureReports(rpc::Call& call,
                                                               const v1::ImportFigureReportsRequest& request) const;
  absl::StatusOr<v1::FigureReport> WithdrawFigureReport(rpc::Call& call,
                                                        const v1::WithdrawFigureReportRequest& request) const;
  absl::StatusOr<v1::ListFigureReportsResponse> ListFigureReports(rpc::Call& call,
                                                                  const v1::ListFigureReportsRequest& request) const;
  absl::StatusOr<v1::FigureFinding> GetFigureFinding(rpc::Call& call, const v1::GetFigureFindingRequest& request) const;
  absl::StatusOr<v1::ListFigureFindingsResponse> ListFigureFindings(rpc::Call& call,
                                                                    const v1::ListFigureFindingsRequest& request) const;
  absl::StatusOr<v1::FigureFinding> ExplainFigureFinding(rpc::Call& call,
                                                         const v1::ExplainFigureFindingRequest& request) const;
  absl::StatusOr<v1::FigureChange> CompareFigures(rpc::Call& call, const v1::CompareFiguresRequest& request) const;
  absl::StatusOr<v1::ExportWorkReportResponse> ExportWorkReport(rpc::Call& call,
                                                                const v1::ExportWorkReportRequest& request) const;

 private:
  const paper::Layout& layout_;
};

}  // namespace congress::scheduling
