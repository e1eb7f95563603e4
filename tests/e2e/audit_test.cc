// The audit log as an auditor takes it home: exported by congressctl, held against checkpoints without a server.
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "congress/audit/v1/audit.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/metadata.h"
#include "platform/status/strings.h"
#include "platform/store/envelope.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using nlohmann::json;
using support::Binary;
using support::Finished;
using support::RunToEnd;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;

// What an auditor has of a suite.
class Auditor {
 public:
  explicit Auditor(const Suite& suite) : suite_(suite) {}

  std::string path(const std::string& name) const { return suite_.folder() + "/" + name; }
  // The public key of the process that keeps the log.
  std::string KeyOf(const std::string& service) const {
    return StrCat(suite_.folder(), "/",
                  StrCat("public-keys/process-", service == "preparation" ? "gateway" : service, ".pem"));
  }
  std::string CheckpointsOf(const std::string& service) const {
    return StrCat(suite_.folder(), "/", StrCat(service == "preparation" ? "gateway" : service, ".checkpoints"));
  }
  Finished Ask(std::vector<std::string> words) const {
    words.insert(words.begin(), Binary("congressctl"));
    for (const std::string& more :
         {std::string("--server"), suite_.endpoint(), std::string("--token-file"), suite_.AdminTokenFile()}) {
      words.push_back(more);
    }
    return RunToEnd(words);
  }
  void Export(const std::string& service, const std::string& file) const {
    const Finished exported = Ask({"audit", "export", service, "--output", path(file)});
    ASSERT_EQ(exported.status, 0) << exported.errors;
  }
  Finished Verify(const std::string& service, const std::string& file, const std::string& checkpoints = "") const {
    std::vector<std::string> words = {Binary("congressctl"), "audit", "verify", "--export", path(file), "--key",
                                      KeyOf(service)};
    if (!checkpoints.empty()) words.insert(words.end(), {"--checkpoints", checkpoints});
    return RunToEnd(words);
  }
  Finished VerifyStore(const std::string& service) const {
    return RunToEnd({Binary("congressctl"), "audit", "verify", "--store", StrCat("sqlite:", suite_.folder()),
                     "--service", service, "--key", KeyOf(service)});
  }
  // Something that the log of the service tells of.
  absl::Status Act(const std::string& service) const {
    static const std::map<std::string, std::pair<std::string, std::string>> acts = {
        {"allocation",
         {"access.v1.AccessService/CreateRoleBinding",
          "role_binding { principal: 'archive' role: 'reader' organisation: 'organisations/province' }"}},
        {"dossiers",
         {"dossiers.v1.PersonService/CreatePerson",
          "person_id: 'archive' person { organisation: 'organisations/province' display_name: 'Mẫu' }"}},
        {"drafting",
         {"drafting.v1.NumberRegisterService/CreateNumberSeries",
          "number_series_id: 'archive' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' "
          "issuer_symbol: 'TU' term: '2025-2030' document_type: 'BC' }"}},
        {"scheduling",
         {"scheduling.v1.CalendarService/CreateCalendar",
          "calendar_id: 'archive' calendar { organisation: 'organisations/province' display_name: 'Lịch' first_year: "
          "2025 last_year: 2025 }"}},
        {"preparation",
         {"preparation.v1.PreparationService/CreateCongress",
          "congress_id: 'archive' congress { organisation: 'organisations/province' display_name: 'Đại hội' level: "
          "PROVINCE term: '2025-2030' }"}},
    };
    const auto& [method, request] = acts.at(service);
    return e2e::Ask(suite_.channel(), method, suite_.Admin(), request).status;
  }
  Finished Witness(const std::string& service) const {
    return Ask({"audit", "witness", service, "--file", path(service + ".witnessed"), "--key", KeyOf(service)});
  }

 private:
  const Suite& suite_;
};

std::vector<std::string> LinesOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return absl::StrSplit(std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()), '\n');
}

class AuditLog : public ::testing::TestWithParam<const char*> {
 protected:
  static void SetUpTestSuite() {
    suite_ = new Suite(Shape::kOneProcess);
    Walk(*suite_);
  }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }
  void SetUp() override {
    auditor_.Export(GetParam(), "log.audit");
    lines_ = LinesOf(auditor_.path("log.audit"));
    first_ = static_cast<size_t>(std::find(lines_.begin(), lines_.end(), "leaves") - lines_.begin()) + 1;
    // The last line is empty, and the one before says how many there are.
    ASSERT_GT(count(), 5U);
  }
  size_t count() const { return lines_.size() - first_ - 2; }
  void ExpectFound(std::vector<std::string> lines, const std::string& finding) const {
    lines[lines.size() - 2] = StrCat("end ", lines.size() - first_ - 2);
    std::ofstream(auditor_.path("held.audit"), std::ios::binary) << absl::StrJoin(lines, "\n");
    const Finished held = auditor_.Verify(GetParam(), "held.audit");
    EXPECT_EQ(held.status, 1) << finding << held.output << held.errors;
    EXPECT_THAT(held.output, HasSubstr(finding));
  }
  static std::vector<std::string> Words(const std::string& line) { return absl::StrSplit(line, ' '); }
  std::string NumberAt(size_t place) const { return StrCat("record ", Words(lines_[first_ + place])[1], " "); }

  static Suite* suite_;
  const Auditor auditor_{*suite_};
  std::vector<std::string> lines_;
  size_t first_ = 0;
};
Suite* AuditLog::suite_ = nullptr;
INSTANTIATE_TEST_SUITE_P(OfEachService, AuditLog,
                         ::testing::Values("allocation", "dossiers", "drafting", "scheduling", "preparation"),
                         [](const auto& service) { return service.param; });

TEST_P(AuditLog, IsWholeAsItCame) {
  const Finished held = auditor_.Verify(GetParam(), "log.audit", auditor_.CheckpointsOf(GetParam()));
  EXPECT_EQ(held.status, 0) << held.output << held.errors;
  EXPECT_THAT(held.output, HasSubstr(StrCat("the log is whole: ", count(), " records")));
}

TEST_P(AuditLog, CountsItsRecordsUpwardsAndSaysWhatEachHasLeft) {
  const Finished listed = auditor_.Ask({"audit-records", "list", GetParam(), "-o", "json"});
  ASSERT_EQ(listed.status, 0) << listed.errors;
  int64_t last = 0;
  for (const json& record : json::parse(listed.output)["auditRecords"]) {
    const int64_t sequence = std::stoll(record["sequence"].get<std::string>());
    EXPECT_GT(sequence, last);
    last = sequence;
    EXPECT_NE(record["principal"], "");
    EXPECT_NE(record["method"], "");
    // An intention that a call noted before it went to another service changes nobody's resource; what is kept of
    // answers, and how far a process has read another's events, is nobody's.
    const bool names_some =
        record["changes"].size() + record["reads"].size() + record["refusals"].size() + record["organisations"].size() >
        0;
    EXPECT_TRUE(names_some || record["method"] == "congress.store.v1.StoredAnswer/erase" ||
                record["method"] == "congress.scheduling.v1.ApprovalService/follow")
        << record;
    for (const json& change : record["changes"]) {
      EXPECT_EQ(change["revision"], record["sequence"]);
      EXPECT_NE(change["type"], "");
      EXPECT_EQ(change["valueSha256"] == "", change["kind"] == "DELETED") << change;
    }
    for (const json& read : record["reads"]) EXPECT_GT(read["names"].size(), 0U);
  }
}

// Any single record: each in turn would be long, so first, last and some between.
TEST_P(AuditLog, EachAlteredDroppedOrSwappedRecordIsNamed) {
  for (const size_t place : {size_t{0}, count() / 3, count() / 2, count() - 1}) {
    const size_t at = first_ + place;
    auto altered = lines_;
    std::vector<std::string> words = Words(altered[at]);
    words[3] = words[3] == "withheld" ? "-" : "Zm9yZ2Vk";
    altered[at] = absl::StrJoin(words, " ");
    ExpectFound(altered, StrCat(NumberAt(place), "was "));
    auto dropped = lines_;
    dropped.erase(dropped.begin() + static_cast<std::ptrdiff_t>(at));
    ExpectFound(dropped, place + 1 == count() ? "the log ends with" : "are missing in the export");
    if (place + 1 == count()) continue;
    auto swapped = lines_;
    std::swap(swapped[at], swapped[at + 1]);
    ExpectFound(swapped, NumberAt(place));
  }
  auto added = lines_;
  added.insert(added.begin() + static_cast<std::ptrdiff_t>(first_) + 1, lines_[first_]);
  ExpectFound(added, "does not stand in its place");
}

// Each run keeps what came since the last one; together they are the log.
TEST_P(AuditLog, IsArchivedPartByPart) {
  const std::string service = GetParam();
  const std::string folder = auditor_.path(StrCat("archive-", service));
  std::filesystem::create_directory(folder);
  const auto archive = [&] {
    return auditor_.Ask({"audit", "archive", service, "--folder", folder, "--key", auditor_.KeyOf(service)});
  };
  const auto verify = [&] {
    return RunToEnd({Binary("congressctl"), "audit", "verify", "--export", folder, "--service", service, "--key",
                     auditor_.KeyOf(service)});
  };
  const auto parts = [&] {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().filename().string().starts_with(StrCat(service, ".0"))) files.push_back(file.path());
    }
    std::sort(files.begin(), files.end());
    return files;
  };
  // An export beside it is no part.
  std::filesystem::copy_file(auditor_.path("log.audit"), StrCat(folder, "/", service, ".audit"));
  const Finished first = archive();
  ASSERT_EQ(first.status, 0) << first.output << first.errors;
  EXPECT_THAT(first.output, HasSubstr("the log is whole: "));
  EXPECT_EQ(parts(), std::vector{StrCat(folder, "/", service, ".000000000000.audit")});
  // When a minute ends, its refusals are recorded.
  Finished nothing;
  EXPECT_TRUE(support::Eventually([&] {
    nothing = archive();
    return absl::StrContains(nothing.output, "0 of them are new; parts: ");
  })) << nothing.output
      << nothing.errors;
  const size_t known = parts().size();
  ASSERT_THAT(auditor_.Act(service), support::IsOk());
  const Finished second = archive();
  ASSERT_EQ(second.status, 0) << second.output << second.errors;
  EXPECT_THAT(second.output, HasSubstr(StrCat("parts: ", known + 1)));
  ASSERT_EQ(parts().size(), known + 1);
  const std::string begin = parts().front();
  const std::string end = parts().back();
  EXPECT_EQ(verify().status, 0) << verify().output;
  // A part that is gone, one that was edited.
  std::filesystem::rename(end, auditor_.path("kept"));
  EXPECT_EQ(verify().status, 0) << "the log up to then";
  std::filesystem::rename(auditor_.path("kept"), end);
  std::filesystem::rename(begin, auditor_.path("kept"));
  EXPECT_EQ(verify().status, 1);
  std::vector<std::string> lines = LinesOf(auditor_.path("kept"));
  std::vector<std::string> words = Words(lines[first_]);
  words[3] = words[3] == "withheld" ? "-" : "Zm9yZ2Vk";
  lines[first_] = absl::StrJoin(words, " ");
  std::ofstream(begin, std::ios::binary) << absl::StrJoin(lines, "\n");
  const Finished edited = archive();
  EXPECT_EQ(edited.status, 1) << edited.output << edited.errors;
  EXPECT_THAT(edited.output, HasSubstr("was altered"));
}

TEST_P(AuditLog, ThatIsNotSignedByTheKeyIsRefused) {
  const std::string stranger = std::string(GetParam()) == "drafting" ? "dossiers" : "drafting";
  const Finished held = auditor_.Verify(stranger, "log.audit");
  EXPECT_EQ(held.status, 1) << held.output;
  EXPECT_THAT(held.errors, HasSubstr("not signed by the key"));
}

TEST_P(AuditLog, ProvesARecordByItself) {
  const std::string sequence = Words(lines_[first_ + count() / 2])[1];
  const Finished proved =
      auditor_.Ask({"audit", "prove", GetParam(), "--sequence", sequence, "--output", auditor_.path("record.proof")});
  ASSERT_EQ(proved.status, 0) << proved.errors;
  const std::vector<std::string> verify = {
      Binary("congressctl"),     "audit", "verify", "--proof", auditor_.path("record.proof"), "--key",
      auditor_.KeyOf(GetParam())};
  const Finished held = RunToEnd(verify);
  EXPECT_EQ(held.status, 0) << held.output << held.errors;
  EXPECT_THAT(held.output, HasSubstr(StrCat("record ", sequence, " is in the log of ", GetParam())));
  auto lines = LinesOf(auditor_.path("record.proof"));
  std::swap(lines[lines.size() - 3], lines[lines.size() - 4]);
  std::ofstream(auditor_.path("record.proof"), std::ios::binary) << absl::StrJoin(lines, "\n");
  EXPECT_NE(RunToEnd(verify).status, 0);
}

TEST_P(AuditLog, ShowsItsLastRecords) {
  const Finished tail = auditor_.Ask({"audit", "tail", GetParam(), "--numbers", "3", "-o", "csv"});
  EXPECT_EQ(tail.status, 0) << tail.errors;
  EXPECT_THAT(tail.output, HasSubstr(Words(lines_[first_ + count() - 1])[1]));
}

// Behind the store's back, with a good checksum and under the same number.
void Edit(const std::string& database, const std::string& like, const std::function<std::string(std::string)>& edit) {
  sqlite3* opened = nullptr;
  ASSERT_EQ(sqlite3_open(database.c_str(), &opened), SQLITE_OK);
  sqlite3_stmt* found = nullptr;
  const std::string select =
      StrCat("SELECT key, value, revision FROM records WHERE CAST(key AS TEXT) LIKE '", like, "' ORDER BY key DESC");
  ASSERT_EQ(sqlite3_prepare_v2(opened, select.c_str(), -1, &found, nullptr), SQLITE_OK) << sqlite3_errmsg(opened);
  ASSERT_EQ(sqlite3_step(found), SQLITE_ROW);
  const auto column = [&](int i) {
    return std::string(static_cast<const char*>(sqlite3_column_blob(found, i)),
                       static_cast<size_t>(sqlite3_column_bytes(found, i)));
  };
  store::Record record{.key = column(0), .value = column(1), .revision = sqlite3_column_int64(found, 2)};
  sqlite3_finalize(found);
  const std::string key = record.key;
  ASSERT_TRUE(store::Unwrap(&record).ok());
  const std::string value = store::Wrap(key, record.organisation, record.sealed, edit(record.value));
  sqlite3_stmt* update = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(opened, "UPDATE records SET value = ? WHERE key = ?", -1, &update, nullptr), SQLITE_OK);
  sqlite3_bind_blob(update, 1, value.data(), static_cast<int>(value.size()), SQLITE_STATIC);
  sqlite3_bind_blob(update, 2, key.data(), static_cast<int>(key.size()), SQLITE_STATIC);
  EXPECT_EQ(sqlite3_step(update), SQLITE_DONE) << sqlite3_errmsg(opened);
  sqlite3_finalize(update);
  sqlite3_close(opened);
}

class Tampering : public ::testing::Test {
 protected:
  void Act(const std::string& id) {
    const Answer answer = Ask(suite_.channel(), "dossiers.v1.PersonService/CreatePerson", suite_.Admin(),
                              StrCat("person_id: '", id, "' person { display_name: 'Nguyễn Văn Mẫu ", id,
                                     "' organisation: 'organisations/province' }"));
    ASSERT_TRUE(answer.status.ok()) << answer.status;
  }
  // As many checkpoints as the file has; more than one shares none with what came before.
  void AwaitCheckpoint(const std::string& size) {
    EXPECT_TRUE(support::Eventually([&] {
      const auto lines = LinesOf(auditor_.CheckpointsOf("dossiers"));
      return std::find(lines.begin(), lines.end(), size) != lines.end();
    })) << size;
  }
  std::string Database() const { return StrCat(suite_.folder(), "/dossiers.db"); }

  Suite suite_{Shape::kOneProcess};
  const Auditor auditor_{suite_};
};

TEST_F(Tampering, IsFoundFromAFreshExportAndFromTheStore) {
  for (const char* id : {"a", "b", "c"}) Act(id);
  auditor_.Export("dossiers", "before.audit");
  EXPECT_EQ(auditor_.Verify("dossiers", "before.audit").status, 0);
  EXPECT_EQ(auditor_.Witness("dossiers").status, 0);
  const std::string size = StrCat(LinesOf(auditor_.path("before.audit")).size() - 2 - 10);
  AwaitCheckpoint(std::to_string(std::stoi(size)));
  suite_.Kill("congressd");
  const Finished whole = auditor_.VerifyStore("dossiers");
  EXPECT_EQ(whole.status, 0) << whole.output << whole.errors;
  EXPECT_THAT(whole.output, HasSubstr("the records are what the log says"));

  // A person's name, that nobody has changed.
  Edit(Database(), "r/Person/persons/b", [](std::string value) {
    value.replace(value.find("Mẫu"), 3, "Nam");
    return value;
  });
  const Finished edited = auditor_.VerifyStore("dossiers");
  EXPECT_EQ(edited.status, 1);
  EXPECT_THAT(edited.output, HasSubstr("'r/Person/persons/b' is not what the last act on it left"));

  // And who has done the last thing.
  Edit(Database(), "log/audit/%", [](const std::string& value) {
    audit::v1::AuditRecord act;
    EXPECT_TRUE(act.ParseFromString(value));
    act.set_principal("rival");
    return act.SerializeAsString();
  });
  const Finished store = auditor_.VerifyStore("dossiers");
  EXPECT_EQ(store.status, 1);
  EXPECT_THAT(store.output, HasSubstr("the log is not what the checkpoint"));

  suite_.Start("congressd");
  Act("d");
  auditor_.Export("dossiers", "after.audit");
  const Finished fresh = auditor_.Verify("dossiers", "after.audit", auditor_.CheckpointsOf("dossiers"));
  EXPECT_EQ(fresh.status, 1) << "a fresh export of a log that was edited";
  EXPECT_THAT(fresh.output, HasSubstr("the server signed no checkpoint of this log"));
  const Finished witness = auditor_.Witness("dossiers");
  EXPECT_EQ(witness.status, 1);
  const Finished doctor = auditor_.Ask({"doctor", "--service", "dossiers", "-o", "csv"});
  EXPECT_EQ(doctor.status, 1);
  EXPECT_THAT(doctor.output, HasSubstr("it was edited in the store"));
  EXPECT_THAT(doctor.output, HasSubstr("not what its newest checkpoint says"));

  // Whoever takes away the checkpoints as well is found by what the operator keeps elsewhere.
  suite_.Kill("congressd");
  std::filesystem::remove(auditor_.CheckpointsOf("dossiers"));
  suite_.Start("congressd");
  auditor_.Export("dossiers", "again.audit");
  EXPECT_EQ(auditor_.Verify("dossiers", "again.audit").status, 0);
  EXPECT_EQ(auditor_.Verify("dossiers", "again.audit", auditor_.path("dossiers.witnessed")).status, 1);
  EXPECT_EQ(auditor_.Witness("dossiers").status, 1);
}

// Whoever names a call by an id of their own would have the logs of another one tell of theirs.
TEST_F(Tampering, ACallIdOfTheCallersOwnIsNotRecorded) {
  auto context = suite_.Admin();
  context->AddMetadata(rpc::kCallIdKey, "0123456789abcdef0123456789abcdef");
  const Answer answer =
      Ask(suite_.channel(), "dossiers.v1.PersonService/CreatePerson", std::move(context),
          "person_id: 'a' person { display_name: 'Lê Văn Mẫu' organisation: 'organisations/province' }");
  ASSERT_TRUE(answer.status.ok()) << answer.status;
  const Finished tail = auditor_.Ask({"audit", "tail", "dossiers", "-o", "json"});
  ASSERT_EQ(tail.status, 0) << tail.errors;
  EXPECT_THAT(tail.output, HasSubstr("persons/a"));
  EXPECT_THAT(tail.output, ::testing::Not(HasSubstr("0123456789abcdef0123456789abcdef")));
}

TEST_F(Tampering, RefusalsAreRecordedByTheMinute) {
  Act("a");
  for (int i = 0; i < 5; ++i) {
    const Answer refused =
        Ask(suite_.channel(), "dossiers.v1.PersonService/CreatePerson", suite_.As("reader", {"reader@province"}),
            "person_id: 'x' person { display_name: 'Trần Thị Mẫu' organisation: 'organisations/province' }");
    ASSERT_TRUE(absl::IsPermissionDenied(refused.status)) << refused.status;
  }
  // What was counted is recorded when the process ends, too.
  suite_.process("congressd").Signal(SIGTERM);
  ASSERT_TRUE(suite_.process("congressd").Wait().has_value());
  suite_.Start("congressd");
  const Finished tail = auditor_.Ask({"audit", "tail", "dossiers", "-o", "json"});
  ASSERT_EQ(tail.status, 0) << tail.errors;
  EXPECT_THAT(tail.output, HasSubstr("congress.dossiers.v1.PersonService/CreatePerson"));
  EXPECT_THAT(tail.output, HasSubstr("PERMISSION_MISSING"));
  EXPECT_THAT(tail.output, ::testing::ContainsRegex("\"count\": ?\"5\""));
  EXPECT_NE(auditor_.VerifyStore("dossiers").status, 0) << "it is in use";
}

}  // namespace
}  // namespace congress::e2e
