#include "tests/torture/reading.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "congress/audit/v1/audit_service.grpc.pb.h"
#include "congress/content/v1/content_service.grpc.pb.h"
#include "platform/audit/verify.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/client.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/witness.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/kill_audit.h"

namespace congress::torture {
namespace {

using audit::v1::AuditService;
using content::v1::ContentService;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr struct {
  const char* collection;
  const char* method;
  const char* parent;
} kCollections[] = {
    {"organisations", "allocation.v1.OrganisationService/ListOrganisations", ""},
    {"persons", "dossiers.v1.PersonService/ListPersons", ""},
    {"numberSeries/kill/entries", "drafting.v1.NumberRegisterService/ListNumberEntries", "numberSeries/kill"},
    {"plans", "scheduling.v1.TaskService/ListPlans", ""},
    {"congresses", "preparation.v1.PreparationService/ListCongresses", ""},
};
constexpr char kNumbers[] = "numberSeries/kill/entries";

// The resources of a page: what its only field of many messages holds.
std::vector<const Message*> ItemsOf(const Message& page) {
  std::vector<const Message*> items;
  for (int i = 0; i < page.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = page.GetDescriptor()->field(i);
    if (!field->is_repeated() || field->message_type() == nullptr) continue;
    const auto& reflection = *page.GetReflection();
    for (int k = 0; k < reflection.FieldSize(page, field); ++k) {
      items.push_back(&reflection.GetRepeatedMessage(page, field, k));
    }
    break;
  }
  return items;
}

absl::Status ReadCollections(const support::Suite& suite, Holding* holding) {
  for (const auto& [collection, method, parent] : kCollections) {
    std::set<std::string>& names = holding->resources[collection];
    const std::string fixed = StrCat("page_size: 1000 ", *parent == '\0' ? "" : StrCat("parent: '", parent, "' "));
    std::string token;
    do {
      const e2e::Answer page =
          e2e::Ask(suite.channel(), method, suite.Admin(), StrCat(fixed, "page_token: '", token, "'"));
      RETURN_IF_ERROR(page.status);
      for (const Message* item : ItemsOf(*page.message)) {
        names.insert(rpc::StringField(*item, "name"));
        if (std::string_view(collection) != kNumbers) continue;
        holding->numbers.push_back(
            item->GetReflection()->GetInt64(*item, item->GetDescriptor()->FindFieldByName("number")));
      }
      token = rpc::StringField(*page.message, "next_page_token");
    } while (!token.empty());
  }
  return absl::OkStatus();
}

// What a verifier finds in the log of a service, as it lies there now.
absl::Status VerifyLog(const support::Suite& suite, const std::string& service, std::vector<std::string>* tampering) {
  // The gateway keeps what the preparation does.
  const std::string parent = StrCat("services/", service == "gateway" ? "preparation" : service);
  const auto stub = AuditService::NewStub(suite.channel());
  audit::v1::GetAuditCheckpointRequest wanted;
  wanted.set_parent(parent);
  ASSIGN_OR_RETURN(const auto checkpoint,
                   rpc::Invoke(*stub, &AuditService::StubInterface::GetAuditCheckpoint, suite.Admin(), wanted));
  ASSIGN_OR_RETURN(const auto key, audit::ParseVerifierKey(checkpoint.verifier_key()));
  const auto head = audit::OpenNote(checkpoint.note(), std::vector{key});
  if (!head.ok()) {
    tampering->push_back(StrCat(service, " does not go on from its checkpoints: ", head.status().ToString()));
    return absl::OkStatus();
  }
  audit::Verifier verifier({*head});
  audit::v1::ListAuditLeavesRequest request;
  request.set_parent(parent);
  request.set_page_size(1000);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     rpc::Invoke(*stub, &AuditService::StubInterface::ListAuditLeaves, suite.Admin(), request));
    for (const audit::v1::AuditLeaf& leaf : page.leaves()) {
      verifier.Add({.index = leaf.index(),
                    .sequence = leaf.sequence(),
                    .leaf_sha256 = leaf.leaf_sha256(),
                    .record = leaf.record(),
                    .withheld = leaf.withheld()});
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  for (const audit::Finding& finding : verifier.End().findings) {
    tampering->push_back(StrCat(service, ": ", finding.ToString()));
  }
  return absl::OkStatus();
}

// SHA-256 of the file, or why there is none; empty when none was sent.
absl::StatusOr<std::string> Sha256Of(const support::Suite& suite, const std::string& paper) {
  const auto stub = ContentService::NewStub(suite.channel());
  content::v1::DownloadContentRequest request;
  request.set_name(paper);
  const auto context = suite.Admin();
  const auto reader = stub->DownloadContent(context.get(), request);
  content::v1::DownloadContentResponse piece;
  digest::Sha256Stream hash;
  while (reader->Read(&piece)) hash << piece.data();
  const absl::Status status = rpc::FromGrpc(reader->Finish());
  if (absl::IsNotFound(status)) return "";
  if (absl::IsUnavailable(status)) return status;
  return status.ok() ? hash.Hex() : status.ToString();
}

absl::StatusOr<Holding> ReadOnce(const support::Suite& suite, bool quiet, const std::vector<std::string>& papers) {
  Holding holding{.begin = absl::Now(), .quiet = quiet};
  for (const std::string service : {"allocation", "dossiers", "drafting", "scheduling", "gateway"}) {
    RETURN_IF_ERROR(VerifyLog(suite, service, &holding.tampering));
  }
  ASSIGN_OR_RETURN(const auto logs, e2e::AuditLogs::Read(suite));
  holding.logs = logs.logs();
  for (const auto& [service, log] : holding.logs) {
    const std::string folder = suite.FileOf(suite.names().front(), "");
    if (!std::filesystem::exists(StrCat(folder, "/", service, ".witness"))) continue;
    ASSIGN_OR_RETURN(const auto witness, store::Witness::Open(folder, service, service));
    if (const auto testimony = witness->testimony()) holding.witnessed[service] = testimony->sequence;
  }
  RETURN_IF_ERROR(ReadCollections(suite, &holding));
  for (const std::string& paper : papers) {
    ASSIGN_OR_RETURN(std::string found, Sha256Of(suite, paper));
    if (!found.empty()) holding.files[paper] = std::move(found);
  }
  return holding;
}

}  // namespace

absl::StatusOr<Holding> Read(const support::Suite& suite, bool quiet, const std::vector<std::string>& papers) {
  absl::StatusOr<Holding> holding = absl::UnknownError("never read");
  support::Eventually([&] {
    holding = ReadOnce(suite, quiet, papers);
    return !absl::IsUnavailable(holding.status());
  });
  return holding;
}

}  // namespace congress::torture
