#include "tests/torture/issuing_chore.h"

#include <set>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/kill_load.h"

namespace congress::torture {
namespace {

constexpr char kSeries[] = "numberSeries/torture-issued";
constexpr absl::Duration kBetweenPapers = absl::Milliseconds(20);

}  // namespace

absl::Status IssuingChore::Provide() const {
  return e2e::Ask(suite_.channel(), "drafting.v1.NumberRegisterService/CreateNumberSeries", suite_.Admin(),
                  "number_series_id: 'torture-issued' number_series { organisation: 'organisations/province' issuer: "
                  "'Tỉnh ủy Mẫu' issuer_symbol: 'TU' term: 'torture' document_type: 'TB' }")
      .status;
}

void IssuingChore::Run(const std::atomic<bool>& stopped) {
  for (size_t number = 1; !stopped; ++number) {
    const std::string intention = absl::StrFormat("papers/torture-%06d", number);
    absl::Status status = absl::UnavailableError("never sent");
    while (e2e::MayBeRepeated(status) && !stopped) {
      const auto answer = e2e::Ask(suite_.channel(), "drafting.v1.IssuingService/IssuePaper", suite_.Admin(),
                                   StrCat("parent: '", kSeries, "' intention: '", intention,
                                          "' paper { abstract: 'về việc thử ", number, "' }"));
      status = answer.status;
      if (status.ok()) issued_[intention] = e2e::FieldAt(*answer.message, "name");
      absl::SleepFor(kBetweenPapers);
    }
  }
}

std::string IssuingChore::Fault() const {
  std::set<std::string> names;
  for (const auto& [intention, name] : issued_) {
    if (!names.insert(name).second) return StrCat(name, " was answered for two intentions");
    const auto answer =
        e2e::Ask(suite_.channel(), "drafting.v1.IssuingService/ListIssuedPapers", suite_.Admin(),
                 StrCat("parent: '", kSeries, "' filter: 'intention=", intention, " AND state!=RECALLED'"));
    if (!answer.status.ok()) return answer.status.ToString();
    const std::string found = e2e::FieldAt(*answer.message, "issued_papers.0.name");
    if (found != name) return StrCat(intention, " was answered as ", name, " and is ", found);
    if (e2e::FieldAt(*answer.message, "issued_papers.0.state") != "ISSUED") return StrCat(name, " is not issued");
    if (!e2e::FieldAt(*answer.message, "issued_papers.1.name").empty()) return StrCat(intention, " has two papers");
    if (e2e::FieldAt(*answer.message, "issued_papers.0.files.1.name").empty()) return StrCat(name, " has no files");
  }
  return "";
}

}  // namespace congress::torture
