#include "services/gateway/routes/routes.h"

#include "gtest/gtest.h"

namespace congress::gateway {
namespace {

TEST(Routes, ThePackageNamesTheService) {
  EXPECT_EQ(ServiceOf("congress.drafting.v1.OpinionService/CreateOpinion"), "drafting");
  EXPECT_EQ(ServiceOf("congress.access.v1.AccessService/TestPermissions"), "allocation");
  EXPECT_EQ(ServiceOf("congress.audit.v1.AuditService/ListAuditRecords"), "audit");
}

TEST(Routes, NothingElseIsRouted) {
  for (const char* method : {"", "/", "grpc.health.v1.Health/Check", "congress.", "congress.x", "congress./y",
                             "/congress.drafting.v1.X/Y", "congressx.drafting.v1.X/Y", "congress.x/y.z"}) {
    EXPECT_EQ(ServiceOf(method), "") << method;
  }
}

TEST(Routes, TheAuditLogIsNamedInTheRequest) {
  EXPECT_TRUE(IsEverywhere("audit"));
  EXPECT_TRUE(IsEverywhere("events"));
  EXPECT_TRUE(IsEverywhere("operations"));
  EXPECT_TRUE(IsEverywhere("content"));
  EXPECT_TRUE(IsEverywhere("backup"));
  EXPECT_TRUE(IsEverywhere("maintenance"));
  EXPECT_FALSE(IsEverywhere("drafting"));
  EXPECT_EQ(ServiceIn("services/drafting"), "drafting");
  EXPECT_EQ(ServiceIn("services/drafting/operations/7"), "drafting");
  EXPECT_EQ(ServiceIn("congresses/c-2025/dossiers/d-1/components/2"), "dossiers");
  EXPECT_EQ(ServiceIn("congresses/c-2025/personnelProcesses/p-1/results/vote-1"), "dossiers");
  for (const char* name : {"", "services", "services/", "drafting", "/services/drafting", "congresses/c-2025/dossiers",
                           "congresses/c-2025/rooms/d-1"}) {
    EXPECT_EQ(ServiceIn(name), "") << name;
  }
}

}  // namespace
}  // namespace congress::gateway
