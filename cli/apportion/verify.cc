#include "cli/apportion/verify.h"

#include <iostream>

#include "cli/language.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/certificate.pb.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/certificate/verify_plan.h"

namespace congress::cli {
namespace {

namespace v1 = allocation::v1;

std::string InWords(const v1::Certificate& certificate) {
  const bool open = certificate.has_tie() && certificate.tie().winners().empty();
  return StrCat(certificate.method(), ", ", certificate.seats(), " seats, ", certificate.units_size(), " units",
                open ? ", an open tie" : "", ", inputs ", certificate.inputs_sha256());
}

std::string InWords(const v1::TableCertificate& certificate) {
  int64_t seats = 0;
  for (const v1::CertifiedLine& row : certificate.rows()) seats += row.seats();
  return StrCat(certificate.method(), ", ", seats, " seats, ", certificate.rows_size(), " rows, ",
                certificate.columns_size(), " columns, inputs ", certificate.inputs_sha256(), ", result ",
                certificate.result_sha256());
}

// Says whether it holds.
template <class Certificate>
int Verify(const Certificate& certificate) {
  const std::vector<std::string> findings = allocation::VerifyCertificate(certificate);
  for (const std::string& finding : findings) std::cerr << "congressctl: " << finding << "\n";
  if (!findings.empty()) return kRefused;
  std::cout << "the certificate holds: " << InWords(certificate) << "\n";
  return 0;
}

// Every certificate of a plan, and its lines against them.
int Verify(const v1::AllocationPlan& plan) {
  int certificates = 0;
  for (const v1::PoolOutcome& pool : plan.pools()) {
    certificates += pool.has_certificate() ? 1 : 0;
    for (const v1::AllianceOutcome& alliance : pool.alliances()) certificates += alliance.has_certificate() ? 1 : 0;
  }
  if (certificates == 0) return Usage(StrCat("--certificate: no pool of ", plan.name(), " has one"));
  const std::vector<std::string> findings = allocation::VerifyPlan(plan);
  for (const std::string& finding : findings) std::cerr << "congressctl: " << finding << "\n";
  if (!findings.empty()) return kRefused;
  std::cout << "the plan holds: " << plan.name() << ", " << plan.totals().total() << " delegates, " << certificates
            << (certificates == 1 ? " certificate" : " certificates") << ", inputs " << plan.inputs_sha256() << "\n";
  return 0;
}

template <class Message>
int ReadAndVerify(const std::string& file, const std::string& text) {
  Message message;
  if (const absl::Status status = MergeJson(text, &message); !status.ok()) {
    return Refused(absl::InvalidArgumentError(StrCat(file, ": ", std::string(status.message()))));
  }
  return Verify(message);
}

}  // namespace

int ApportionVerify(int argc, char** argv) {
  CLI::App app(
      Say({.en = "Checks a certificate of `congressctl apportion --certificate` or `congressctl biapportion "
                 "--certificate`, or those of a plan of `congressctl allocation-plans get -o json`, without a server.",
           .vi = "Kiểm tra chứng nhận của `congressctl apportion --certificate` hoặc `congressctl biapportion "
                 "--certificate`, hoặc các chứng nhận trong phương án của `congressctl allocation-plans get -o json`, "
                 "không cần máy chủ."}),
      "congressctl apportion verify");
  std::string file;
  app.add_option("--certificate", file,
                 Say({.en = "The certificate, or the plan", .vi = "Tệp chứng nhận hoặc phương án"}))
      ->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto text = ReadInput(file);
  if (!text.ok()) return Refused(text.status());
  const nlohmann::json tree = nlohmann::json::parse(*text, nullptr, false);
  if (!tree.is_object()) return Usage(StrCat("--certificate: ", file, " is no JSON object"));
  // Only a table has cells, and only a plan pools.
  if (tree.contains("cells")) return ReadAndVerify<v1::TableCertificate>(file, *text);
  if (tree.contains("pools")) return ReadAndVerify<v1::AllocationPlan>(file, *text);
  return ReadAndVerify<v1::Certificate>(file, *text);
}

}  // namespace congress::cli
