// Records whose graded fields no key opens any more, as doctor tells of them.
#include <string>
#include <vector>

#include "congress/audit/v1/audit.pb.h"
#include "congress/content/v1/content.pb.h"
#include "congress/dossiers/v1/person.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "platform/maintenance/examination.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "platform/rpc/subject_keys.h"
#include "platform/status/strings.h"
#include "platform/store/open.h"
#include "platform/store/piece.h"
#include "tests/support/status_matchers.h"

namespace congress::maintenance {
namespace {

using dossiers::v1::Person;

constexpr char kKeyId[] = "8 bytes.";

class ExaminedKeys : public ::testing::Test {
 protected:
  // Such a person, sealed under the key of this id; the one that is stored is another where that is another.
  void Add(const std::string& id, const std::string& key_id) {
    Person plain;
    plain.set_name(StrCat("persons/", id));
    plain.set_organisation("organisations/u");
    content::v1::OwnerKey key;
    key.set_id(kKeyId);
    audit::v1::AuditRecord act;
    *act.mutable_time() = civil::ToTimestamp(now_);
    act.add_changes()->set_name(plain.name());
    act.mutable_changes(0)->set_kind(audit::v1::Change::CREATED);
    EXPECT_THAT(store_->Commit({.writes = {{.key = rpc::RecordKey("Person", plain.name()),
                                            .value = store::WithPiece(plain, StrCat(key_id, "sealed")),
                                            .organisation = plain.organisation(),
                                            .sealed = true},
                                           {.key = rpc::KeyOfSubject(plain.name()), .value = key.SerializeAsString()}},
                                .appends = {{std::string(rpc::kAuditLog), act.SerializeAsString()},
                                            {std::string(rpc::kEventLog), "event"}}}),
                support::IsOk());
  }
  // Where keys are missing, and what is told of them.
  std::vector<std::string> Missing() {
    std::vector<std::string> where;
    Report report("dossiers", status::Language::kEnglish, [&](const v1::ExamineServiceResponse& part) {
      if (part.has_finding() && part.finding().kind() == v1::KEY_MISSING) {
        where.push_back(part.finding().where());
        text_ = part.finding().text();
      }
      return absl::OkStatus();
    });
    EXPECT_THAT(
        Examine(
            {.service = "dossiers", .keyspace = "dossiers", .version = "1", .store = *store_, .types = {&persons_}},
            now_, [] { return absl::OkStatus(); }, report),
        support::IsOk());
    return where;
  }

  const absl::Time now_ = absl::UnixEpoch() + absl::Hours(24 * 20'000);
  const rpc::Repository<Person> persons_{"dossiers.persons.read",
                                         [](const Person& person) { return person.organisation(); },
                                         [](const Person& person) { return person.name(); }};
  const std::unique_ptr<store::Store> store_ = *store::Open("sqlite::memory:", "dossiers");
  std::string text_;
};

TEST_F(ExaminedKeys, OneThatIsGoneOrAnotherIsNamed) {
  Add("a", kKeyId);
  EXPECT_THAT(Missing(), ::testing::IsEmpty());
  ASSERT_THAT(store_->Commit({.writes = {{.key = "k/persons/a"}}}), support::IsOk());
  EXPECT_THAT(Missing(), ::testing::ElementsAre("k/persons/a"));
  EXPECT_THAT(text_, ::testing::HasSubstr("'persons/a'"));
  Add("b", "another.");
  EXPECT_THAT(Missing(), ::testing::ElementsAre("k/persons/a", "k/persons/b"));
}

}  // namespace
}  // namespace congress::maintenance
