// The drafting service in process with its stubs, and requests written as text, for its tests.
#pragma once

#include <string>

#include "congress/content/v1/content_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/incoming_paper_service.grpc.pb.h"
#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/drafting/v1/opinion_service.grpc.pb.h"
#include "congress/drafting/v1/paper_link_service.grpc.pb.h"
#include "congress/drafting/v1/transmission_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "services/drafting/install.h"
#include "tests/support/service_fixture.h"

namespace congress::drafting {

using support::kAborted;
using support::kDenied;
using support::kExists;
using support::kFailed;
using support::kInvalid;
using support::kMissing;

inline constexpr char kDocument[] = "congresses/xx/documents/report";
inline constexpr char kRound[] = "congresses/xx/documents/report/opinionRounds/communes";
inline constexpr char kUuid[] = "request_id: '6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a01' ";

using Drafting = v1::DraftingService::StubInterface;
using Opinions = v1::OpinionService::StubInterface;
using Register = v1::NumberRegisterService::StubInterface;
using Incoming = v1::IncomingPaperService::StubInterface;
using Links = v1::PaperLinkService::StubInterface;
using Sending = v1::TransmissionService::StubInterface;
using Issuing = v1::IssuingService::StubInterface;

// A field that comes twice takes the later value, so that a test may change one of a good request.
using support::Parse;

// 16 June 2025 is today; organisations a, b and z are units under the province.
class Scene : public support::ServiceFixture<v1::DraftingService, v1::OpinionService, v1::NumberRegisterService,
                                             v1::IncomingPaperService, v1::PaperLinkService, v1::IssuingService,
                                             v1::TransmissionService, content::v1::ContentService> {
 public:
  Scene() : ServiceFixture(Service()) {}

  // A document with sections review and tasks, at step draft of draft, opinions (ends with a round), final (frozen).
  void MakeDocument(const std::string& id = "report") {
    EXPECT_THAT(Call(&Drafting::CreateDocument, DocumentText(id)), support::IsOk());
  }
  static std::string DocumentText(const std::string& id) {
    return StrCat("parent: 'congresses/xx' document_id: '", id, "' ", R"(
      document { organisation: 'organisations/province' kind: 'report' symbol: 'BC' display_name: 'Báo cáo' }
      sections { id: 'review' title: 'Kiểm điểm' text: 'Một\nHai' } sections { id: 'tasks' title: 'Nhiệm vụ' }
      steps { id: 'draft' display_name: 'Dự thảo' }
      steps { id: 'opinions' display_name: 'Lấy ý kiến' requires_closed_round: true }
      steps { id: 'final' display_name: 'Hoàn thiện' frozen: true })");
  }

  // A round of organisations a and b on the document's first revision, from today to 30 June.
  void MakeRound(const std::string& document = "report", const std::string& id = "communes") {
    EXPECT_THAT(Call(&Opinions::CreateOpinionRound, RoundText(document, id)), support::IsOk());
  }
  static std::string RoundText(const std::string& document, const std::string& id) {
    return StrCat("parent: 'congresses/xx/documents/", document, "' opinion_round_id: '", id,
                  "' opinion_round { display_name: 'Cấp xã' revision: 'congresses/xx/documents/", document,
                  R"(/revisions/000001' invited: 'organisations/a' invited: 'organisations/b'
                  first_date { year: 2025 month: 6 day: 16 } last_date { year: 2025 month: 6 day: 30 } })");
  }

  // An opinion of the unit on a section of the round.
  absl::StatusOr<v1::Opinion> Give(const std::string& unit, const std::string& section,
                                   const std::string& binding = "administrator@province") {
    return Call(&Opinions::CreateOpinion,
                StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/", unit, "' section: '", section,
                       "' text: 'Bổ sung số liệu' }"),
                binding);
  }

  // The same as Call, by somebody else than an.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> CallAs(const std::string& who, rpc::UnaryMethod<Stub, Request, Response> method,
                                  const std::string& text, const std::string& binding = "administrator@province") {
    return Call(method, Parse<Request>(text), service_.As(who, {binding}));
  }

  // The same by an administrator's account that belongs to nobody known.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> CallNameless(rpc::UnaryMethod<Stub, Request, Response> method, const std::string& text) {
    return Call(method, Parse<Request>(text),
                service_.As("nameless", {"administrator@province"}, annotations::v1::SENSITIVE, std::string_view()));
  }

  // `who` reads the document's last revision and signs it.
  absl::StatusOr<v1::Document> Sign(const std::string& who, const std::string& more = "role: 'reviewer'",
                                    const std::string& binding = "reviewer@province",
                                    const std::string& document = kDocument) {
    auto read = Call(&Drafting::GetDocument, StrCat("name: '", document, "'"));
    if (!read.ok()) return read.status();
    return CallAs(who, &Drafting::SignOffDocument,
                  StrCat("name: '", document, "' revision: '", read->latest_revision(), "' sha256: '", read->sha256(),
                         "' ", more),
                  binding);
  }

  // Days after 16 June 2025.
  void SetDay(int days) { service_.SetNow(start_ + absl::Hours(24 * days)); }

 private:
  const absl::Time start_ = service_.now();
};

}  // namespace congress::drafting
