#include "platform/access/access_service.h"
#include "platform/access/role_binding.h"
#include "platform/civil/civil.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::access {
namespace {

constexpr char kRevocations[] = "tokenRevocations/";

const rpc::Repository<v1::TokenRevocation> kTokenRevocations{"access.revocations.read"};

}  // namespace

std::string NewId(char letter) {
  const std::string random = uuid::Random();
  return StrCat(std::string(1, letter), random.substr(0, 8), random.substr(9, 4));
}

absl::StatusOr<v1::TokenRevocation> TokenRevocationService::CreateTokenRevocation(
    rpc::Call& call, const v1::CreateTokenRevocationRequest& request) const {
  v1::TokenRevocation revocation = request.token_revocation();
  RETURN_IF_ERROR(CheckRevocation(revocation, call.now()));
  const std::string& id = request.token_revocation_id();
  revocation.set_name(StrCat(kRevocations, id.empty() ? NewId('t') : id));
  // Accounts are of no organisation.
  revocation.set_organisation(std::string(auth::kProvince));
  revocation.set_created_by(call.principal().Account());
  *revocation.mutable_create_time() = civil::ToTimestamp(call.now());
  return kTokenRevocations.Create(call, std::move(revocation));
}

absl::StatusOr<v1::TokenRevocation> TokenRevocationService::GetTokenRevocation(
    rpc::Call& call, const v1::GetTokenRevocationRequest& request) const {
  return kTokenRevocations.Get(call, request.name());
}

absl::StatusOr<v1::ListTokenRevocationsResponse> TokenRevocationService::ListTokenRevocations(
    rpc::Call& call, const v1::ListTokenRevocationsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, kTokenRevocations.List(call, kRevocations, rpc::PageOf(request)));
  v1::ListTokenRevocationsResponse answer;
  for (v1::TokenRevocation& revocation : page.items) *answer.add_token_revocations() = std::move(revocation);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<google::protobuf::Empty> TokenRevocationService::DeleteTokenRevocation(
    rpc::Call& call, const v1::DeleteTokenRevocationRequest& request) const {
  ASSIGN_OR_RETURN(const v1::TokenRevocation revocation, kTokenRevocations.Get(call, request.name()));
  RETURN_IF_ERROR(kTokenRevocations.CheckEtag(revocation, request.etag()));
  kTokenRevocations.Delete(call, revocation.name());
  return google::protobuf::Empty();
}

rpc::Bind<TokenRevocationService> TokenRevocationMethods() {
  return rpc::Bind("congress.access.v1.TokenRevocationService", std::make_shared<TokenRevocationService>())
      .On("CreateTokenRevocation", &TokenRevocationService::CreateTokenRevocation)
      .On("GetTokenRevocation", &TokenRevocationService::GetTokenRevocation)
      .On("ListTokenRevocations", &TokenRevocationService::ListTokenRevocations)
      .On("DeleteTokenRevocation", &TokenRevocationService::DeleteTokenRevocation);
}

}  // namespace congress::access
