#include "cli/call.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "cli/error.h"
#include "cli/import_names.h"
#include "cli/language.h"
#include "cli/long_work.h"
#include "cli/names.h"
#include "cli/output_cells.h"
#include "cli/output_ending.h"
#include "cli/output_grid.h"
#include "cli/output_options.h"
#include "cli/persons.h"
#include "cli/request.h"
#include "cli/request_file.h"
#include "cli/resources.h"
#include "cli/settings.h"
#include "cli/stream.h"
#include "congress/annotations/v1/options.pb.h"
#include "congress/preparation/v1/preparation_service.pb.h"
#include "google/protobuf/dynamic_message.h"
#include "platform/auth/roles.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// What was typed for each flag.
using Values = std::vector<std::vector<std::string>>;

// Texts beside the list of an answer are of all its pages and come with each, such as the columns that an import passes
// over.
void ClearOfTheWhole(Message* answer) {
  const FieldDescriptor* list = ListOf(*answer->GetDescriptor());
  if (list == nullptr) return;
  for (int i = 0; i < answer->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = answer->GetDescriptor()->field(i);
    if (field->is_repeated() && field != list) answer->GetReflection()->ClearField(answer, field);
  }
}

// Calls until the last page and gathers all of them in the first answer, unless the user chose a page.
absl::Status CallAllPages(const Connection& connection, const MethodDescriptor& method, Message* request,
                          Message* answer) {
  const FieldDescriptor* asked = request->GetDescriptor()->FindFieldByName("page_token");
  const FieldDescriptor* next = answer->GetDescriptor()->FindFieldByName("next_page_token");
  const FieldDescriptor* size = request->GetDescriptor()->FindFieldByName("page_size");
  const bool follow =
      asked != nullptr && next != nullptr && size != nullptr && request->GetReflection()->GetInt32(*request, size) == 0;
  if (follow) request->GetReflection()->SetInt32(request, size, 1000);
  std::unique_ptr<Message> page(answer->New());
  while (true) {
    page->Clear();
    if (absl::Status status = connection.Call(method, *request, page.get()); !status.ok()) return status;
    // Merging appends the items and replaces the counts and the token.
    ClearOfTheWhole(answer);
    answer->MergeFrom(*page);
    const std::string token = next == nullptr ? "" : page->GetReflection()->GetString(*page, next);
    if (!follow) return absl::OkStatus();
    answer->GetReflection()->ClearField(answer, next);
    if (token.empty()) return absl::OkStatus();
    request->GetReflection()->SetString(request, asked, token);
  }
}

// Reads the request from the file that is named, if any; what the YAML file said stays in `file`. None when the command
// goes on, else the exit status.
std::optional<int> ReadRequest(const std::string& json, const std::string& yaml, Message* request,
                               std::optional<RequestFile>* file) {
  if (json.empty() && yaml.empty()) return std::nullopt;
  const auto text = ReadInput(json.empty() ? yaml : json);
  if (!text.ok()) return Refused(text.status());
  if (!json.empty()) {
    const absl::Status merged = MergeJson(*text, request);
    return merged.ok() ? std::nullopt : std::optional(Refused(merged));
  }
  auto read = RequestFile::Parse(yaml, *text, request);
  if (!read.ok()) return FaultyFile(read.status());
  *file = *std::move(read);
  return std::nullopt;
}

// Whether the field may be given without its flag: what the command is about.
bool IsPositional(const Flag& flag) {
  const FieldDescriptor& field = *flag.path.back();
  const auto& rule = field.options().GetExtension(annotations::v1::field);
  // The name of a resource that is updated stands within it.
  if (flag.path.size() == 2) {
    return flag.name == "name" && flag.path[0]->containing_type()->FindFieldByName("update_mask") != nullptr;
  }
  // The id of something new is the first thing that is said of it, though the server could make one.
  const bool of_new =
      rule.id() && field.name().ends_with("_id") && field.containing_type()->name().starts_with("Create");
  return (rule.required() || of_new) && !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
         (!rule.resource().empty() || rule.id());
}

// How a flag's value is written: the enumeration's values, the pattern of a resource name, or nothing.
std::string TypeOf(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return StrCat("{", ValuesOf(*field.enum_type(), ","), "}");
  return field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ? PatternOf(field) : "";
}

// What the values of an enumeration are called, for people who do not read their names: in Vietnamese only.
std::string MeaningOfValues(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM || LanguageOfUser() == status::Language::kEnglish) return "";
  const std::vector<std::string> values = absl::StrSplit(ValuesOf(*field.enum_type(), " "), ' ');
  std::vector<std::string> meant;
  size_t next = 0;
  for (int i = 0; i < field.enum_type()->value_count(); ++i) {
    const auto* value = field.enum_type()->value(i);
    if (value->number() == 0) continue;
    const std::string& typed = values[next++];
    const std::string word = WordOf(*value, LanguageOfUser());
    meant.push_back(word.empty() ? typed : StrCat(typed, " (", word, ")"));
  }
  if (meant == values) return "";
  return StrCat(" Giá trị: ", absl::StrJoin(meant, ", "), ".");
}

CLI::Option* AddFlag(const Flag& flag, std::vector<std::string>* values, CLI::App* app) {
  const FieldDescriptor& field = *flag.path.back();
  auto* option = app->add_option(StrCat("--", flag.name), *values, StrCat(Summary(field), MeaningOfValues(field)));
  option->group(flag.path.size() == 1 ? "Request" : StrCat("Request: ", flag.path[0]->name()));
  if (const std::string type = TypeOf(field); !type.empty()) option->option_text(type);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
    option->expected(0, 1)->default_str("true")->option_text("[=true|false]");
  }
  if (field.is_repeated()) {
    // Without the second, CLI11 takes `[a, b]` apart at its commas, although it is a text or JSON.
    option->expected(1, 1 << 20)->allow_extra_args(false);
    // What people write may have commas of its own.
    const bool text = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
                      field.options().GetExtension(annotations::v1::field).text() != annotations::v1::CODE;
    // So has JSON; a date is no JSON.
    const bool json = field.message_type() != nullptr && field.message_type()->full_name() != "google.type.Date";
    if (!text && !json) option->delimiter(',');
  } else if (field.cpp_type() != FieldDescriptor::CPPTYPE_BOOL) {
    option->expected(1);
  }
  return option;
}

// Whether the request's file has set the text.
bool IsSet(const Flag& flag, const Message& request) {
  const Message* message = &request;
  for (size_t i = 0; i + 1 < flag.path.size(); ++i) {
    message = &message->GetReflection()->GetMessage(*message, flag.path[i]);
  }
  return !message->GetReflection()->GetString(*message, flag.path.back()).empty();
}

// The command's names without their flags. What the request's file says is not asked for again.
struct Positionals {
  std::vector<size_t> flags;
  std::vector<std::string> given;

  // Gives the names to the flags in their order. Where there are fewer of them, what the context says is left out.
  // INVALID_ARGUMENT where there are too many, or too few because the context does not say what it could.
  absl::Status Distribute(const std::vector<Flag>& all, const Message& request, Values* values) const {
    std::vector<size_t> open;
    for (const size_t flag : flags) {
      if ((*values)[flag].empty()) open.push_back(flag);
    }
    for (size_t i = 0; i < open.size() && open.size() > given.size();) {
      const bool known = NameInContext(PatternOf(*all[open[i]].path.back())).has_value();
      if (known) open.erase(open.begin() + static_cast<std::ptrdiff_t>(i));
      if (!known) ++i;
    }
    if (given.size() > open.size()) {
      const std::string& one = given[open.size()];
      return Wrong({.en = StrCat("'", one, "' was not expected here"), .vi = StrCat("không có '", one, "' ở đây")});
    }
    if (given.size() < open.size()) RETURN_IF_ERROR(Lacking(all, open, request));
    for (size_t i = 0; i < given.size(); ++i) (*values)[open[i]] = {given[i]};
    return absl::OkStatus();
  }

 private:
  // Names would go to the wrong flags, and the server would speak of a resource that nobody named.
  absl::Status Lacking(const std::vector<Flag>& all, const std::vector<size_t>& open, const Message& request) const {
    std::string wanted;
    std::optional<status::Sentence> lack;
    for (size_t i = 0; i < open.size(); ++i) {
      const Flag& flag = all[open[i]];
      wanted += StrCat(" --", flag.name);
      const bool named = i < given.size() && given[i].find('/') != std::string::npos;
      if (!lack.has_value() && !named && !IsSet(flag, request)) lack = LackInContext(PatternOf(*flag.path.back()));
    }
    if (!lack.has_value()) return absl::OkStatus();
    return Wrong({.en = StrCat("names are missing, wanted are", wanted, ": ", lack->en),
                  .vi = StrCat("thiếu tên, cần", wanted, ": ", lack->vi)});
  }
};

// A truth value takes no word after it that is none: that word is a name.
void GiveBack(const std::vector<Flag>& flags, Values* values, std::vector<std::string>* names) {
  for (size_t i = 0; i < flags.size(); ++i) {
    bool ignored = false;
    auto& value = (*values)[i];
    if (flags[i].path.back()->cpp_type() != FieldDescriptor::CPPTYPE_BOOL || value.size() != 1) continue;
    if (absl::SimpleAtob(value[0], &ignored)) continue;
    names->insert(names->begin(), value[0]);
    value[0] = "true";
  }
}

// Makes resource names of short ones, and of nothing where the context says which is meant.
absl::Status Complete(const std::vector<Flag>& flags, bool reads, const Connection& connection, const Message& request,
                      Values* values) {
  const Resources resources(connection);
  // Of two plans the context says the first.
  std::set<std::string> said;
  for (size_t i = 0; i < flags.size(); ++i) {
    const FieldDescriptor& field = *flags[i].path.back();
    const std::string pattern = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING ? PatternOf(field) : "";
    if (pattern.empty()) continue;
    for (std::string& value : (*values)[i]) {
      ASSIGN_OR_RETURN(value, resources.Resolve(pattern, value, /*exact=*/!reads));
    }
    const auto meant = NameInContext(pattern);
    if (!meant.has_value() || !IsPositional(flags[i]) || !said.insert(pattern).second) continue;
    if ((*values)[i].empty() && !IsSet(flags[i], request)) (*values)[i] = {*meant};
  }
  return absl::OkStatus();
}

// A service knows a congress by its name alone, so that one which does not exist has nothing to print: that is what is
// told then. Who may not read the congress is told no other than who mistyped it.
absl::Status WhyNothing(const Connection& connection, const Message& request, absl::Status nothing) {
  const FieldDescriptor* parent = request.GetDescriptor()->FindFieldByName("parent");
  if (parent == nullptr) return nothing;
  preparation::v1::GetCongressRequest get;
  get.set_name(request.GetReflection()->GetString(request, parent));
  preparation::v1::Congress congress;
  absl::Status read = connection.Call(get, &congress);
  return absl::IsNotFound(read) ? read : nothing;
}

// A list that ends where its service stops telling looks like a whole one.
void TellCut(const Message& answer, const View& view) {
  const Path path = RowsOf(*answer.GetDescriptor(), view.rows);
  const CutList cut = CutIn(answer, path);
  if (cut.counted == 0) return;
  const std::string& list = path.back()->name();
  std::cerr << "congressctl: "
            << Say({.en = StrCat("long lists of ", list, " are cut: ", cut.shown, " of ", cut.counted, " are shown"),
                    .vi = StrCat("danh sách ", list, " dài chỉ hiện phần đầu: ", cut.shown, "/", cut.counted, " mục")})
            << "\n";
}

// Rows alone do not say whose are missing.
void TellGaps(const Message& answer) {
  for (const std::string& gap : GapsIn(answer)) std::cerr << "congressctl: " << gap << "\n";
}

}  // namespace

int RunCall(const Command& command, int argc, char** argv) {
  const auto& method = *command.method;
  CLI::App app(Comment(method), StrCat("congressctl ", command.noun, " ", command.verb));
  Settings settings;
  settings.AddTo(&app);
  bool async = false;
  if (BeginsOperation(method))
    app.add_flag(
        "--async", async,
        Say({.en = "Print the operation at once instead of waiting for it", .vi = "In ngay tác vụ, không chờ xong"}));
  std::string json;
  std::string yaml;
  const std::string& type = method.input_type()->full_name();
  auto* in_json = app.add_option("--json", json,
                                 Say({.en = StrCat("File with the request, or - : JSON of ", type),
                                      .vi = StrCat("Tệp chứa yêu cầu, hoặc - : JSON của ", type)}));
  app.add_option("--file", yaml,
                 Say({.en = StrCat("File with the request or its resource, or - : YAML of ", type),
                      .vi = StrCat("Tệp chứa yêu cầu hoặc đối tượng của yêu cầu, hoặc - : YAML của ", type)}))
      ->excludes(in_json);
  const std::vector<Flag> flags = FlagsOf(*method.input_type());
  Values values(flags.size());
  Positionals positionals;
  std::string named;
  std::string types;
  for (size_t i = 0; i < flags.size(); ++i) {
    // A flag of the command's own goes before one of congressctl's.
    if (app.get_option_no_throw(StrCat("--", flags[i].name)) != nullptr) continue;
    AddFlag(flags[i], &values[i], &app);
    if (!IsPositional(flags[i])) continue;
    positionals.flags.push_back(i);
    named += StrCat(named.empty() ? "--" : " --", flags[i].name);
    std::string form = PatternOf(*flags[i].path.back());
    if (form.empty()) form = flags[i].path.back()->options().GetExtension(annotations::v1::field).resource();
    types += StrCat(types.empty() ? "" : " ", form.empty() ? "ID" : form);
  }
  if (!positionals.flags.empty()) {
    const std::string what = Say({.en = StrCat("In place of ", named, "; what the context says may be left out"),
                                  .vi = StrCat("Thay cho ", named, "; phần ngữ cảnh đã có thì không cần ghi")});
    app.add_option("names", positionals.given, what)
        ->expected(0, static_cast<int>(positionals.flags.size()))
        ->option_text(types);
  }
  OutputOptions output;
  output.AddTo(*method.output_type(), &app);
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  // Before anything is done that could not be shown.
  const absl::Status shown = CheckView(output.view(), settings.Form() == Format::kJson, *method.output_type());
  if (!shown.ok()) return Refused(shown);
  google::protobuf::DynamicMessageFactory factory;
  const std::unique_ptr<Message> request(factory.GetPrototype(method.input_type())->New());
  const std::unique_ptr<Message> answer(factory.GetPrototype(method.output_type())->New());
  std::optional<RequestFile> file;
  if (const auto ended = ReadRequest(json, yaml, request.get(), &file)) return *ended;
  GiveBack(flags, &values, &positionals.given);
  if (const auto status = positionals.Distribute(flags, *request, &values); !status.ok()) return Refused(status);
  const auto connection = Connection::Open(settings.Connecting());
  if (!connection.ok()) return Refused(connection.status());
  const bool reads = auth::ReadsOnly(method.options().GetExtension(annotations::v1::method).permission());
  if (const auto status = Complete(flags, reads, *connection, *request, &values); !status.ok()) return Refused(status);
  for (size_t i = 0; i < flags.size(); ++i) {
    if (const absl::Status status = SetFlag(flags[i], values[i], request.get()); !status.ok()) return Refused(status);
    if (file.has_value() && !values[i].empty()) file->Overrule(flags[i]);
  }
  const absl::Status fits =
      FollowEnding(settings.output, *method.output_type(), settings.Form() == Format::kJson, request.get());
  if (!fits.ok()) return Refused(fits);
  AddTypedToMask(flags, values, request.get());
  if (const auto status = NameCongress(*connection, request.get()); !status.ok()) return Refused(status);
  if (const auto status = NamePersons(*connection, request.get()); !status.ok()) return Refused(status);
  if (const auto status = NameOrganisations(*connection, method, request.get()); !status.ok()) return Refused(status);
  if (method.server_streaming()) {
    const bool limited = app.count("--timeout") > 0;
    return FollowCommand(*connection, method, *request, answer.get(), settings, output.view(),
                         limited ? absl::Now() + settings.Connecting().timeout : absl::InfiniteFuture());
  }
  absl::Status called;
  if (BeginsOperation(method) && !async) {
    operations::v1::Operation operation;
    called = BeginAndFollow(*connection, method, *request, &operation);
    answer->ParseFromString(operation.SerializeAsString());
  } else {
    called = CallAllPages(*connection, method, request.get(), answer.get());
  }
  const auto* by_steps = MethodBySteps(method);
  if (by_steps != nullptr && status::ReasonOf(called) == "CHANGE_TOO_LARGE") {
    called = CallBySteps(*connection, *by_steps, *request, answer.get());
  }
  if (status::ReasonOf(called) == "NOTHING_TO_PRINT") called = WhyNothing(*connection, *request, called);
  if (!called.ok()) return file.has_value() ? file->Refused(called) : Refused(called);
  const absl::Status verdict = VerdictOf(*answer);
  if (settings.Form() == Format::kTable) Names(*connection).Show(answer.get());
  const bool in_sheet = settings.Form() == Format::kXlsx && BytesOf(*answer->GetDescriptor()) == nullptr;
  const absl::StatusOr<std::string> rendered =
      in_sheet ? RenderSheet(*answer, output.view()) : Render(*answer, settings.Form(), output.view());
  if (!rendered.ok()) return Refused(rendered.status());
  const std::string& result = *rendered;
  if (settings.output.empty() && isatty(STDOUT_FILENO) == 1 && result.find('\0') != std::string::npos) {
    return Usage({.en = "the answer is a file and no text: name a file or a folder for it by --output",
                  .vi = "kết quả là một tệp, không phải văn bản; cần --output với tên tệp hoặc thư mục"});
  }
  if (settings.Form() != Format::kJson) TellCut(*answer, output.view());
  if (settings.Form() == Format::kCsv || settings.Form() == Format::kXlsx) TellGaps(*answer);
  const int written = Write(result, TargetOf(*answer, settings.Form(), settings.output), settings.Bom(output.bom()));
  return written != 0 ? written : NotHeld(verdict);
}

}  // namespace congress::cli
