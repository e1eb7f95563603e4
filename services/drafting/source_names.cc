#include "services/drafting/source_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/text/keys.h"

namespace congress::drafting {
namespace {

// In the order of invitation, each once.
std::vector<std::string> Asked(const v1::OpinionRound& round) {
  std::vector<std::string> asked(round.invited().begin(), round.invited().end());
  for (const v1::InvitedGroup& group : round.groups()) {
    if (std::find(asked.begin(), asked.end(), group.organisation()) == asked.end()) {
      asked.push_back(group.organisation());
    }
  }
  return asked;
}

// Whether the cell can be a code in place of a resource name, or says nothing.
bool IsCode(std::string_view cell) {
  const absl::string_view said = absl::StripAsciiWhitespace(ToAbsl(cell));
  return std::all_of(said.begin(), said.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

}  // namespace

std::vector<std::string> AnswersFor(const rpc::Call& call, const v1::OpinionRound& round) {
  std::vector<std::string> asked = Asked(round);
  if (call.Holds(call.permission(), round.organisation())) return asked;
  std::erase_if(asked, [&](const std::string& one) { return !call.Holds(call.permission(), one); });
  return asked;
}

SourceNames::SourceNames(const rpc::Call& call, const v1::OpinionRound& round,
                         const std::vector<std::string>& answers_for)
    : call_(call), round_(round) {
  for (const std::string& one : answers_for) names_[text::IdentityKey(call.NameOf(one))].push_back(one);
}

SourceNames::Meaning SourceNames::MeaningOf(const std::string& cell) const {
  // A resource name.
  if (cell.find('/') != std::string::npos) return {};
  const std::string key = text::IdentityKey(cell);
  // By their codes: errors have names in place of resource names, which here would be one name several times.
  const auto said = [&](v1::FieldFault fault, const std::vector<std::string>& organisations) {
    const auto code = [](std::string* out, const std::string& name) { out->append(name, name.find('/') + 1); };
    return Meaning{
        .errors = {status::Say(fault, {{"name", cell}, {"organisations", absl::StrJoin(organisations, ", ", code)}})}};
  };
  if (const auto found = names_.find(key); found != names_.end()) {
    if (found->second.size() == 1) return {.organisation = found->second.front()};
    return said(v1::NAME_OF_SEVERAL, found->second);
  }
  for (const v1::InvitedGroup& group : round_.groups()) {
    const auto enters = [&](const auto& name) {
      return std::find(name.second.begin(), name.second.end(), group.organisation()) != name.second.end();
    };
    if (text::IdentityKey(group.display_name()) != key || std::none_of(names_.begin(), names_.end(), enters)) continue;
    return {.errors = {status::Say(v1::NAME_OF_GROUP,
                                   {{"name", cell}, {"group", group.id()}, {"organisation", group.organisation()}})}};
  }
  const std::vector<std::string> others = call_.OrganisationsCalled(cell);
  if (!others.empty()) return said(v1::NAME_NOT_ASKED, others);
  return IsCode(cell) ? Meaning() : said(v1::NAME_UNKNOWN, {});
}

csv::Row SourceNames::Named(csv::Row row, int column, std::vector<status::Sentence>* errors) {
  if (column < 0) return row;
  std::string& cell = row.fields[static_cast<size_t>(column)];
  const auto [found, fresh] = known_.try_emplace(cell);
  if (fresh) found->second = MeaningOf(cell);
  const Meaning& meaning = found->second;
  if (!meaning.organisation.empty()) cell = meaning.organisation;
  errors->insert(errors->end(), meaning.errors.begin(), meaning.errors.end());
  return row;
}

}  // namespace congress::drafting
