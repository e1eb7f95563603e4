// A scene with a series of numbers, for the tests of the register.
#pragma once

#include <string>

#include "services/drafting/testing/scene.h"

namespace congress::drafting {

// The series qd: decisions of TU in the term 2025-2030, of which `more` may change what a test wants.
class RegisterTest : public ::testing::Test {
 protected:
  explicit RegisterTest(const std::string& more = "") {
    // Documents are not dated after the day.
    scene.SetDay(200);
    EXPECT_THAT(Create("qd", more), support::IsOk());
  }

  static std::string Day(const std::string& field, int month, int day) {
    return StrCat(field, " { year: 2025 month: ", month, " day: ", day, " } ");
  }
  // `more` follows the series in the request, so that it may name other fields of it as `number_series { … }`.
  absl::StatusOr<v1::NumberSeries> Create(const std::string& id, const std::string& more = "") {
    return scene.Call(
        &Register::CreateNumberSeries,
        StrCat("number_series_id: '", id,
               "' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' issuer_symbol: 'TU' "
               "term: '2025-2030' document_type: 'QĐ' } ",
               more));
  }
  absl::StatusOr<v1::NumberEntry> Reserve(const std::string& intention, const std::string& more = "") {
    return scene.Call(&Register::ReserveNumber,
                      StrCat("parent: 'numberSeries/qd' number_entry { title: 'Thành lập tổ' intention: 'papers/",
                             intention, "' } ", more));
  }
  absl::StatusOr<v1::NumberEntry> Assign(const std::string& entry, int month, int day) {
    return scene.Call(&Register::AssignNumber, StrCat("name: '", entry, "' ", Day("document_date", month, day)));
  }
  // A number on a document of that day.
  v1::NumberEntry Issue(const std::string& intention, int month, int day, const std::string& more = "") {
    const auto reserved = Reserve(intention, more);
    EXPECT_THAT(reserved, support::IsOk());
    const auto assigned = Assign(reserved->name(), month, day);
    EXPECT_THAT(assigned, support::IsOk());
    return *assigned;
  }
  absl::StatusOr<v1::NumberEntry> Correct(const std::string& entry, const std::string& more) {
    return scene.Call(&Register::CorrectNumberEntry, StrCat("name: '", entry, "' reason: 'Ghi nhầm' ", more));
  }
  absl::StatusOr<v1::NumberSeries> Update(const std::string& more, const std::string& rest = "") {
    return scene.Call(&Register::UpdateNumberSeries,
                      StrCat("number_series { name: 'numberSeries/qd' ", more, " } ", rest));
  }
  absl::StatusOr<v1::ListNumberGapsResponse> Gaps(const std::string& more = "") {
    return scene.Call(&Register::ListNumberGaps, StrCat("parent: 'numberSeries/qd' ", more));
  }
  absl::StatusOr<v1::CheckNumberSeriesResponse> Check() {
    return scene.Call(&Register::CheckNumberSeries, "name: 'numberSeries/qd'");
  }
  absl::StatusOr<tables::v1::ImportResult> Import(const std::string& csv, const std::string& id = "cu",
                                                  const std::string& more = "") {
    v1::ImportNumberEntriesRequest request = support::Parse<v1::ImportNumberEntriesRequest>(
        StrCat("parent: 'numberSeries/qd' number_import_id: '", id, "' ", more));
    request.set_csv(csv);
    return scene.Call(&Register::ImportNumberEntries, request);
  }
  absl::StatusOr<v1::NumberImport> Undo(const std::string& id = "cu", const std::string& more = "") {
    return scene.Call(&Register::UndoNumberImport,
                      StrCat("name: 'numberSeries/qd/imports/", id, "' reason: 'Nhầm tệp' ", more));
  }
  absl::StatusOr<v1::NumberEntry> Get(const std::string& entry) {
    return scene.Call(&Register::GetNumberEntry, StrCat("name: '", entry, "'"));
  }

  Scene scene;
};

}  // namespace congress::drafting
