#include "cli/rule_set_check.h"

#include <iostream>

#include "cli/language.h"
#include "cli/request.h"
#include "cli/request_file.h"
#include "cli/settings.h"
#include "congress/allocation/v1/rule_set_service.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "services/allocation/domain/rules/rule_set.h"

namespace congress::cli {
namespace {

// What the server would say before it looks at its store. A file that leaves the id to a flag has none to check.
absl::Status Check(allocation::v1::CreateRuleSetRequest* request) {
  RETURN_IF_ERROR(request->rule_set_id().empty() ? rpc::CheckFields(request->mutable_rule_set())
                                                 : rpc::CheckFields(request));
  return allocation::ValidateRuleSet(request->rule_set());
}

}  // namespace

int CheckRuleSet(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Checks a file with a rule set, without a server. `rule-sets create --file FILE` records it.",
           .vi = "Kiểm tra tệp bộ quy tắc, không cần máy chủ. `rule-sets create --file TỆP` ghi bộ quy tắc đó."}),
      "congressctl rule-sets check");
  std::string path;
  app.add_option("--file", path,
                 Say({.en = "YAML of a RuleSet or of a CreateRuleSetRequest, or - for standard input",
                      .vi = "YAML của RuleSet hoặc CreateRuleSetRequest, hoặc - là đầu vào chuẩn"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto text = ReadInput(path);
  if (!text.ok()) return Refused(text.status());
  allocation::v1::CreateRuleSetRequest request;
  const auto file = RequestFile::Parse(path, *text, &request);
  if (!file.ok()) return FaultyFile(file.status());
  if (const absl::Status status = Check(&request); !status.ok()) return file->Refused(status);
  const allocation::v1::RuleSet& rule = request.rule_set();
  std::cout << "the rule set holds by itself: " << rule.display_name() << ", in force from "
            << civil::Format(civil::FromDate(rule.effective_from())) << "\n";
  return 0;
}

}  // namespace congress::cli
