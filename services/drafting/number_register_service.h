// Handlers of the number register.
#pragma once

#include <string>

#include "congress/drafting/v1/number_import.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Safe for many threads. Two reservations at once collide on the series' counter, and the Gate repeats one.
class NumberRegisterService {
 public:
  absl::StatusOr<v1::NumberSeries> CreateNumberSeries(rpc::Call& call,
                                                      const v1::CreateNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberSeries> GetNumberSeries(rpc::Call& call, const v1::GetNumberSeriesRequest& request) const;
  absl::StatusOr<v1::ListNumberSeriesResponse> ListNumberSeries(rpc::Call& call,
                                                                const v1::ListNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberEntry> ReserveNumber(rpc::Call& call, const v1::ReserveNumberRequest& request) const;
  absl::StatusOr<v1::NumberSeries> ContinueNumberSeries(rpc::Call& call,
                                                        const v1::ContinueNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberEntry> AssignNumber(rpc::Call& call, const v1::AssignNumberRequest& request) const;
  absl::StatusOr<v1::NumberEntry> VoidNumber(rpc::Call& call, const v1::VoidNumberRequest& request) const;
  absl::StatusOr<v1::NumberEntry> GetNumberEntry(rpc::Call& call, const v1::GetNumberEntryRequest& request) const;
  absl::StatusOr<v1::ListNumberEntriesResponse> ListNumberEntries(rpc::Call& call,
                                                                  const v1::ListNumberEntriesRequest& request) const;
  absl::StatusOr<v1::ListNumberGapsResponse> ListNumberGaps(rpc::Call& call,
                                                            const v1::ListNumberGapsRequest& request) const;
  absl::StatusOr<v1::NumberSeries> UpdateNumberSeries(rpc::Call& call,
                                                      const v1::UpdateNumberSeriesRequest& request) const;
  absl::StatusOr<v1::CheckNumberSeriesResponse> CheckNumberSeries(rpc::Call& call,
                                                                  const v1::CheckNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberEntry> CorrectNumberEntry(rpc::Call& call,
                                                     const v1::CorrectNumberEntryRequest& request) const;
  absl::StatusOr<v1::FindNumberEntriesResponse> FindNumberEntries(rpc::Call& call,
                                                                  const v1::FindNumberEntriesRequest& request) const;
  absl::StatusOr<tables::v1::ImportResult> ImportNumberEntries(rpc::Call& call,
                                                               const v1::ImportNumberEntriesRequest& request) const;
  absl::StatusOr<v1::ListNumberImportsResponse> ListNumberImports(rpc::Call& call,
                                                                  const v1::ListNumberImportsRequest& request) const;
  absl::StatusOr<v1::NumberImport> UndoNumberImport(rpc::Call& call, const v1::UndoNumberImportRequest& request) const;

 private:
  absl::StatusOr<v1::NumberSeries> Begin(rpc::Call& call, const v1::CreateNumberSeriesRequest& request) const;

  // Ends the series of the term before `made`.
  absl::Status EndPreceding(rpc::Call& call, const v1::NumberSeries& made,
                            const v1::CreateNumberSeriesRequest& request) const;
  // FAILED_PRECONDITION `IMPORT_IN_USE` when something was built on an entry of the import.
  absl::Status CheckUnused(rpc::Call& call, const v1::NumberEntry& entry, const v1::NumberImport& imported) const;
  // Notes the date of an entry that has changed beside those of the others, or refuses it, and tells in the entry what
  // is to be looked at.
  absl::Status FileDate(rpc::Call& call, const v1::NumberSeries& series, bool changed, v1::NumberEntry* entry) const;

  rpc::Repository<v1::NumberSeries> series_{"drafting.series.read"};
  // Nobody's resources, as kNumberCounters are: only Load and Put are used, after a Require at the series.
  rpc::Repository<v1::TermSeries> terms_{rpc::kUnlisted};
  rpc::Repository<v1::NumberImportTrace> traces_{rpc::kUnlisted};
  rpc::Repository<v1::NumberImport> imports_{rpc::kPart, "drafting.numbers.read"};
};

}  // namespace congress::drafting
