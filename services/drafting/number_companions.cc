#include "services/drafting/number_companions.h"

#include <algorithm>
#include <string>

#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/records.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/numbers.h"

namespace congress::drafting {
namespace {

using backup::Companion;

std::vector<Companion> OfSeries(const std::string& value) {
  v1::NumberSeries series;
  // Told as damaged.
  if (!series.ParseFromString(value)) return {};
  const auto knows = [name = series.name()](const std::string& stored) {
    v1::TermSeries term;
    return term.ParseFromString(stored) &&
           std::any_of(term.series().begin(), term.series().end(), [&](const auto& one) { return one.second == name; });
  };
  return {{.key = rpc::RecordKey("NumberCounter", StrCat(series.name(), "/counter"))},
          {.key = rpc::RecordKey("TermSeries", TermSeriesName(series)), .fits = knows}};
}

std::vector<Companion> OfEntry(const std::string& value) {
  v1::NumberEntry entry;
  if (!entry.ParseFromString(value) || entry.intention().empty()) return {};
  const std::string series = entry.name().substr(0, entry.name().find("/entries/"));
  return {{.key = rpc::RecordKey("NumberIntention", StrCat(series, "/intentions/", entry.intention()))}};
}

std::vector<Companion> OfPaper(const std::string& value) {
  v1::IssuedPaper paper;
  if (!paper.ParseFromString(value)) return {};
  return {{.key = rpc::RecordKey("NumberEntry", paper.entry())},
          {.key = rpc::RecordKey("IssuedPaperText", TextNameOf(paper.name()))}};
}

}  // namespace

std::vector<backup::Companions> NumberCompanions() {
  return {{.type = "NumberSeries", .of = OfSeries},
          {.type = "NumberEntry", .of = OfEntry},
          {.type = "IssuedPaper", .of = OfPaper}};
}

}  // namespace congress::drafting
