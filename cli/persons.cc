#include "cli/persons.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "cli/language.h"
#include "cli/visible.h"
#include "congress/allocation/v1/delegate_service.pb.h"
#include "congress/dossiers/v1/person_service.pb.h"
#include "congress/preparation/v1/preparation_service.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/paper/build.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using allocation::v1::Delegate;
using allocation::v1::ExportDelegatesRequest;
using scheduling::v1::ExportCalendarRequest;

// The persons of those delegates of the list who hold a seat, each once.
absl::StatusOr<std::vector<std::string>> Seated(const Connection& connection, const ExportDelegatesRequest& wanted) {
  allocation::v1::ListDelegatesRequest request;
  request.set_parent(wanted.parent());
  request.set_organisation(wanted.organisation());
  request.set_page_size(1000);
  std::vector<std::string> persons;
  allocation::v1::ListDelegatesResponse page;
  do {
    request.set_page_token(page.next_page_token());
    page.Clear();
    RETURN_IF_ERROR(connection.Call(request, &page));
    for (const Delegate& delegate : page.delegates()) {
      if (delegate.state() == Delegate::SEATED) persons.push_back(delegate.person());
    }
  } while (!page.next_page_token().empty());
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  return persons;
}

// `given`: the names are the caller's own, who named some.
void TellUnnamed(const std::vector<std::string>& unnamed, size_t all, bool given) {
  constexpr size_t kMostNamed = 10;
  const size_t named = std::min(unnamed.size(), kMostNamed);
  std::string who = absl::StrJoin(unnamed.begin(), unnamed.begin() + static_cast<std::ptrdiff_t>(named), ", ");
  if (named < unnamed.size()) who += ", …";
  const status::Sentence why =
      given ? status::Sentence{.en = "--persons does not name them, and with it no other names are looked up: ",
                               .vi = "không có trong --persons, mà đã ghi --persons thì không tra tên khác: "}
            : status::Sentence{.en = "there is no record of them in dossiers that you may read: ",
                               .vi = "không có thông tin cá nhân trong phạm vi được xem: "};
  std::cerr << "congressctl: "
            << Visible(Say(
                   {.en = StrCat(unnamed.size(), " of ", all, " delegates have blanks for their names: ", why.en, who),
                    .vi = StrCat("để trống họ tên của ", unnamed.size(), "/", all, " đại biểu vì ", why.vi, who)}))
            << "\n";
}

// What the congress is called; empty where the caller may not read it, and on the paper it is just `Đại hội` then.
absl::StatusOr<std::string> NameOfCongress(const Connection& connection, const std::string& name) {
  preparation::v1::GetCongressRequest get;
  get.set_name(name);
  preparation::v1::Congress congress;
  const absl::Status read = connection.Call(get, &congress);
  if (!absl::IsNotFound(read) && !absl::IsPermissionDenied(read)) RETURN_IF_ERROR(read);
  return congress.display_name();
}

}  // namespace

absl::Status NameCongress(const Connection& connection, google::protobuf::Message* request) {
  const auto& type = *request->GetDescriptor();
  const auto& reflection = *request->GetReflection();
  const auto* field = type.FindFieldByName("congress_display_name");
  const auto* parent = type.FindFieldByName("parent");
  if (field == nullptr || parent == nullptr || !reflection.GetString(*request, field).empty()) return absl::OkStatus();
  if (type.full_name() == ExportCalendarRequest::descriptor()->full_name()) {
    ExportCalendarRequest calendar;
    calendar.ParseFromString(request->SerializeAsString());
    // A calendar file has no such line.
    const bool calendar_file = calendar.format() == ExportCalendarRequest::ICALENDAR ||
                               (calendar.format() == ExportCalendarRequest::FORMAT_UNSPECIFIED &&
                                !paper::MeansPaper(calendar) && !calendar.workbook());
    // Nor has the paper of the meetings of all congresses.
    if (calendar_file || calendar.parent().ends_with("/-")) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::string name, NameOfCongress(connection.Ungraded(), reflection.GetString(*request, parent)));
  reflection.SetString(request, field, std::move(name));
  return absl::OkStatus();
}

absl::Status NamePersons(const Connection& connection, google::protobuf::Message* request) {
  ExportDelegatesRequest wanted;
  if (request->GetDescriptor()->full_name() != wanted.GetDescriptor()->full_name()) return absl::OkStatus();
  wanted.ParseFromString(request->SerializeAsString());
  // No name is graded, so that nobody's personal data is read for this.
  const Connection ungraded = connection.Ungraded();
  ASSIGN_OR_RETURN(const std::vector<std::string> seated, Seated(ungraded, wanted));
  std::set<std::string, std::less<>> given;
  for (const allocation::v1::NamedPerson& person : wanted.persons()) given.insert(person.person());
  std::vector<std::string> unnamed;
  for (const std::string& name : seated) {
    if (!given.empty()) {
      if (!given.contains(name)) unnamed.push_back(name);
      continue;
    }
    dossiers::v1::GetPersonRequest get;
    get.set_name(name);
    dossiers::v1::Person person;
    const absl::Status read = ungraded.Call(get, &person);
    if (absl::IsNotFound(read) || absl::IsPermissionDenied(read)) {
      unnamed.push_back(name);
      continue;
    }
    // A list without names because dossiers is silent would pass for one of persons without records.
    RETURN_IF_ERROR(read);
    allocation::v1::NamedPerson& named = *wanted.add_persons();
    named.set_person(name);
    named.set_display_name(person.display_name());
    named.set_position_title(person.position_title());
  }
  if (!unnamed.empty()) TellUnnamed(unnamed, seated.size(), !given.empty());
  request->ParseFromString(wanted.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace congress::cli
