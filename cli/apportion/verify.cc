#include "cli/apportion/verify.h"

#include <iostream>

#include "cli/request.h"
#include "cli/settings.h"
#include "congress/allocation/v1/certificate.pb.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "services/allocation/certificate/verify.h"

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

// Only a table has cells.
bool IsTable(const std::string& text) {
  const nlohmann::json tree = nlohmann::json::parse(text, nullptr, false);
  return tree.is_object() && tree.contains("cells");
}

template <class Certificate>
int Verify(const std::string& text) {
  Certificate certificate;
  if (const absl::Status status = MergeJson(text, &certificate); !status.ok()) return Refused(status);
  const std::vector<std::string> findings = allocation::VerifyCertificate(certificate);
  for (const std::string& finding : findings) std::cerr << "congressctl: " << finding << "\n";
  if (!findings.empty()) return kRefused;
  std::cout << "the certificate holds: " << InWords(certificate) << "\n";
  return 0;
}

}  // namespace

int ApportionVerify(int argc, char** argv) {
  CLI::App app(
      "Checks a certificate of `congressctl apportion --certificate` or `congressctl biapportion --certificate`, "
      "without a server.",
      "congressctl apportion verify");
  std::string file;
  app.add_option("--certificate", file, "The certificate")->required();
  if (const auto ended = Parse(&app, 2, argc, argv)) return *ended;
  const auto text = ReadInput(file);
  if (!text.ok()) return Refused(text.status());
  return IsTable(*text) ? Verify<v1::TableCertificate>(*text) : Verify<v1::Certificate>(*text);
}

}  // namespace congress::cli
