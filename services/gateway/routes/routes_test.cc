#include "services/gateway/routes/routes.h"

#include "gtest/gtest.h"

namespace congress::gateway {
namespace {

TEST(Routes, ThePackageNamesTheService) {
  EXPECT_EQ(ServiceOf("/congress.drafting.v1.OpinionService/CreateOpinion", ""), "drafting");
  EXPECT_EQ(ServiceOf("/congress.allocation.v1.AllocationService/X", "drafting"), "allocation");
}

TEST(Routes, TheAuditLogIsChosenByMetadata) {
  EXPECT_EQ(ServiceOf("/congress.audit.v1.AuditService/ListAuditRecords", "drafting"), "drafting");
  EXPECT_EQ(ServiceOf("/congress.audit.v1.AuditService/ListAuditRecords", ""), "");
}

TEST(Routes, NothingElseIsRouted) {
  for (const char* method : {"", "/", "/grpc.health.v1.Health/Check", "/congress.", "/congress.x", "/congress./y",
                             "congress.drafting.v1.X/Y", "/congressx.drafting.v1.X/Y", "/congress.x/y.z"}) {
    EXPECT_EQ(ServiceOf(method, "drafting"), "") << method;
  }
}

}  // namespace
}  // namespace congress::gateway
