#include "services/drafting/domain/unread.h"

#include "absl/strings/str_join.h"
#include "congress/tables/v1/import.pb.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/docx_sections.h"

namespace congress::drafting {
namespace {

using tables::v1::ImportResult;

status::Sentence SayOne(const tables::Unread& one) {
  const std::string table = StrCat(one.table);
  if (!one.missing.empty()) {
    return status::Say(ImportResult::TABLE_PASSED_OVER,
                       {{"table", table}, {"columns", absl::StrJoin(one.missing, ", ")}});
  }
  const std::string count = StrCat(one.count);
  if (!one.what.has_value()) return status::Say(ImportResult::TEXT_OUTSIDE, {{"count", count}, {"text", one.text}});
  const status::Sentence what = SayUnheld({*one.what, one.text});
  const auto place = one.table == 0 ? ImportResult::OUTSIDE_TABLES : ImportResult::IN_TABLE;
  const auto in = [&](const std::string& words) {
    return status::Say(place, {{"table", table}, {"count", count}, {"what", words}});
  };
  return {in(what.en).en, in(what.vi).vi};
}

}  // namespace

std::vector<status::Sentence> SayUnread(const std::vector<tables::Unread>& unread) {
  std::vector<status::Sentence> said;
  for (const tables::Unread& one : unread) said.push_back(SayOne(one));
  return said;
}

}  // namespace congress::drafting
